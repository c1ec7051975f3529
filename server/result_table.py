"""Answers as tables, for a terminal and for a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from moonpact.graph.engine import QuerySolutions, Row, Term, Triple
from moonpact.server.terms import as_known, is_number, is_true

# Columns that belong to another one: ?countryLabel is shown in place of ?country, and ?datePrecision tells how much of
# ?date is known.
_LABEL: Final = "Label"
_PRECISION: Final = "Precision"


@dataclass(frozen=True)
class Column:
    """A column: its name, and whether it holds numbers only."""

    name: str
    numeric: bool


@dataclass(frozen=True)
class Cell:
    """The term in a cell, the name to show in its place, and how much of it is known if it is a date."""

    term: Term | None
    label: Term | None
    precision: Term | None

    @property
    def text(self) -> str:
        """The text of the cell."""
        return as_known(self.label or self.term, self.precision)


@dataclass(frozen=True)
class ResultTable:
    """The columns, the rows that are shown, how many there are in all, and in how many sources disagree."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    contested: int = 0


def table_of(results: QuerySolutions | Iterable[Triple], most: int | None = None) -> ResultTable:
    """Return the results as a table, with at most this many rows."""
    names, rows = _read(results)
    shown = shown_names(names)
    cells = tuple(tuple(_cell(row, name) for name in shown) for row in islice(rows, most))
    columns = tuple(Column(title(name), _is_numeric(rows, name)) for name in shown)
    return ResultTable(columns, cells, len(rows), sum(is_true(row.get("contested")) for row in rows))


def shown_names(names: Sequence[str]) -> list[str]:
    """Return the names of the variables that have a column of their own."""
    return [name for name in names if not _belongs_to_another(name, names)]


def title(name: str) -> str:
    """Return the name of the column of a variable."""
    return name.removesuffix(_LABEL) or name


def _read(results: QuerySolutions | Iterable[Triple]) -> tuple[list[str], list[Row]]:
    if isinstance(results, QuerySolutions):
        names = [variable.value for variable in results.variables]
        return names, [dict(zip(names, solution, strict=True)) for solution in results]
    names = ["subject", "predicate", "object"]
    return names, [dict(zip(names, triple, strict=True)) for triple in sorted(set(results), key=str)]


def _belongs_to_another(name: str, names: Sequence[str]) -> bool:
    return any(name.endswith(ending) and name.removesuffix(ending) in names for ending in (_LABEL, _PRECISION))


def _cell(row: Row, name: str) -> Cell:
    return Cell(row[name], row.get(name + _LABEL), row.get(name + _PRECISION))


def _is_numeric(rows: Iterable[Row], name: str) -> bool:
    bound = [row[name] for row in rows if row[name] is not None]
    return bool(bound) and all(map(is_number, bound))
