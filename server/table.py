"""Tables for people at a terminal."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, JustifyMethod, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from moonpact.graph.engine import QuerySolutions
from moonpact.server.terms import text

# A column of sentences narrower than this is read letter by letter.
_READABLE = 20
# Longer words, such as IRIs and sentences in Chinese, may be cut.
_LONGEST_WORD = 30
_GAP = 3
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Table:
    """Column names and rows of text, one cell for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_solutions(solutions: QuerySolutions) -> Table:
    """Return the solutions of a query as text, IRIs in their short form."""
    columns = tuple(variable.value for variable in solutions.variables)
    return Table(columns, tuple(tuple(map(text, solution)) for solution in solutions))


def print_table(table: Table, console: Console) -> None:
    """Print the table, or one block per row where the terminal is too narrow for it."""
    if _least_width(table) <= console.width:
        console.print(_as_table(table))
    else:
        for row in table.rows:
            console.print(_as_block(table.columns, row), "")
    console.print(_count(len(table.rows)), style="dim")


def write_csv(table: Table) -> str:
    """Return the table as CSV (RFC 4180)."""
    written = io.StringIO()
    csv.writer(written).writerows([table.columns, *table.rows])
    return written.getvalue()


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
