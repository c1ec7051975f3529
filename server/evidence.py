"""What is concluded on things, where sources disagree, and which claims say so."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from moonpact.graph.engine import Row, Term
from moonpact.server.pages import rows_on
from moonpact.server.terms import is_true

_K = TypeVar("_K", bound=Hashable)
_T = TypeVar("_T")


@dataclass(frozen=True)
class Witness:
    """A claim, its sentence, whether it is stated or inferred, its source and how the source is cited."""

    claim: Term | None
    sentence: Term | None
    certainty: Term | None
    source: Term | None
    citation: Term | None


@dataclass(frozen=True)
class Value:
    """The value of a property: terms that belong together, or a number between bounds."""

    terms: tuple[Term, ...]
    precision: Term | None
    minimum: Term | None
    maximum: Term | None


@dataclass(frozen=True)
class Position:
    """A value that a property may have, whether the graph adopts it or the editors reject it, and its claims."""

    iri: Term | None
    preferred: bool
    rejected: bool
    value: Value
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True)
class Reason:
    """Why a value is adopted: a rule, and the editorial decision if there is one."""

    rule: Term | None
    decision: Term | None
    sentence: Term | None


@dataclass(frozen=True)
class Matter:
    """What is said with one property of a thing: its position; or its positions, where sources disagree."""

    iri: Term | None
    about: Term | None
    predicate: Term | None
    contested: bool
    reason: Reason
    positions: tuple[Position, ...]

    @property
    def adopted(self) -> Position | None:
        """The position that is adopted, if any is."""
        return next((position for position in self.positions if position.preferred), None)

    @property
    def witnesses(self) -> Sequence[Witness]:
        """The claims that take a position."""
        return [each for position in self.positions for each in position.witnesses]

    @property
    def disputed(self) -> bool:
        """Whether there are several positions: what the editors leave open is contested, but may have only one."""
        return len(self.positions) > 1

    @property
    def is_open(self) -> bool:
        """Whether no position is adopted."""
        return self.adopted is None


def matters_on(iri: str) -> list[Matter]:
    """Return the matters on a thing and on its records, the matter of this IRI, or all of a class."""
    return read_matters(rows_on("matters", iri))


def read_matters(rows: Iterable[Row]) -> list[Matter]:
    """Return the matters that the rows of the query `pages/matters` tell of."""
    return [_matter(found) for found in grouped(rows, lambda row: row["matter"]).values()]


def witness(row: Row) -> Witness:
    """Return the claim that a row tells of."""
    return Witness(row["claim"], row["sentence"], row["certainty"], row["source"], row["citation"])


def grouped(items: Iterable[_T], key: Callable[[_T], _K]) -> dict[_K, list[_T]]:
    """Return the items by their keys, both in the order in which they come."""
    groups: dict[_K, list[_T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _matter(rows: list[Row]) -> Matter:
    first = rows[0]
    return Matter(
        iri=first["matter"],
        about=first["about"],
        predicate=first["property"],
        contested=is_true(first["contested"]),
        reason=Reason(first["rule"], first["decision"], first["reason"]),
        positions=tuple(map(_position, grouped(rows, lambda row: row["position"]).values())),
    )


def _position(rows: list[Row]) -> Position:
    first = rows[0]
    # A row for each value with each claim: the same value and the same claim come more than once.
    terms = tuple(dict.fromkeys(row["value"] for row in rows if row["value"] is not None))
    witnesses = tuple(dict.fromkeys(witness(row) for row in rows if row["claim"] is not None))
    value = Value(terms, first["precision"], first["minimum"], first["maximum"])
    return Position(first["position"], is_true(first["preferred"]), is_true(first["rejected"]), value, witnesses)
