"""Texts in lines of a picture: SVG 1.1 does not break them."""

import re
from typing import Final

from moonpact.server.pictures.label_placement import text_width

_WIDE: Final = "\u2e80-\u9fff\uff00-\uffef"
# A word, or a character of Chinese or Japanese with the punctuation that may not begin a line.
_PIECE: Final = re.compile(rf"\s*(?:[{_WIDE}][，。：；！？、）》”]*|[^\s{_WIDE}]+)")


def wrapped(text: str, size: float, most: int, width: float) -> list[str]:
    """Return the text in at most so many lines of this width, in a font of this size; what is cut ends in '…'."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and text_width(lines[-1] + piece, size) > width:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece if lines[-1] else piece.lstrip()
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]
