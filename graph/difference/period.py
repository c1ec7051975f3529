"""Two days between which the knowledge is compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from moonpact.graph.difference.datasets import Difference, difference
from moonpact.graph.view import InvalidViewError, Sources, View, parse_view
from moonpact.graph.whole import Whole


@dataclass(frozen=True)
class Period:
    """What was known on one day, and on a later one."""

    first: View
    last: View

    def __str__(self) -> str:
        """Return the period in one line."""
        return f"{self.first} to {self.last}"

    def to_json(self) -> dict[str, Any]:
        """Return the period as `Period.from_json` reads it."""
        return {"first": self.first.to_json(), "last": self.last.to_json()}

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> "Period":
        """Return the period that `to_json` wrote."""
        return cls(View.from_json(table["first"]), View.from_json(table["last"]))


def parse_period(first: str, last: str, according_to: str | None, there: Sources) -> Period:
    """Return the period between two days, of what the sources say or only those that are named.

    Raises:
        InvalidViewError: One of the texts is no day or names no source, or the first day is after the last.
    """
    one, other = (parse_view(day, according_to, there) or View() for day in (first, last))
    if (one.as_of or date.min) > (other.as_of or date.max):
        raise InvalidViewError(f"{first} is after {last}; the earlier day comes first")
    return Period(one, other)


def changes_in(whole: Whole, period: Period) -> Difference:
    """Return what came, went or changed in the period."""
    return difference(whole.view(period.first), whole.view(period.last))
