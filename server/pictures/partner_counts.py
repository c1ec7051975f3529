"""How many partners: each count as a point in time, by what is counted and who counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from moonpact.graph.engine import Row
from moonpact.graph.names import local_name
from moonpact.server.evidence import grouped
from moonpact.server.pictures.label_placement import Box, Label, Placement, shortened
from moonpact.server.pictures.pictured import text
from moonpact.server.pictures.time_axis import Axis

WIDTH: Final = 900
HEIGHT: Final = 460
_LEFT: Final = 40
_RIGHT: Final = 20
_TOP: Final = 20
_BOTTOM: Final = 40
_FONT: Final = 11
_LONGEST: Final = 30
_FIVE: Final = 5
# What is counted, by concept, and the shape that stands for it; institutions and parts of the world are counted apart.
SHAPES: Final[Mapping[str, str]] = {
    "countries": "circle",
    "countries-and-organizations": "square",
    "members": "diamond",
    "signatories": "diamond",
}


@dataclass(frozen=True)
class Count:
    """One count: the number, whether it is a lower bound, of what, when, and who says so."""

    number: int
    at_least: bool
    shape: str
    day: date
    said_by: str
    cited: str
    iri: str
    title: str


@dataclass(frozen=True)
class Point:
    """Counts of the same number of the same, in the same month, by the same."""

    counts: Sequence[Count]
    x: float
    y: float

    @property
    def title(self) -> str:
        """All that is said there, a line each."""
        return "\n".join(count.title for count in self.counts)


@dataclass(frozen=True)
class CountPicture:
    """The axis, the heights of numbers, the points, and the names for which there is room."""

    axis: Axis
    heights: Sequence[tuple[int, float]]
    points: Sequence[Point]
    labels: Sequence[Label]


def draw_counts(rows: Iterable[Row]) -> CountPicture:
    """Return the picture of the rows of the question `how-many-partners`."""
    counts = [count for row in rows if (count := _count(row))]
    years = [count.day.year for count in counts] or [date.min.year]
    axis = Axis(min(years), max(years), _LEFT, WIDTH - _RIGHT)
    top = _FIVE * (1 + max((count.number for count in counts), default=0) // _FIVE)
    by_place = grouped(
        counts, lambda count: (count.day.year, count.day.month, count.number, count.shape, count.said_by)
    )
    points = [Point(found, axis.x(found[0].day), _height(found[0].number, top)) for found in by_place.values()]
    spread = list(_spread(points))
    return CountPicture(
        axis, [(number, _height(number, top)) for number in range(0, top + 1, _FIVE)], spread, _labels(spread)
    )


def _count(row: Row) -> Count | None:
    of = local_name(text(row, "of")) if row["of"] is not None else ""
    digits = [part for part in text(row, "number").replace("–", " ").split() if part.isdecimal()]
    if of not in SHAPES or not digits:
        return None
    day = text(row, "asOf") or text(row, "known")
    said_by, cited = text(row, "saidBy"), text(row, "sourceLabel")
    told = f"{text(row, 'number')} {text(row, 'ofLabel')}, {day}: {f'{said_by}, in ' if said_by else ''}{cited}"
    title = f"{told}; {text(row, 'standing')}"
    at_least = not text(row, "number").isdecimal()
    return Count(
        int(digits[0]), at_least, SHAPES[of], date.fromisoformat(day), said_by, cited, text(row, "source"), title
    )


def _height(number: int, top: int) -> float:
    return HEIGHT - _BOTTOM - number * (HEIGHT - _BOTTOM - _TOP) / top


def _spread(points: Iterable[Point]) -> Iterable[Point]:
    """The points, each far enough from the one before that both are seen."""
    taken: set[tuple[int, float]] = set()
    for point in sorted(points, key=lambda point: point.x):
        x = point.x
        while {(round(x / 6) + step, point.y) for step in (-1, 0, 1)} & taken:
            x += 6
        taken.add((round(x / 6), point.y))
        yield Point(point.counts, min(x, WIDTH - _RIGHT), point.y)


def _labels(points: Sequence[Point]) -> list[Label]:
    room = Placement(WIDTH, HEIGHT)
    for point in points:
        room.take(Box(point.x - 6, point.y - 6, 12, 12))
    # Who is quoted comes first: it is what the numbers differ by.
    order = sorted(points, key=lambda point: (not point.counts[0].said_by, point.x))
    placed = [room.beside(_name(point), (point.x, point.y), _FONT, 8) for point in order]
    return [label for label in placed if label]


def _name(point: Point) -> str:
    first = point.counts[0]
    several = f" ×{len(point.counts)}" if len(point.counts) > 1 else ""
    return f"{shortened(first.said_by or first.cited, _LONGEST)}{several}"
