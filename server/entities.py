"""Things, their types and the values of their properties, as the reconciliation service names them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from moonpact.graph.engine import Literal, NamedNode, Row, Term
from moonpact.graph.names import local_name
from moonpact.graph.search.kinds import kind_of, kinds
from moonpact.graph.search.reconciliation import InvalidReconciliationError, Query, allowed_types
from moonpact.queries.files import read_query
from moonpact.server.language import language
from moonpact.server.pages import rows_on
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.state import index, served, settings
from moonpact.server.terms import as_known, is_number, is_valid_iri

DEFAULT_TYPES: Final = (
    "country",
    "organization",
    "agency",
    "instrument",
    "mission",
    "initiative",
    "facility",
    "payload",
    "spacecraft",
)
_MOST_IDS: Final = 200
_MOST_PROPERTIES: Final = 50
_UNKNOWN: Final = {"id": "thing", "name": "thing"}


def iri_of(identifier: str) -> str:
    """Return the IRI of a thing with this identifier, such as `country/egypt`."""
    return f"{settings().base_iri}id/{identifier}"


def identifier(iri: str) -> str:
    """Return the identifier of the thing with this IRI."""
    return iri.removeprefix(iri_of(""))


def require_known(identifier: str) -> str:
    """Return the IRI of a thing that the dataset knows.

    Raises:
        ProblemError: It knows none with this identifier.
    """
    iri = iri_of(identifier)
    if not is_valid_iri(iri) or not rows_on("statements", iri):
        raise ProblemError(Problem("unknown-thing", f"the dataset says nothing on {iri}"))
    return iri


def entity_name(iri: str) -> str:
    """Return the name of a thing, or else its identifier."""
    name = index().name(iri, language())
    return name.value if name else identifier(iri)


def type_of(iri: str) -> dict[str, str]:
    """Return the type of a thing."""
    kind = kind_of(index(), iri, language())
    return {"id": kind.name, "name": kind.label} if kind else _UNKNOWN


def types() -> list[dict[str, str]]:
    """Return the types that there are."""
    return [{"id": kind.name, "name": kind.label} for kind in kinds(index(), language()).values()]


def may_be(query: Query | None = None) -> Callable[[str], bool]:
    """Return what tells whether a thing is of the types of the query, by default of those that bear names."""
    known = {kind.name: kind.iri for kind in kinds(index(), language()).values()}
    asked = [name for name in query.types if name] if query else []
    there = known if asked else {name: iri for name, iri in known.items() if name in DEFAULT_TYPES}
    allowed = allowed_types(asked, there, query.strictness if query else "any")
    start = iri_of("")
    return lambda thing: thing.startswith(start) and allowed(index().classes.get(thing, ()))


def properties(kind: str) -> Iterator[dict[str, str]]:
    """Yield the properties that things of this type may have."""
    known = kinds(index(), language())
    if kind in known:
        seen = set[str]()
        for row in sorted(
            served().select(read_query("search/properties"), {"thing": NamedNode(known[kind].iri)}),
            key=_not_in_language,
        ):
            if _name(row) not in seen:
                seen.add(_name(row))
                yield {"id": _name(row), "name": _text(row["label"])}


def compared(iri: str, name: str) -> list[str]:
    """Return the texts with which a value of this property of a thing can be compared: also names of what it names."""
    found = [row["value"] for row in rows_on("statements", iri) if _name(row) == name]
    names = [
        each.value for value in found if isinstance(value, NamedNode) for each in index().names.get(value.value, ())
    ]
    identifiers = [identifier(_text(value)) for value in found if isinstance(value, NamedNode)]
    return [*(_text(value) for value in found), *(local_name(_text(value)) for value in found), *names, *identifiers]


def extended(ids: object, asked: object) -> dict[str, Any]:
    """Return the values of properties of things (section 7.1).

    Raises:
        InvalidReconciliationError: The lists are not as they must be.
    """
    things, names = _texts(ids, "ids", _MOST_IDS), _texts(_ids_of(asked), "properties", _MOST_PROPERTIES)
    known = {each["id"]: each["name"] for kind in kinds(index(), language()) for each in properties(kind)}
    return {
        "meta": [{"id": name, "name": known.get(name, name)} for name in names],
        "rows": {thing: _row(thing, names) for thing in things},
    }


def _row(thing: str, names: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    iri = iri_of(thing)
    said = rows_on("statements", iri) if is_valid_iri(iri) else []
    return {name: [_cell(row) for row in said if _name(row) == name] for name in names}


def _cell(row: Row) -> dict[str, Any]:
    value = row["value"]
    if isinstance(value, NamedNode) and value.value.startswith(iri_of("")):
        return {"id": identifier(value.value), "name": entity_name(value.value)}
    if is_number(value):
        number = float(_text(value))
        return {"int": int(number)} if number.is_integer() else {"float": number}
    # A month is told as one, and not as its first day, as a date of the protocol would have to be.
    return {"str": as_known(value, row["precision"])}


def _name(row: Row) -> str:
    return local_name(_text(row["property"]))


def _ids_of(asked: object) -> object:
    if not isinstance(asked, list):
        return asked
    return [each.get("id") if isinstance(each, dict) else None for each in asked]


def _texts(value: object, name: str, most: int) -> Sequence[str]:
    texts = [each for each in value if isinstance(each, str)] if isinstance(value, list) else None
    if texts is None or not isinstance(value, list) or len(texts) != len(value) or len(texts) > most:
        raise InvalidReconciliationError(f"'{name}' is no list of at most {most}, each with an id that is a text")
    return texts


def _not_in_language(row: Row) -> tuple[bool, str, str]:
    label = row["label"]
    return not (isinstance(label, Literal) and label.language == language()), _text(row["property"]), _text(label)


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
