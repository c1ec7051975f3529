"""The numbers of an answer as bars, in the order of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moonpact.server.pictures.answer_columns import Columns, NamedRow, number_of
from moonpact.server.pictures.label_placement import shortened

WIDTH: Final = 900
_NAMES: Final = 290
_RIGHT: Final = 90
_ROW: Final = 20
_HEAD: Final = 10
_LONGEST: Final = 44
_MOST: Final = 60


@dataclass(frozen=True)
class Bar:
    """A number: the row that has it, its name as it is written, and its bar from the left to the right."""

    row: NamedRow
    name: str
    number: str
    x: float
    width: float
    y: float


@dataclass(frozen=True)
class Chart:
    """The bars, where nought is, how high all is, and how many rows are left out."""

    bars: Sequence[Bar]
    zero: float
    height: float
    left_out: int


def draw_chart(columns: Columns) -> Chart:
    """Return the chart of the first rows that have a number."""
    at = columns.number or 0
    counted = [(row, number) for row in columns.rows() if (number := number_of(row.cells[at])) is not None]
    shown = counted[:_MOST]
    least, most = min((0.0, *(number for _, number in shown))), max((0.0, *(number for _, number in shown)))
    scale = (WIDTH - _NAMES - _RIGHT) / ((most - least) or 1)
    zero = _NAMES - least * scale
    bars = [
        Bar(
            row,
            shortened(row.name, _LONGEST),
            row.cells[at].text,
            zero + min(0.0, number) * scale,
            abs(number) * scale,
            _HEAD + place * _ROW,
        )
        for place, (row, number) in enumerate(shown)
    ]
    return Chart(bars, zero, 2 * _HEAD + len(bars) * _ROW, columns.table.total - len(shown))
