"""The shapes of countries on the map, from the borders that the build of the front end fetches (TopoJSON)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any, Final

from moonpact.server.frontend_build import ATLAS, OUTPUT
from moonpact.server.pictures.projection import Point, equal_earth, equal_earth_width

WIDTH: Final = 1000
HEIGHT: Final = 452
# Paths are in tenths, so that whole numbers are exact enough.
TENTHS: Final = 10
_SCALE: Final = WIDTH / equal_earth_width()
_TOP: Final = 250
_ANTARCTICA: Final = "010"
# What is smaller than a pixel on a wide screen is not drawn.
_LEAST_STEP: Final = 0.7
_LEAST_ISLAND: Final = 0.8
_SMALL_STATE: Final = 7
Ring = list[Point]


@dataclass(frozen=True)
class Shape:
    """The outline of a country as the path of an SVG, in tenths, and the middle of its largest part."""

    m49: str
    name: str
    path: str
    x: float
    y: float
    width: float
    height: float

    @property
    def is_small(self) -> bool:
        """Whether nobody would see it without a dot."""
        return max(self.width, self.height) < _SMALL_STATE


def place(longitude: float, latitude: float) -> Point:
    """Return where a place is on the map."""
    x, y = equal_earth(longitude, latitude)
    return WIDTH / 2 + x * _SCALE, _TOP - y * _SCALE


@lru_cache(maxsize=1)
def read_atlas() -> Sequence[Shape]:
    """Return the shapes of all countries but Antarctica; none where the front end was not built."""
    file = OUTPUT / ATLAS
    if not file.exists():
        return ()
    topology = json.loads(file.read_text(encoding="utf-8"))
    arcs = [_simplified(arc) for arc in _arcs(topology)]
    found = topology["objects"]["countries"]["geometries"]
    return [_shape(geometry, arcs) for geometry in found if geometry.get("id") != _ANTARCTICA and geometry["arcs"]]


def _arcs(topology: Mapping[str, Any]) -> Iterable[Ring]:
    """The arcs in degrees; each position is told by its distance from the one before."""
    (across, up), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        xs, ys = (accumulate(steps) for steps in zip(*arc, strict=True))
        yield [(x * across + left, y * up + bottom) for x, y in zip(xs, ys, strict=True)]


def _simplified(arc: Ring) -> Ring:
    # Arc by arc, so that what two countries share stays shared.
    kept, last = [arc[0]], place(*arc[0])
    for point in arc[1:-1]:
        here = place(*point)
        if abs(here[0] - last[0]) + abs(here[1] - last[1]) >= _LEAST_STEP:
            kept.append(point)
            last = here
    return [*kept, arc[-1]]


def _shape(geometry: Mapping[str, Any], arcs: Sequence[Ring]) -> Shape:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    whole = [_ring(indexes, arcs) for polygon in polygons for indexes in polygon]
    rings = [[place(*point) for point in part] for ring in whole for part in _within_the_map(ring)]
    main = max(rings, key=_area)
    drawn = [ring for ring in rings if ring is main or _area(ring) >= _LEAST_ISLAND]
    xs, ys = [x for x, _ in main], [y for _, y in main]
    return Shape(
        str(geometry.get("id", "")),
        geometry["properties"]["name"],
        "".join(map(_path, drawn)),
        (min(xs) + max(xs)) / 2,
        (min(ys) + max(ys)) / 2,
        max(xs) - min(xs),
        max(ys) - min(ys),
    )


def _ring(indexes: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    # A negative number is an arc backwards: ~0 is the first one.
    points: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc if not points else arc[1:]
    return points


def _within_the_map(ring: Ring) -> list[Ring]:
    """The ring, cut in two where it crosses the line between 180° east and west."""
    turns = [0, *accumulate((x0 - x1 > 180) - (x1 - x0 > 180) for (x0, _), (x1, _) in pairwise(ring))]
    if not any(turns):
        return [ring]
    unrolled = [(x + 360 * turn, y) for (x, y), turn in zip(ring, turns, strict=True)]
    beside = [[(x + shift, y) for x, y in unrolled] for shift in (-360, 0, 360)]
    cut = [_cut(_cut(part, 180, 1), 180, -1) for part in beside]
    return [part for part in cut if len(part) > 2]


def _cut(ring: Ring, edge: float, sign: int) -> Ring:
    """The part of the ring with longitude times sign up to the edge (Sutherland and Hodgman, 1974)."""
    kept: Ring = []
    for (x0, y0), (x1, y1) in pairwise([*ring[-1:], *ring]):
        if (x0 * sign > edge) != (x1 * sign > edge):
            kept.append((edge * sign, y0 + (y1 - y0) * (edge * sign - x0) / (x1 - x0)))
        if x1 * sign <= edge:
            kept.append((x1, y1))
    return kept


def _area(ring: Ring) -> float:
    closed = [*ring, ring[0]]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(closed))) / 2


def _path(ring: Ring) -> str:
    points = [(round(x * TENTHS), round(y * TENTHS)) for x, y in ring]
    steps = [f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(points) if (x0, y0) != (x1, y1)]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z" if steps else ""
