"""The tables of the General Catalogue of Artificial Space Objects (GCAT), read row by row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from moonpact.graph.checking.faults import Fault, InvalidDataError

_DATE: Final = re.compile(r"([0-9]{4})(?: ([A-Z][a-z]{2})(?: +([0-9]{1,2}))?)?\??")
_UPDATED: Final = re.compile(r"# Updated ([0-9]{4} [A-Z][a-z]{2} +[0-9]{1,2})\b")
_PRECISIONS: Final = ("year", "month", "day")


@dataclass(frozen=True)
class Row:
    """A row of a table: its line in the file, and its cells by the names of their columns."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell, empty where the catalogue has a dash."""
        cell = self.cells[column]
        return "" if cell == "-" else cell


@dataclass(frozen=True)
class Table:
    """A table: its file, the day in its header if it has one, and its rows."""

    file: Path
    updated: date | None
    rows: tuple[Row, ...]


def read_table(file: Path, columns: Sequence[str]) -> Table:
    """Read a table that has at least these columns.

    Raises:
        InvalidDataError: It is not UTF-8, lacks a column, or a line has more or fewer cells than the header.
    """
    lines = _text(file).split("\n")
    header = lines[0].removeprefix("#").rstrip("\r").split("\t")
    if missing := [column for column in columns if column not in header]:
        raise _invalid(file, 1, f"no column {', '.join(missing)}", "the header of a table of GCAT")
    return Table(file, _updated(lines), tuple(_rows(file, header, lines)))


def read_day(text: str) -> tuple[date, str] | None:
    """Return the first day of a date such as `2001 Nov 21`, `1997 Oct` or `2020?`, with its precision; else None."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    parts = [part for part in found.groups() if part]
    try:
        day = datetime.strptime(" ".join([*parts, *("Jan", "1")[len(parts) - 1 :]]), "%Y %b %d").date()
    except ValueError:
        return None
    return day, _PRECISIONS[len(parts) - 1]


def _text(file: Path) -> str:
    content = file.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _invalid(file, line, f"byte {content[error.start]:#04x} is not UTF-8", "text in UTF-8") from error


def _updated(lines: list[str]) -> date | None:
    days = (read_day(found[1]) for line in lines[:10] if (found := _UPDATED.match(line)))
    return next((day[0] for day in days if day), None)


def _rows(file: Path, header: list[str], lines: list[str]) -> Iterator[Row]:
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != len(header):
            raise _invalid(file, number, f"{len(cells)} cells", f"{len(header)} cells, as in the header")
        yield Row(number, dict(zip(header, cells, strict=True)))


def _invalid(file: Path, line: int, message: str, expected: str) -> InvalidDataError:
    return InvalidDataError((Fault(file, line, message, expected),))
