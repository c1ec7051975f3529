"""What happened and what is planned, in lanes along the axis of time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from moonpact.graph.engine import Row
from moonpact.graph.names import local_name
from moonpact.server.evidence import grouped
from moonpact.server.language import translate
from moonpact.server.pictures.label_placement import rows_for, shortened, text_width
from moonpact.server.pictures.pictured import is_true, text
from moonpact.server.pictures.time_axis import Axis, period
from moonpact.server.terms import as_known

WIDTH: Final = 1200
KINDS: Final = ("signature", "approval", "event", "publication", "launch", "landing", "plan")
_LEFT: Final = 12
_RIGHT: Final = 40
_FONT: Final = 11
_ROW: Final = 16
_MOST_ROWS: Final = 14
_LONGEST: Final = 38
_HEAD: Final = 24
_TITLE: Final = 22
_GAP: Final = 10
# The two undertakings whose signatures have lanes of their own.
_SIDES: Final = ("ilrs", "artemis-accords")


@dataclass(frozen=True)
class Entry:
    """One date: where it leads, what is said of it, when it begins and ends, and whether it is contested."""

    iri: str
    name: str
    title: str
    lane: str
    first: date
    last: date
    contested: bool


@dataclass(frozen=True)
class Mark:
    """An entry in the picture; one without a name found no room for it."""

    entry: Entry
    x: float
    y: float
    name: str
    leans_left: bool
    span: tuple[float, float]


@dataclass(frozen=True)
class Lane:
    """The marks of one kind, between two heights."""

    name: str
    top: float
    bottom: float
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Timeline:
    """The axis, the lanes, how high all is, and how many entries are outside the years."""

    axis: Axis
    lanes: Sequence[Lane]
    height: float
    left_out: int


def read_entries(rows: Iterable[Row]) -> list[Entry]:
    """Return the entries that the rows of the question `timeline` tell of."""
    return [entry for row in rows if (entry := _entry(row))]


def draw_timeline(entries: Sequence[Entry], first: int, last: int) -> Timeline:
    """Return the entries of these years in lanes."""
    axis = Axis(first, last, _LEFT, WIDTH - _RIGHT)
    shown = [entry for entry in entries if axis.covers(entry.first)]
    by_lane = grouped(shown, lambda entry: entry.lane)
    lanes: list[Lane] = []
    top: float = _HEAD
    for name in sorted(by_lane, key=_order):
        lanes.append(draw_lane(name, by_lane[name], axis, top))
        top = lanes[-1].bottom + _GAP
    return Timeline(axis, lanes, top + _HEAD, len(entries) - len(shown))


def _entry(row: Row) -> Entry | None:
    when = as_known(row["date"], row["datePrecision"])
    try:
        first, last = period(when)
    except ValueError:  # A year that Python has no dates for.
        return None
    name, parties, kind = text(row, "itemLabel"), text(row, "parties"), text(row, "kind")
    side = local_name(text(row, "initiative")) if row["initiative"] is not None else ""
    lane = f"{kind} {side if side in _SIDES else 'other'}" if kind == "signature" else kind
    contested = is_true(row, "contested")
    mark = f", {translate('contested')}" if contested else ""
    title = f"{when}: {name}{f' ({parties})' if parties else ''}{mark}"
    shown = parties if kind == "signature" and parties else name
    return Entry(text(row, "item"), shortened(shown, _LONGEST), title, lane, first, last, contested)


def _order(lane: str) -> tuple[int, int]:
    kind, _, side = lane.partition(" ")
    return KINDS.index(kind), _SIDES.index(side) if side in _SIDES else len(_SIDES)


def draw_lane(name: str, entries: Sequence[Entry], axis: Axis, top: float) -> Lane:
    """Return the entries in a lane that begins at this height."""
    places = [_middle(entry, axis) for entry in entries]
    spans = [_span(entry, x) for entry, x in zip(entries, places, strict=True)]
    rows = rows_for(spans, _MOST_ROWS)
    # Those for whose names there is no room stand in a row of their own at the end.
    used = 1 + max((row for row in rows if row is not None), default=0)
    begin = top + _TITLE
    marks = [
        Mark(
            entry,
            x,
            begin + (used if row is None else row) * _ROW + _ROW / 2,
            "" if row is None else entry.name,
            taken[0] < x - 5,
            (axis.x(entry.first), axis.x(entry.last)),
        )
        for entry, x, row, taken in zip(entries, places, rows, spans, strict=True)
    ]
    return Lane(name, top, begin + (used + (None in rows)) * _ROW, marks)


def _middle(entry: Entry, axis: Axis) -> float:
    return (axis.x(entry.first) + axis.x(entry.last)) / 2


def _span(entry: Entry, x: float) -> tuple[float, float]:
    width = text_width(entry.name, _FONT) + (14 if entry.contested else 0)
    # Where a name would leave the picture it stands before its mark.
    return (x - 9 - width, x + 5) if x + 9 + width > WIDTH else (x - 5, x + 9 + width)


def years_of(entries: Iterable[Entry]) -> tuple[int, int]:
    """Return the first and the last year of the entries."""
    years = [entry.first.year for entry in entries] or [date.min.year]
    return min(years), max(years)


def numbers(entries: Iterable[Entry]) -> Mapping[str, int]:
    """Return how many entries there are of each kind."""
    kinds = [entry.lane.partition(" ")[0] for entry in entries]
    return {kind: kinds.count(kind) for kind in KINDS}
