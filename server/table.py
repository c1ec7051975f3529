"""Tables for people at a terminal."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from moonpact.graph.engine import QuerySolutions, Term
from moonpact.server.terms import is_date, text

# A column of sentences narrower than this is read letter by letter.
_READABLE: Final = 20
# Longer words, such as IRIs and sentences in Chinese, may be cut.
_LONGEST_WORD: Final = 30
_GAP: Final = 3
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
# Columns that belong to another one: ?countryLabel is shown in place of ?country, and ?datePrecision tells how much of
# ?date is known.
_LABEL: Final = "Label"
_PRECISION: Final = "Precision"
_KNOWN: Final = {"year": len("2025"), "month": len("2025-04")}


@dataclass(frozen=True)
class Table:
    """Column names and rows of text, one cell for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_solutions(solutions: QuerySolutions) -> Table:
    """Return the solutions of a query as text for people, with labels in place of IRIs and dates as far as known."""
    names = [variable.value for variable in solutions.variables]
    columns = [name for name in names if not _belongs_to_another(name, names)]
    rows = [dict(zip(names, solution, strict=True)) for solution in solutions]
    cells = tuple(tuple(_cell(row, name) for name in columns) for row in rows)
    return Table(tuple(name.removesuffix(_LABEL) or name for name in columns), cells)


def print_table(table: Table, console: Console) -> None:
    """Print the table, or one block per row where the terminal is too narrow for it."""
    if _least_width(table) <= console.width:
        console.print(_as_table(table))
    else:
        for row in table.rows:
            console.print(_as_block(table.columns, row), "")
    console.print(_count(len(table.rows)), style="dim")


def print_list(entries: Iterable[tuple[str, str]], console: Console) -> None:
    """Print each name and, below it, what it stands for."""
    for name, title in entries:
        console.print(Text(name, style="bold"), Padding(_safe(title), (0, 0, 1, 2)), sep="\n")


def write_csv(table: Table) -> str:
    """Return the table as CSV (RFC 4180)."""
    written = io.StringIO()
    csv.writer(written).writerows([table.columns, *table.rows])
    return written.getvalue()


def _belongs_to_another(name: str, names: Sequence[str]) -> bool:
    return any(name.endswith(ending) and name.removesuffix(ending) in names for ending in (_LABEL, _PRECISION))


def _cell(row: Mapping[str, Term | None], name: str) -> str:
    term = row.get(name + _LABEL) or row[name]
    return text(term)[: _KNOWN.get(text(row.get(name + _PRECISION)))] if is_date(term) else text(term)


def _least_width(table: Table) -> int:
    columns = zip(table.columns, *table.rows, strict=True)
    return sum(max(map(_least_cell_width, column)) + _GAP for column in columns)


def _least_cell_width(cell: str) -> int:
    # Up to the readable width a cell stands on one line; beyond it, words are folded but not cut.
    longest_word = max(map(cell_len, cell.split()), default=0)
    return min(cell_len(cell), max(_READABLE, min(longest_word, _LONGEST_WORD)))


def _as_table(table: Table) -> RenderableType:
    printed = RichTable(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for index, name in enumerate(table.columns):
        printed.add_column(_safe(name), overflow="fold", justify=_side(row[index] for row in table.rows))
    for row in table.rows:
        printed.add_row(*map(_safe, row))
    return printed


def _as_block(columns: tuple[str, ...], row: tuple[str, ...]) -> RenderableType:
    block = RichTable.grid(padding=(0, 2))
    block.add_column(style="bold", no_wrap=True)
    block.add_column(overflow="fold")
    for name, cell in zip(columns, row, strict=True):
        if cell:
            block.add_row(_safe(name), _safe(cell))
    return block


def _side(cells: Iterable[str]) -> JustifyMethod:
    return "right" if all(_NUMBER.fullmatch(cell) for cell in cells) else "left"


def _safe(cell: str) -> Text:
    # What stands in the data may carry the terminal's own commands (escape sequences).
    return Text("".join("\ufffd" if _is_command(letter) else letter for letter in cell))


def _is_command(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" and letter not in "\n\t"


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"
