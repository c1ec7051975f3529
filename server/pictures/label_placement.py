"""Where labels go in a picture so that none lies over another."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

# Letters are as wide as this many times the size of the font, on the average of common fonts.
_WIDE: Final = 1.0
_NARROW: Final = 0.58
_GAP: Final = 4.0


@dataclass(frozen=True)
class Box:
    """A rectangle: where it begins, from the left and from the top, and its size."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        """Tell whether the two have an area in common."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(frozen=True)
class Label:
    """A text and where it begins, on its base line."""

    text: str
    x: float
    y: float


@dataclass
class Placement:
    """The room that is left in a picture of this width and height."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list[Box])

    def take(self, box: Box) -> None:
        """Keep labels away from a place."""
        self.taken.append(box)

    def beside(self, text: str, point: tuple[float, float], size: float, distance: float) -> Label | None:
        """Return the label beside the point, where there is room for it: right, left, above, below."""
        width = text_width(text, size)
        x, y = point
        starts = [
            (x + distance, y - size / 2),
            (x - distance - width, y - size / 2),
            (x - width / 2, y - distance - size),
            (x - width / 2, y + distance),
            (x + distance, y - size - 1),
            (x + distance, y + 1),
            (x - distance - width, y - size - 1),
            (x - distance - width, y + 1),
        ]
        return self._first(text, [Box(left, top, width, size) for left, top in starts], size)

    def centred(self, text: str, point: tuple[float, float], size: float) -> Label | None:
        """Return the label with its middle on the point, where there is room for it."""
        width = text_width(text, size)
        return self._first(text, [Box(point[0] - width / 2, point[1] - size / 2, width, size)], size)

    def _first(self, text: str, boxes: Iterable[Box], size: float) -> Label | None:
        for box in boxes:
            if self._is_free(box):
                self.take(box)
                # The base line of a font is at about four fifths of its height.
                return Label(text, box.x, box.y + 0.8 * size)
        return None

    def _is_free(self, box: Box) -> bool:
        inside = box.x >= 0 and box.y >= 0 and box.x + box.width <= self.width and box.y + box.height <= self.height
        return inside and not any(box.meets(other) for other in self.taken)


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is in a font of this size."""
    letters = (_WIDE if unicodedata.east_asian_width(letter) in "WF" else _NARROW for letter in text)
    return size * sum(letters)


def shortened(text: str, most: int) -> str:
    """Return the text, cut at a word where it is longer than this many letters."""
    if len(text) <= most:
        return text
    return f"{text[:most].rsplit(' ', 1)[0].rstrip(' ,:;(–')}…"


def rows_for(spans: Sequence[tuple[float, float]], most: int) -> list[int | None]:
    """Return the row of each span, from its left to its right end, so that none in a row meet; None beyond the most."""
    ends: list[float] = []
    rows: list[int | None] = []
    for start, end in spans:
        row = next((number for number, taken in enumerate(ends) if taken + _GAP <= start), len(ends))
        if row >= most:
            rows.append(None)
            continue
        ends[row : row + 1] = [end]
        rows.append(row)
    return rows
