"""What came, went or changed in the knowledge between two days: as a page, as JSON and as RDF."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Final

from flask import Blueprint, Response, request

from moonpact.graph.difference.datasets import Change, Difference
from moonpact.graph.difference.formats import as_json, as_turtle
from moonpact.graph.difference.period import Period
from moonpact.graph.sparql.parameters import InvalidParameterError
from moonpact.graph.view import View
from moonpact.server.arguments import read_arguments
from moonpact.server.kept import kept
from moonpact.server.negotiation import HTML, choose, offers
from moonpact.server.pages import downloads, page
from moonpact.server.paging import Part, part_of
from moonpact.server.state import changes_in, known_until, view

blueprint: Final = Blueprint("changes", __name__)

_FILES: Final = {"json": "application/json", "ttl": "text/turtle"}
_WRITERS: Final = {"json": as_json, "ttl": as_turtle}
# The kinds of change in the order of the page, which begins with what most readers come for.
_KINDS: Final = ("conclusions", "disagreements", "sources", "claims", "decisions")
_SHOWN: Final = 50
# Where on Earth it is latest (UTC+14).
_LATEST: Final = timezone(timedelta(hours=14))


@blueprint.get("/changes")
@kept
def changes() -> Response:
    """Tell what came, went or changed between what was known on the day `from` and on the day `to`.

    Raises:
        InvalidParameterError: A parameter is no day, or in the future, or `from` is after `to`.
        InvalidViewError: The data was not built here.
        BusyError, QueryTimeoutError, …: As `Served.changes`.
    """
    given = read_arguments(("from", "to", *_KINDS))
    chosen = choose([HTML, *offers(_FILES)], request.accept_mimetypes, given.get("format"))
    period = _period(given)
    found = changes_in(period)
    if chosen != HTML:
        return Response(_WRITERS[chosen.name](found), content_type=chosen.content_type)
    return page("changes.html", period=period, parts=_parts(found), downloads=downloads(_FILES))


def _parts(found: Difference) -> Mapping[str, Part[Change]]:
    return {kind: part_of(getattr(found, kind), kind, _SHOWN) for kind in _KINDS}


def _period(given: Mapping[str, str]) -> Period:
    seen = view() or View()
    last = _day(given, "to", seen.as_of or known_until())
    first = _day(given, "from", _end_of_quarter_before(last))
    if first > last:
        raise InvalidParameterError("from", f"'from', {first}, is after 'to', {last}; the earlier day comes first")
    if seen.as_of and last > seen.as_of:
        raise InvalidParameterError("to", f"'to', {last}, is after 'as-of', {seen.as_of}, and not known by then")
    return Period(View(first, seen.according_to), View(last, seen.according_to))


def _day(given: Mapping[str, str], name: str, default: date) -> date:
    text = given.get(name) or default.isoformat()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        detail = f"parameter '{name}': '{text}' is no day of the calendar; expected is one such as 2023-09-30"
        raise InvalidParameterError(name, detail)
    if day > _latest():
        raise InvalidParameterError(name, f"parameter '{name}': {day} is in the future")
    return day


def _latest() -> date:
    """The last day of which anything can be known: today, or, if the clock is behind, that of the newest source."""
    return max(datetime.now(_LATEST).date(), known_until())


def _end_of_quarter_before(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
