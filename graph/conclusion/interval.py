"""Days that a date of limited precision can mean, and numbers that a bound allows."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

_LENGTH: Final = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True)
class Days:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def overlaps(self, other: "Days") -> bool:
        """Tell whether both can be the same day."""
        return self.first <= other.last and other.first <= self.last

    @property
    def width(self) -> timedelta:
        """How vague the date is: zero for a day."""
        return self.last - self.first


@dataclass(frozen=True)
class Numbers:
    """The numbers from `least` to `most`, both included; None where there is no bound."""

    least: Decimal | None
    most: Decimal | None

    def overlaps(self, other: "Numbers") -> bool:
        """Tell whether both can be the same number."""
        return not (_below(self.most, other.least) or _below(other.most, self.least))

    @property
    def exact(self) -> bool:
        """Whether only one number is possible."""
        return self.least is not None and self.least == self.most


def days(start: date, precision: str) -> Days:
    """Return the days of a day, a month or a year, given its first day."""
    if precision == "day":
        return Days(start, start)
    if precision == "month":
        return Days(start, start.replace(day=calendar.monthrange(start.year, start.month)[1]))
    return Days(start, start.replace(month=12, day=31))


def written(start: date, precision: str) -> str:
    """Return the date with as much of it as is known: `2023`, `2023-10` or `2023-10-18`."""
    return start.isoformat()[: _LENGTH[precision]]


def _below(most: Decimal | None, least: Decimal | None) -> bool:
    return most is not None and least is not None and most < least
