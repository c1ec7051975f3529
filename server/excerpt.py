"""The line of a text in which something is wrong, with a mark under the place."""

import unicodedata
from typing import Final

from rich.cells import cell_len

# What fits beside a place on a line of a terminal.
_BEFORE: Final = 50
_AFTER: Final = 25


def excerpt(text: str, line: int, column: int) -> str:
    """Return this line of the text, cut if it is long, and below it a caret under this column; both count from 1."""
    written = text.split("\n")[line - 1]
    start = max(0, column - 1 - _BEFORE)
    before, after = _printable(written[start : column - 1]), _printable(written[column - 1 : column - 1 + _AFTER])
    return f"  {before}{after}".rstrip() + f"\n  {' ' * cell_len(before)}^"


def _printable(written: str) -> str:
    # A tab has no width of its own, and what is pasted may carry the terminal's commands (escape sequences).
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in written)
