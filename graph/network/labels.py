"""Where names can stand in a picture of a network without lying over each other, or over a node."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from moonpact.graph.network.layout import Point

SIZE: Final = 11
_LONGEST: Final = 34
_FIRST: Final = 12
_WIDE: Final = ("W", "F")
_CELL: Final = 40.0
# Left, top, right, bottom.
Box = tuple[float, float, float, float]


def width(text: str) -> float:
    """Return how wide the text is at most in a common sans-serif face, in units of the picture."""
    return sum(SIZE if unicodedata.east_asian_width(letter) in _WIDE else 0.58 * SIZE for letter in text)


def place_labels(
    names: Mapping[str, str], places: Mapping[str, Point], sizes: Mapping[str, float]
) -> Iterator[tuple[str, Box]]:
    """Yield the names that have room, and their boxes; those of the first nodes come first and may hide other nodes."""
    nodes, labels = _Taken(), _Taken()
    for iri, (x, y) in places.items():
        nodes.add((x - sizes[iri], y - sizes[iri], x + sizes[iri], y + sizes[iri]))
    for rank, (iri, name) in enumerate(names.items()):
        text = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        free = [box for box in _candidates(width(text), places[iri], sizes[iri] + 2) if labels.is_free(box)]
        clear = [box for box in free if nodes.is_free(box)]
        if chosen := clear or (free if rank < _FIRST else []):
            labels.add(chosen[0])
            yield text, chosen[0]


def _candidates(wide: float, place: Point, away: float) -> Iterator[Box]:
    """Beside the node on its right and left, below it and above it."""
    x, y = place
    for left, top in (
        (x + away, y - SIZE / 2),
        (x - away - wide, y - SIZE / 2),
        (x - wide / 2, y + away),
        (x - wide / 2, y - away - SIZE),
    ):
        yield left, top, left + wide, top + SIZE


class _Taken:
    """The boxes that are taken, by the cells of a grid."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def add(self, box: Box) -> None:
        for cell in _covered(box):
            self._cells.setdefault(cell, []).append(box)

    def is_free(self, box: Box) -> bool:
        others = (other for cell in _covered(box) for other in self._cells.get(cell, ()))
        return not any(_overlap(box, other) for other in others)


def _covered(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in box)
    return ((column, row) for column in range(left, right + 1) for row in range(top, bottom + 1))


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
