"""The timeline, how plans slipped, and the counts of partners over time."""

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, Response

from moonpact.server.dials import here
from moonpact.server.kept import kept
from moonpact.server.pages import page
from moonpact.server.pictures.partner_counts import HEIGHT, SHAPES, draw_counts
from moonpact.server.pictures.partner_counts import WIDTH as COUNTS_WIDTH
from moonpact.server.pictures.pictured import ask, asked, drawn, picture_address
from moonpact.server.pictures.slips import draw_slips
from moonpact.server.pictures.timeline import (
    KINDS,
    WIDTH,
    Entry,
    Timeline,
    draw_timeline,
    numbers,
    read_entries,
    years_of,
)
from moonpact.server.problems import Problem, ProblemError

blueprint: Final = Blueprint("timelines", __name__)

# What the news is about: without years, older flights and far plans would press it into a corner.
_NEWS: Final = range(2019, 2037)
_DIGITS: Final = 4


@blueprint.get("/timeline")
@kept
def timeline() -> Response:
    """Show what happened and what is planned, and how plans slipped, each with its table.

    Raises:
        ProblemError: There is no such kind, or a year is none.
    """
    given = asked()
    happened, slipped = ask("timeline", given), ask("planned-dates-slipped", given)
    entries = read_entries(happened.rows)
    return page(
        "timeline.html",
        timeline=_drawn(given, entries),
        slips=draw_slips(slipped.rows),
        happened=happened,
        slipped=slipped,
        given=given,
        kinds=KINDS,
        numbers=numbers(entries),
        years=years_of(entries),
        width=WIDTH,
        pictures={"timeline": picture_address("/pictures/timeline.svg"), "slips": here("/pictures/slips.svg")},
        address=picture_address("/timeline"),
    )


@blueprint.get("/pictures/timeline.svg")
@kept
def timeline_svg() -> Response:
    """Return the timeline as a file; the errors are those of the page."""
    given = asked()
    return drawn(
        "pictures/timeline.svg", timeline=_drawn(given, read_entries(ask("timeline", given).rows)), width=WIDTH
    )


@blueprint.get("/pictures/slips.svg")
@kept
def slips_svg() -> Response:
    """Return the picture of how plans slipped as a file."""
    return drawn("pictures/slips.svg", slips=draw_slips(ask("planned-dates-slipped", asked()).rows), width=WIDTH)


@blueprint.get("/pictures/partner-counts.svg")
@kept
def partner_counts_svg() -> Response:
    """Return the counts of the partners of an initiative over time as a file."""
    counts = draw_counts(ask("how-many-partners", asked()).rows)
    return drawn("pictures/partner-counts.svg", counts=counts, width=COUNTS_WIDTH, height=HEIGHT, shapes=SHAPES)


def _drawn(given: dict[str, str], entries: Sequence[Entry]) -> Timeline:
    if (only := given.get("only", KINDS[0])) not in KINDS:
        raise ProblemError(Problem("invalid-parameter", f"'only' is '{only}'; it is one of {', '.join(KINDS)}"))
    first, last = years_of(entries)
    if "only" not in given:
        first, last = max(first, min(_NEWS[0], last)), min(last, max(_NEWS[-1], first))
    begin = _year(given, "from", first)
    return draw_timeline(entries, begin, max(_year(given, "to", last), begin))


def _year(given: dict[str, str], name: str, default: int) -> int:
    text = given.get(name, str(default).zfill(_DIGITS))
    if not (text.isascii() and text.isdecimal() and len(text) == _DIGITS and int(text)):
        raise ProblemError(Problem("invalid-parameter", f"'{name}' is '{text}'; it is a year, such as 2024"))
    return int(text)
