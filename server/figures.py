"""The state of knowledge in a few numbers, each with its doubt."""

from collections.abc import Sequence
from dataclasses import dataclass

from moonpact.graph.engine import Row, Term
from moonpact.server.evidence import grouped
from moonpact.server.pages import rows
from moonpact.server.terms import text


@dataclass(frozen=True)
class Partners:
    """How many countries take part in an initiative, on how many sources disagree, and the counts by others."""

    initiative: Term | None
    countries: int
    contested: int
    counts: Sequence[Row]


def read_partners() -> dict[str, Partners]:
    """Return the partners of each initiative that has any, by the last part of its IRI."""
    counts = grouped(rows("newest-counts"), lambda row: row["initiative"])
    found = [_partners(row, counts.get(row["initiative"], [])) for row in rows("figures")]
    return {text(each.initiative).rpartition("/")[2].rpartition(":")[2]: each for each in found}


def _partners(row: Row, counts: Sequence[Row]) -> Partners:
    # A body that is quoted by two sources gives one number.
    by_body = list({count["body"]: count for count in reversed(counts)}.values())[::-1]
    return Partners(row["initiative"], _number(row["countries"]), _number(row["contested"]), by_body)


def _number(term: Term | None) -> int:
    return int(text(term) or 0)
