"""Which thing a text in a table means (W3C Community Group, Reconciliation Service API 0.2)."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from moonpact.graph.search.index import Index
from moonpact.graph.search.texts import Text
from moonpact.graph.search.things import EQUAL, Hit, search
from moonpact.graph.search.words import compact, fold

MOST_QUERIES: Final = 200
"""How many queries one request may have."""
MOST_CANDIDATES: Final = 25
_CANDIDATES: Final = 5
# What the name counts, where there are values of properties to compare too.
_NAME: Final = 0.7
_STRICTNESS: Final = ("any", "should", "all")

Values = Callable[[str, str], Sequence[str]]
"""The texts that the values of a property of a thing can be compared with, by the IRI and the property's name."""


class InvalidReconciliationError(ValueError):
    """What is asked is not as the specification wants it; the message says where and what is expected."""


@dataclass(frozen=True)
class Query:
    """A text or values of properties, and what the thing may be."""

    text: str
    types: tuple[str, ...] = ()
    limit: int = _CANDIDATES
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    strictness: str = "any"


@dataclass(frozen=True)
class Candidate:
    """A thing that may be meant: how likely, from 0 to 100, and whether without doubt."""

    thing: str
    score: float
    match: bool


def read_queries(text: str) -> dict[str, Query]:
    """Return the queries of a batch, by the keys that the client gave them (section 4.3).

    Raises:
        InvalidReconciliationError: The text is no batch.
    """
    batch = read_object(text)
    if len(batch) > MOST_QUERIES:
        raise InvalidReconciliationError(f"there are {len(batch)} queries; a batch may have {MOST_QUERIES}")
    return {key: _query(key, value) for key, value in batch.items()}


def read_object(text: str) -> dict[str, Any]:
    """Return a JSON object.

    Raises:
        InvalidReconciliationError: The text is none.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidReconciliationError("it is not JSON") from error
    if not isinstance(value, dict):
        raise InvalidReconciliationError("it is not a JSON object")
    return value


def candidates(index: Index, query: Query, may_be: Callable[[str], bool], values: Values) -> list[Candidate]:
    """Return the things that the query may mean, the likeliest first.

    A thing is meant without doubt if it alone has the name, however it is written, and the values of all properties.

    Args:
        index: What is searched.
        query: What is asked.
        may_be: Tells whether a thing is of a type that is asked for.
        values: Gives the texts of the values of a thing's property.
    """

    def allowed(text: Text) -> bool:
        return text.role != "sentence" and may_be(text.thing)

    asked = query.text or next((value for _, wanted in query.properties for value in wanted), "")
    hits = search(index, asked, MOST_CANDIDATES, allowed).hits
    scored = [(hit, _agreement(hit, query, values)) for hit in hits]
    certain = [hit for hit, agreement in scored if hit.score >= EQUAL and agreement == 1]
    found = [Candidate(hit.thing, _score(hit, agreement, query), certain == [hit]) for hit, agreement in scored]
    return sorted(found, key=lambda each: -each.score)[: query.limit]


def _score(hit: Hit, agreement: float, query: Query) -> float:
    share = _NAME * hit.score + (1 - _NAME) * agreement if query.properties else hit.score
    return round(100 * share, 1)


def _agreement(hit: Hit, query: Query, values: Values) -> float:
    """The share of the properties of which the thing has a value that is asked for."""
    if not query.properties:
        return 1
    agreeing = [
        bool({compact(fold(value)) for value in wanted} & {compact(fold(value)) for value in values(hit.thing, name)})
        for name, wanted in query.properties
    ]
    return sum(agreeing) / len(agreeing)


def _query(key: str, value: object) -> Query:
    if not isinstance(value, dict):
        raise InvalidReconciliationError(f"query '{key}' is no JSON object")
    text, limit, strictness = value.get("query", ""), value.get("limit", _CANDIDATES), value.get("type_strict", "any")
    if not isinstance(text, str):
        raise InvalidReconciliationError(f"query '{key}': 'query' is no text")
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 1:
        raise InvalidReconciliationError(f"query '{key}': 'limit' is no number from 1 on")
    if strictness not in _STRICTNESS:
        raise InvalidReconciliationError(f"query '{key}': 'type_strict' is none of {', '.join(_STRICTNESS)}")
    properties = tuple(_property(key, each) for each in _list(key, "properties", value.get("properties", [])))
    if not text.strip() and not properties:
        raise InvalidReconciliationError(f"query '{key}' has no 'query' and no 'properties'")
    types = value.get("type", [])
    kinds = [types] if isinstance(types, str) else _list(key, "type", types)
    return Query(text, tuple(map(str, kinds)), int(min(limit, MOST_CANDIDATES)), properties, str(strictness))


def _property(key: str, value: object) -> tuple[str, tuple[str, ...]]:
    if not isinstance(value, dict) or not isinstance(value.get("pid"), str) or "v" not in value:
        raise InvalidReconciliationError(f"query '{key}': a property needs a 'pid', a text, and 'v', its value")
    wanted = value["v"] if isinstance(value["v"], list) else [value["v"]]
    return value["pid"], tuple(_value(key, each) for each in wanted)


def _value(key: str, value: object) -> str:
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return str(value["id"])
    if isinstance(value, str | int | float):
        return str(value)
    raise InvalidReconciliationError(
        f"query '{key}': a value is a text, a number, true, false, or an object with an 'id'"
    )


def _list(key: str, name: str, value: object) -> Iterable[object]:
    if not isinstance(value, list):
        raise InvalidReconciliationError(f"query '{key}': '{name}' is no list")
    return value


def allowed_types(types: Sequence[str], known: Mapping[str, str], strictness: str) -> Callable[[Sequence[str]], bool]:
    """Return what tells of the classes of a thing whether it may be meant.

    Args:
        types: The names of the types asked for; without any, all of them will do.
        known: The class of each type.
        strictness: Whether one type is needed (`any`), each (`all`), or none (`should`).
    """
    wanted = {known[name] for name in types if name in known}
    if not types or strictness == "should":
        return lambda classes: bool(set(known.values()) & set(classes))
    if strictness == "all":
        return lambda classes: len(wanted) == len(set(types)) and wanted <= set(classes)
    return lambda classes: bool(wanted & set(classes))
