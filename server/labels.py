"""The names of things: one for each IRI that has any, in each language of the pages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from moonpact.graph.engine import Literal, NamedNode
from moonpact.graph.execution.served import Served
from moonpact.queries.files import read_query
from moonpact.queries.question import LANGUAGES

Labels = Mapping[str, Literal]


def read_labels(served: Served) -> Mapping[str, Labels]:
    """Return the names by language; what has none in a language has another one of its own there."""
    found: defaultdict[str, dict[str, Literal]] = defaultdict(dict)
    for row in served.select(read_query("pages/labels")):
        if isinstance(thing := row["thing"], NamedNode) and isinstance(label := row["label"], Literal):
            found[label.language or ""].setdefault(thing.value, label)
    rest = _merged(found[name] for name in (*sorted(found.keys() - LANGUAGES), *reversed(LANGUAGES)))
    return {name: rest | found[name] for name in LANGUAGES}


def named_from(start: str, known: Labels) -> Sequence[tuple[str, str]]:
    """Return the rest of each IRI that begins so, with its name, by name."""
    named = [(iri.removeprefix(start), label.value) for iri, label in known.items() if iri.startswith(start)]
    return sorted(named, key=lambda each: each[1])


def _merged(tables: Iterable[dict[str, Literal]]) -> dict[str, Literal]:
    """All names in one table, the later over the earlier."""
    merged: dict[str, Literal] = {}
    for table in tables:
        merged |= table
    return merged
