"""The documents on a thing: each format has an address of its own, to which the thing's IRI leads.

The manner of "Cool URIs for the Semantic Web", section 4.2: the thing answers 303, its documents 200.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urlencode

from flask import Response, request
from werkzeug.http import http_date

from moonpact.graph.description import FORMATS
from moonpact.graph.engine import Literal, Row
from moonpact.server.negotiation import HTML, Offer, UnknownFormatError, choose, offers
from moonpact.server.pages import TITLES
from moonpact.server.protocol import read_format, read_pairs
from moonpact.server.state import settings

OFFERS: Final = (HTML, *offers(FORMATS))
LICENSE: Final = "https://creativecommons.org/licenses/by/4.0/"
_BY_ENDING: Final = {offer.name: offer for offer in OFFERS}


def split_ending(path: str) -> tuple[str, str]:
    """Return the path of a thing and the ending after its last dot, if there is one."""
    name, dot, ending = path.rpartition(".")
    return (name, ending) if dot and "/" not in ending else (path, "")


def offer_of(ending: str) -> Offer:
    """Return the format that has this ending.

    Raises:
        UnknownFormatError: None has.
    """
    if ending not in _BY_ENDING:
        raise UnknownFormatError(ending, OFFERS)
    return _BY_ENDING[ending]


def accepted() -> Offer:
    """Return the format that the request names or accepts best.

    Raises:
        UnknownFormatError, NotAcceptableError: As `negotiation.choose`.
    """
    return choose(OFFERS, request.accept_mimetypes, read_format(request.query_string))


def address(path: str, **changed: str) -> str:
    """Return the address of a path here with the parameters of the request, some of them changed.

    None is `format`, and none is empty: that would ask for nothing.
    """
    asked = {**dict(read_pairs(request.query_string)), **changed}
    given = {name: value for name, value in asked.items() if name != "format" and value}
    # Commas and colons stay readable: they have no meaning in a query string.
    query = urlencode(given, safe=",:")
    return f"/{quote(path)}?{query}" if query else f"/{quote(path)}"


def documents(path: str) -> Sequence[tuple[str, str, str]]:
    """Return the title, the media type and the address of each document on the thing with this path but the page."""
    return [(TITLES[name], media_type, address(f"{path}.{name}")) for name, media_type in FORMATS.items()]


def see_other(path: str) -> Response:
    """Lead from a thing to the document that the client accepts best.

    Raises:
        UnknownFormatError, NotAcceptableError: As `accepted`.
    """
    response = _redirect(address(f"{path}.{accepted().name}"), HTTPStatus.SEE_OTHER)
    response.headers["Link"] = ", ".join(_alternates(path, None))
    return response


def moved(path: str, ending: str) -> Response:
    """Lead from a name that is given up to the one that has taken its place."""
    return _redirect(address(f"{path}.{ending}" if ending else path), HTTPStatus.MOVED_PERMANENTLY)


def finish(response: Response, path: str, offer: Offer, modified: Literal | None, following: str | None) -> Response:
    """Return the response that is a document, with the headers that tell what it is.

    Args:
        response: The document.
        path: Where the thing is that it is on.
        offer: Its format.
        modified: When what it says was last known to change.
        following: The parameter `after` of the next page, if there is one.
    """
    response.headers["Link"] = ", ".join(_links(path, offer, following))
    if modified is not None:
        midnight = datetime.combine(date.fromisoformat(modified.value), datetime.min.time(), UTC)
        response.headers["Last-Modified"] = http_date(midnight)
    return response


def only_date(rows: Sequence[Row], name: str) -> Literal | None:
    """Return the value of the first row, if it has one."""
    value = rows[0][name] if rows else None
    return value if isinstance(value, Literal) else None


def _links(path: str, offer: Offer, following: str | None) -> Iterator[str]:
    base = settings().base_iri
    yield f'<{base}{quote(path)}>; rel="about"'
    yield f'<{base}{address(f"{path}.{offer.name}")[1:]}>; rel="canonical"'
    yield '</dataset>; rel="describedby"'
    yield f'<{LICENSE}>; rel="license"'
    yield from _alternates(path, offer)
    if following is not None:
        yield f'<{address(f"{path}.{offer.name}", after=following)}>; rel="next"'


def _alternates(path: str, offer: Offer | None) -> Iterator[str]:
    for other in OFFERS:
        if other != offer:
            yield f'<{address(f"{path}.{other.name}")}>; rel="alternate"; type="{other.media_type}"'


def _redirect(location: str, status: HTTPStatus) -> Response:
    response = Response(status=status)
    response.headers["Location"] = location
    return response
