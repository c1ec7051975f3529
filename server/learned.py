"""When the graph learned what it knows: the sources by quarter, as the steps of the dial `as-of`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from moonpact.graph.execution.served import Served
from moonpact.queries.files import read_query
from moonpact.server.terms import text


@dataclass(frozen=True)
class Quarter:
    """Three months: the last day, the sources first known in them and the sources known by then."""

    last: date
    sources: int
    known: int

    @property
    def name(self) -> str:
        """The year and the quarter, such as 2023 Q3."""
        return f"{self.last.year} Q{(self.last.month + 2) // 3}"


def read_learned(served: Served, since: date) -> Sequence[Quarter]:
    """Return the quarters from this day to the newest source; what was known before counts as known."""
    rows = served.select(read_query("pages/learned"))
    months = [(date.fromisoformat(text(row["month"])), int(text(row["sources"]))) for row in rows]
    return [_quarter(months, last) for last in _last_days(since, max((month for month, _ in months), default=since))]


def _last_days(since: date, newest: date) -> Iterable[date]:
    last = _last_day(since)
    while True:
        yield last
        if last >= newest:
            return
        last = _last_day(last + timedelta(days=1))


def _last_day(day: date) -> date:
    first_of_next = day.year * 12 + (day.month + 2) // 3 * 3
    return date(first_of_next // 12, first_of_next % 12 + 1, 1) - timedelta(days=1)


def _quarter(months: Iterable[tuple[date, int]], last: date) -> Quarter:
    start = date(last.year, last.month - 2, 1)
    known = [(month, sources) for month, sources in months if month <= last]
    return Quarter(last, sum(n for month, n in known if month >= start), sum(n for _, n in known))
