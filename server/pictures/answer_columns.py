"""What the columns of an answer allow to be drawn, and what its query asks for: `#view: chart` on a line of its own."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from moonpact.graph.engine import NamedNode
from moonpact.server.pictures.time_axis import period
from moonpact.server.result_table import Cell, ResultTable
from moonpact.server.terms import is_date, is_true

# What each view needs of the columns, as a sentence for whom its columns do not allow it.
VIEWS: Final = {
    "table": "",
    "chart": "A chart needs a column of numbers and one of names.",
    "map": "A map needs columns 'latitude' and 'longitude', or one of countries.",
    "moon": "A map of the Moon needs columns 'latitude' and 'longitude'.",
    "timeline": "A timeline needs a column of dates and one of names.",
    "graph": "A graph needs triples, or two columns of IRIs.",
}
_COMMENT: Final = re.compile(r"^\s*#\s*view:\s*(\w+)\s*$", re.MULTILINE | re.IGNORECASE)
_LATITUDES: Final = ("latitude", "lat")
_LONGITUDES: Final = ("longitude", "long", "lon", "lng")
_ENDS: Final = 2


@dataclass(frozen=True)
class Columns:
    """The table, and the number of the column of each kind, where there is one."""

    table: ResultTable
    name: int | None
    number: int | None
    day: int | None
    latitude: int | None
    longitude: int | None
    country: int | None
    contested: int | None
    ends: int

    @property
    def views(self) -> list[str]:
        """The views that the columns allow."""
        placed = self.latitude is not None and self.longitude is not None
        named = self.name is not None
        allowed = {
            "table": True,
            "chart": named and self.number is not None,
            "map": placed or self.country is not None,
            "moon": placed,
            "timeline": named and self.day is not None,
            "graph": self.ends >= _ENDS,
        }
        return [view for view in VIEWS if allowed[view]]

    def rows(self) -> Iterator["NamedRow"]:
        """Yield the rows with their names."""
        for cells in self.table.rows:
            named = cells[self.name or 0]
            disputed = self.contested is not None and is_true(cells[self.contested].term)
            yield NamedRow(named.text, iri_of(named), cells, contested=disputed)


@dataclass(frozen=True)
class NamedRow:
    """A row: its name, its IRI if it has one, its cells, and whether it says that it is contested."""

    name: str
    iri: str
    cells: tuple[Cell, ...]
    contested: bool

    @property
    def title(self) -> str:
        """All that the row says, in one line."""
        return ", ".join(dict.fromkeys(cell.text for cell in self.cells if cell.text))


def asked_view(query: str) -> str:
    """Return the view that a comment of the query asks for; `table` where none does, or for one that there is not."""
    found = _COMMENT.search(query)
    view = found[1].lower() if found else ""
    return view if view in VIEWS else "table"


def columns_of(table: ResultTable, countries: Collection[str]) -> Columns:
    """Return what the columns hold; `countries` are the IRIs of those that a map can show."""
    names = [column.name.lower() for column in table.columns]
    places = [_first(names, words) for words in (_LATITUDES, _LONGITUDES)]
    used = {place for place in places if place is not None}
    numbers = [at for at, column in enumerate(table.columns) if column.numeric and at not in used]
    days = [at for at in range(len(names)) if _are(table, at, _is_day)]
    iris = [at for at in range(len(names)) if _are(table, at, _is_iri)]
    others = [at for at in range(len(names)) if at not in {*numbers, *days, *used} and _has_text(table, at)]
    shown = [at for at in iris if any(iri_of(row[at]) in countries for row in table.rows)]
    return Columns(
        table,
        name=next(iter([*others, *days]), None),
        number=next(iter(numbers), None),
        day=next(iter(days), None),
        latitude=places[0],
        longitude=places[1],
        country=next(iter(shown), None),
        contested=_first(names, ["contested"]),
        ends=len(iris),
    )


def day_of(cell: Cell) -> tuple[date, date] | None:
    """Return the first and the last day that a date may be; None where it is none that Python knows."""
    try:
        return period(cell.text) if is_date(cell.term) else None
    except ValueError:
        return None


def number_of(cell: Cell) -> float | None:
    """Return the number in a cell, if it has one."""
    try:
        return float(cell.text)
    except ValueError:
        return None


def iri_of(cell: Cell) -> str:
    """Return the IRI in a cell; nothing where it has none."""
    return cell.term.value if isinstance(cell.term, NamedNode) else ""


def _first(names: list[str], words: Collection[str]) -> int | None:
    return next((at for at, name in enumerate(names) if name in words), None)


def _are(table: ResultTable, at: int, is_kind: Callable[[Cell], bool]) -> bool:
    bound = [row[at] for row in table.rows if row[at].term is not None]
    return bool(bound) and all(map(is_kind, bound))


def _has_text(table: ResultTable, at: int) -> bool:
    return any(row[at].text for row in table.rows)


def _is_day(cell: Cell) -> bool:
    return day_of(cell) is not None


def _is_iri(cell: Cell) -> bool:
    return isinstance(cell.term, NamedNode)
