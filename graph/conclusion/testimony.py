"""What the weight and the time of a claim are read from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from pyoxigraph import NamedNode, QuerySolution, Store

from moonpact.graph.conclusion.interval import Days, Numbers, days
from moonpact.graph.conclusion.issue import Issue
from moonpact.graph.conclusion.rows import select
from moonpact.graph.names import local_name, term

_PLANNED_FOR: Final = term("plannedFor")


@dataclass(frozen=True)
class Testimony:
    """Who says it, on what ground, and of when."""

    claim: NamedNode
    kind: str
    witness: str
    reprint: bool
    inferred: bool
    issue: Issue
    days: Days | None
    precision: str | None
    holds: Days
    numbers: Numbers | None
    latitude: Decimal | None = None


def read_testimonies(store: Store, issues: dict[NamedNode, Issue]) -> dict[NamedNode, Testimony]:
    """Return the testimony of each claim."""
    return {testimony.claim: testimony for testimony in _testimonies(store, issues)}


def _testimonies(store: Store, issues: dict[NamedNode, Issue]) -> Iterator[Testimony]:
    for row in select(store, "conclusions/claims"):
        issue = issues[row["source"]]
        dated = _days(row)
        yield Testimony(
            claim=row["claim"],
            kind=local_name(row["kind"].value),
            witness=issue.witness,
            reprint=row["reprintOf"] is not None,
            inferred=row["certainty"].value == "inferred",
            issue=issue,
            days=dated,
            precision=row["datePrecision"].value if row["datePrecision"] else None,
            # A plan holds from when it is stated, not from the date that is planned for.
            holds=dated if dated and row["dateProperty"] != _PLANNED_FOR else issue.days,
            numbers=_numbers(row),
            latitude=Decimal(row["latitude"].value) if row["latitude"] else None,
        )


def _days(row: QuerySolution) -> Days | None:
    if row["date"] is None:
        return None
    stated = days(date.fromisoformat(row["date"].value), row["datePrecision"].value)
    first = date.fromisoformat(row["notBefore"].value) if row["notBefore"] else stated.first
    last = date.fromisoformat(row["notAfter"].value) if row["notAfter"] else stated.last
    return Days(first, last)


def _numbers(row: QuerySolution) -> Numbers | None:
    value, least, most = (Decimal(row[name].value) if row[name] else None for name in ("value", "minimum", "maximum"))
    if value is None and least is None and most is None:
        return None
    return Numbers(value if least is None else least, value if most is None else most)
