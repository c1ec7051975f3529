"""A difference as lines in words, as JSON and as RDF."""

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from moonpact.graph.difference.datasets import Change, Difference
from moonpact.graph.names import RDF_TYPE, term
from moonpact.graph.prefixes import PREFIXES

_SCHEMA: Final = PREFIXES["schema"]
_ACTIONS: Final = {"new": "AddAction", "gone": "DeleteAction", "changed": "ReplaceAction"}
_CLASSES: Final = {
    "source": term("Source"),
    "claim": term("Claim"),
    "decision": term("EditorialDecision"),
    "conclusion": term("Conclusion"),
    "disagreement": term("Disagreement"),
}


def as_text(difference: Difference) -> str:
    """Return one line for each change: what it is, on what, and the value or the old and the new one."""
    return "\n".join(_line(kind, change) for kind, change in _changes(difference)) or "no difference"


def as_json(difference: Difference) -> str:
    """Return the table of changes as JSON text."""
    return json.dumps(as_table(difference), ensure_ascii=False, indent=2)


def as_table(difference: Difference) -> dict[str, list[dict[str, str | None]]]:
    """Return the lists of changes, each with the names of the dataclass as its keys."""
    return asdict(difference)


def read_json(text: str | bytes) -> Difference:
    """Return the difference that `as_json` wrote."""
    return Difference(**{kind: tuple(Change(**change) for change in found) for kind, found in json.loads(text).items()})


def as_turtle(difference: Difference) -> str:
    """Return each change as an action of schema.org on what came, went or changed, with its class.

    The action has the name of what changed (`schema:name`) and of the property (`schema:propertyID`), what was said
    before (`schema:replacee`) and what is said now (`schema:replacer`), and the line in words (`schema:description`).
    """
    triples = (triple for number, found in enumerate(_changes(difference), 1) for triple in _action(number, *found))
    prefixes = {"mp": PREFIXES["mp"], "schema": _SCHEMA}
    return (serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()


def _changes(difference: Difference) -> Iterator[tuple[str, Change]]:
    for field in fields(difference):
        for change in getattr(difference, field.name):
            yield field.name.removesuffix("s"), change


def _line(kind: str, change: Change) -> str:
    subject = f"{change.name}, {change.property_name}" if change.property_name else change.name
    old, new = change.old or "nothing", change.new or "nothing"
    value = {"new": new, "gone": old, "changed": f"{old} -> {new}"}[change.what]
    return f"{change.what} {kind}: {subject}: {value}"


def _action(number: int, kind: str, change: Change) -> Iterator[Triple]:
    action = BlankNode(f"change-{number}")
    yield Triple(action, RDF_TYPE, NamedNode(_SCHEMA + _ACTIONS[change.what]))
    yield Triple(action, NamedNode(f"{_SCHEMA}object"), NamedNode(change.iri))
    words = {
        "name": change.name,
        "propertyID": change.property_name or None,
        "replacee": change.old,
        "replacer": change.new,
        "description": _line(kind, change),
    }
    for name, text in words.items():
        if text is not None:
            yield Triple(action, NamedNode(_SCHEMA + name), Literal(text, language="en"))
    yield Triple(NamedNode(change.iri), RDF_TYPE, _CLASSES[kind])
