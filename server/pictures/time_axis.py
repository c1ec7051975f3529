"""The axis of time in pictures: from days to places, and the years marked on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_FEW: Final = 24
_STEPS: Final = (1, 2, 5, 10, 20, 50)
_DAYS: Final = 365.2425


@dataclass(frozen=True)
class Axis:
    """Whole years, both included, between two places."""

    first: int
    last: int
    left: float
    right: float

    def x(self, day: date) -> float:
        """Return the place of a day."""
        years = day.year + (day.timetuple().tm_yday - 1) / _DAYS
        return self.left + (years - self.first) * (self.right - self.left) / (self.last + 1 - self.first)

    def covers(self, day: date) -> bool:
        """Tell whether the day lies on the axis."""
        return self.first <= day.year <= self.last

    @property
    def years(self) -> Sequence[tuple[int, float]]:
        """The years that are marked, each with the place at which it begins."""
        step = next(step for step in _STEPS if (self.last - self.first) / step < _FEW)
        return [(year, self.x(date(year, 1, 1))) for year in range(self.first, self.last + 1) if year % step == 0]


def period(written: str) -> tuple[date, date]:
    """Return the first and the last day of a day, month or year, as in 2023-12-06, 2023-12 or 2023.

    Raises:
        ValueError: It is none of these, or of a year that Python has no dates for.
    """
    parts = [int(part) for part in written.split("-")]
    year, month, day = (*parts, None, None)[:3]
    if year is None:
        raise ValueError(written)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, _LENGTHS[month - 1])
    return date(year, month, day), date(year, month, day)


# A day more in February is less than is drawn.
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
