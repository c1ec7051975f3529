"""Tables as CSV that is safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

# A cell that begins with one of these is a formula to Excel, LibreOffice and Google Sheets, and can send data away.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def safe_cell(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula: with an apostrophe before it, if it may be one."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def write_table(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the rows as CSV in UTF-8 (RFC 4180), with cells that are safe."""
    written = io.StringIO()
    csv.writer(written).writerows([safe_cell(cell) for cell in row] for row in rows)
    return written.getvalue().encode()
