"""Cards: the picture that stands where the address of a page is shared. It is PNG, because no such place takes SVG."""

from functools import cache
from threading import Lock
from typing import Final, cast

from flask import Blueprint, Response, render_template

from moonpact.graph.extras import MissingExtraError, require
from moonpact.server.inner import CARD, made, read_of
from moonpact.server.language import language
from moonpact.server.pictures.wrapping import wrapped
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.state import cards, served

blueprint: Final = Blueprint("cards", __name__)

# The size that is shown whole, in pixels.
SIZE: Final = (1200, 630)
_MARGIN: Final = 72
# The sizes of letters and the most lines, of the title and of the description.
_TITLE: Final = (52, 3)
_TEXT: Final = (31, 5)
# Two letters of each script: a machine without a font for it draws both alike, or neither.
_LETTERS: Final = {"en": "Az", "ru": "Жф", "zh": "月国"}
# The first that is there is taken, and for the letters that it lacks any other that has them.
_LATIN: Final = "DejaVu Sans, Noto Sans, Liberation Sans, Arial, Helvetica, sans-serif"
_FONTS: Final = {"en": _LATIN, "ru": _LATIN, "zh": f"Noto Sans CJK SC, Noto Sans SC, WenQuanYi Micro Hei, {_LATIN}"}
_LETTER: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
    '<text y="30" font-size="30" font-family="{}">{}</text></svg>'
)
_MISSING: Final = "It needs the extra 'cards' and a font with the letters of the language: docs/operations.md."
# Drawing takes a tenth of a second of a core, which queries need more.
_ONE_AT_A_TIME: Final = Lock()


@blueprint.get(CARD)
def card() -> Response:
    """Return the picture that stands where the page is shared whose address is given with `of`.

    Raises:
        ProblemError: There is no such page, or this server draws no cards in its language.
    """
    of = read_of()
    key = f"{served().version} {of}"
    if (kept := cards().get(key)) is None:
        kept = _drawn(of)
        cards().put(key, kept, len(kept) + len(key))
    return Response(kept, content_type="image/png")


@cache
def can_draw(spoken: str) -> bool:
    """Tell whether cards can be drawn in a language: whether the library and a font are there."""
    try:
        first, second = (_png(_LETTER.format(_FONTS[spoken], letter)) for letter in _LETTERS[spoken])
    except MissingExtraError:
        return False
    return first != second


def _drawn(of: str) -> bytes:
    with made(of) as head:
        if not can_draw(language()):
            raise ProblemError(Problem("not-found", f"this server draws no cards in '{language()}'", _MISSING))
        width = SIZE[0] - 2 * _MARGIN
        drawn = render_template(
            "pictures/card.svg",
            fonts=_FONTS[language()],
            size=SIZE,
            margin=_MARGIN,
            title=wrapped(head.title, *_TITLE, width),
            title_size=_TITLE[0],
            text=wrapped(head.description, *_TEXT, width),
            text_size=_TEXT[0],
        )
    with _ONE_AT_A_TIME:
        return _png(drawn)


def _png(svg: str) -> bytes:
    return cast("bytes", require("resvg_py", "cards").svg_to_bytes(svg_string=svg))
