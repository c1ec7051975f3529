"""Two days between which the knowledge is compared."""

from dataclasses import dataclass
from datetime import date

from moonpact.graph.difference.datasets import Difference, difference
from moonpact.graph.view import InvalidViewError, Sources, View, parse_view
from moonpact.graph.whole import Whole


@dataclass(frozen=True)
class Period:
    """What was known on one day, and on a later one."""

    first: View
    last: View


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
