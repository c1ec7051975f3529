"""How plans slipped: for each plan what was said, when, and for when."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from moonpact.graph.engine import Row
from moonpact.server.evidence import grouped
from moonpact.server.language import translate
from moonpact.server.pictures.label_placement import text_width
from moonpact.server.pictures.pictured import is_true, text
from moonpact.server.pictures.time_axis import Axis, period
from moonpact.server.terms import as_known

WIDTH: Final = 1200
_LEFT: Final = 12
_RIGHT: Final = 30
_FONT: Final = 11
_ROW: Final = 17
_HEAD: Final = 24
_TITLE: Final = 24
_UNTIL: Final = "≤ "


@dataclass(frozen=True)
class Saying:
    """What a source, or several in a row, said of a plan: when, and for when."""

    source: str
    cited: str
    said: date | None
    planned: str
    first: date
    last: date
    adopted: bool
    rejected: bool
    more: int = 0

    @property
    def label(self) -> str:
        """What stands beside the mark."""
        several = translate("%(first)s and %(count)s more") % {"first": self.cited, "count": self.more}
        return f"{self.planned} · {several if self.more else self.cited}"


@dataclass(frozen=True)
class Step:
    """A saying in the picture: from where the arrow comes, to where it leads, and where its label begins."""

    saying: Saying
    y: float
    said_x: float | None
    first_x: float
    last_x: float
    label_x: float
    later: bool


@dataclass(frozen=True)
class Slip:
    """A plan and the steps by which its date changed."""

    iri: str
    name: str
    y: float
    steps: Sequence[Step]


@dataclass(frozen=True)
class Slips:
    """The axis, the plans, and how high all is."""

    axis: Axis
    plans: Sequence[Slip]
    height: float


def draw_slips(rows: Iterable[Row]) -> Slips:
    """Return the picture of the rows of the question `planned-dates-slipped`."""
    plans = {key: _merged(_sayings(found)) for key, found in grouped(rows, _plan).items()}
    days = [day for sayings in plans.values() for each in sayings for day in (each.said, each.last) if day]
    axis = Axis(min(days, default=date.min).year, max(days, default=date.min).year, _LEFT, WIDTH - _RIGHT)
    drawn: list[Slip] = []
    y: float = _HEAD
    for (iri, name), sayings in plans.items():
        drawn.append(Slip(iri, name, y + _TITLE / 2 + 4, list(_steps(sayings, axis, y + _TITLE))))
        y += _TITLE + len(sayings) * _ROW + 8
    return Slips(axis, drawn, y + _HEAD)


def _plan(row: Row) -> tuple[str, str]:
    return text(row, "plan"), text(row, "planLabel")


def _sayings(rows: Iterable[Row]) -> Iterable[Saying]:
    for row in rows:
        with suppress(ValueError):  # A year that Python has no dates for.
            yield _saying(row)


def _saying(row: Row) -> Saying:
    written = text(row, "planned")
    start, _, end = written.removeprefix(_UNTIL).partition("–")
    first, last = period(start)[0], period(end or start)[1]
    # A plan for 'by 2035' has no beginning.
    first = last if written.startswith(_UNTIL) else first
    said = period(as_known(row["said"], row["saidPrecision"]))[0] if row["said"] is not None else None
    cited, adopted, rejected = text(row, "sourceLabel"), is_true(row, "adopted"), is_true(row, "rejected")
    return Saying(text(row, "source"), cited, said, written, first, last, adopted, rejected)


def _merged(sayings: Iterable[Saying]) -> list[Saying]:
    """The sayings, those in a row that say the same as one."""
    kept: list[Saying] = []
    for each in sayings:
        if kept and (kept[-1].planned, kept[-1].rejected, kept[-1].said is None) == (
            each.planned,
            each.rejected,
            each.said is None,
        ):
            before = kept.pop()
            each = replace(before, more=before.more + 1, adopted=before.adopted or each.adopted)
        kept.append(each)
    return kept


def _steps(sayings: Sequence[Saying], axis: Axis, top: float) -> Iterable[Step]:
    before: date | None = None
    for number, each in enumerate(sayings):
        last_x, width = axis.x(each.last), text_width(each.label, _FONT)
        label_x = last_x + 10 if last_x + 10 + width < WIDTH else axis.x(each.first) - 10 - width
        said_x = axis.x(each.said) if each.said else None
        later = before is not None and each.said is not None and each.last > before
        yield Step(each, top + number * _ROW + _ROW / 2, said_x, axis.x(each.first), last_x, label_x, later)
        before = each.last if each.said else before
