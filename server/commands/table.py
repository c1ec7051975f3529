"""Tables for people at a terminal."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from moonpact.server.result_table import Column, ResultTable

# A column of sentences narrower than this is read letter by letter.
_READABLE: Final = 20
# Longer words, such as IRIs and sentences in Chinese, may be cut.
_LONGEST_WORD: Final = 30
_GAP: Final = 3


def print_table(table: ResultTable, console: Console) -> None:
    """Print the table, or one block per row where the terminal is too narrow for it."""
    rows = [[cell.text for cell in row] for row in table.rows]
    if _least_width(table.columns, rows) <= console.width:
        console.print(_as_table(table.columns, rows))
    else:
        for row in rows:
            console.print(_as_block(table.columns, row), "")
    console.print(_count(len(rows)), style="dim")


def print_list(entries: Iterable[tuple[str, str]], console: Console) -> None:
    """Print each name and, below it, what it stands for."""
    for name, title in entries:
        console.print(Text(name, style="bold"), Padding(_safe(title), (0, 0, 1, 2)), sep="\n")


def write_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return the rows as CSV (RFC 4180)."""
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _least_width(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> int:
    names = [column.name for column in columns]
    return sum(max(map(_least_cell_width, cells)) + _GAP for cells in zip(names, *rows, strict=True))


def _least_cell_width(cell: str) -> int:
    # Up to the readable width a cell stands on one line; beyond it, words are folded but not cut.
    longest_word = max(map(cell_len, cell.split()), default=0)
    return min(cell_len(cell), max(_READABLE, min(longest_word, _LONGEST_WORD)))


def _as_table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> RenderableType:
    printed = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for column in columns:
        printed.add_column(_safe(column.name), overflow="fold", justify="right" if column.numeric else "left")
    for row in rows:
        printed.add_row(*map(_safe, row))
    return printed


def _as_block(columns: Sequence[Column], row: Sequence[str]) -> RenderableType:
    block = Table.grid(padding=(0, 2))
    block.add_column(style="bold", no_wrap=True)
    block.add_column(overflow="fold")
    for column, cell in zip(columns, row, strict=True):
        if cell:
            block.add_row(_safe(column.name), _safe(cell))
    return block


def _safe(cell: str) -> Text:
    # What stands in the data may carry the terminal's own commands (escape sequences).
    return Text("".join("\ufffd" if _is_command(letter) else letter for letter in cell))


def _is_command(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" and letter not in "\n\t"


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"
