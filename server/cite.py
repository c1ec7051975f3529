"""Citations of pages: `/cite?of=` with the address of a page here."""

from datetime import date
from typing import Final
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from moonpact.server.citation import STYLES, Citation
from moonpact.server.documents import only_date, split_ending
from moonpact.server.inner import CITE, made, read_of
from moonpact.server.negotiation import HTML, choose, offers
from moonpact.server.pages import rows
from moonpact.server.protocol import read_format, read_pairs
from moonpact.server.state import served, settings, view

blueprint: Final = Blueprint("cite", __name__)

_OFFERS: Final = offers({name: media_type for name, (media_type, _) in STYLES.items()})
# These pages are the dataset's, and are cited by its name.
_WHOLE: Final = ("/", "/dataset.html")


@blueprint.get(CITE)
def cite() -> Response:
    """Return the citation of the page whose address is given with `of`.

    Raises:
        ProblemError: It is none of a page.
        UnknownFormatError, NotAcceptableError: There is no such style.
    """
    chosen = choose(_OFFERS, request.accept_mimetypes, read_format(request.query_string))
    of = read_of()
    _, write = STYLES[chosen.name]
    return Response(write(_citation_of(of)), content_type=chosen.content_type)


def _citation_of(of: str) -> Citation:
    with made(of) as head:
        name = "" if request.path in _WHOLE else head.title
        newest = only_date(rows("newest"), "newest")
        day = date.fromisoformat(newest.value) if newest else None
        return Citation(name, _permanent(), served().version, day, str(view() or ""))


def _permanent() -> str:
    """The address of the page on any host: that of the thing which it is on, if there is one."""
    path, ending = split_ending(request.path[1:])
    query = urlencode(read_pairs(request.query_string), safe=",:")
    return f"{settings().base_iri}{quote(path if ending == HTML.name else request.path[1:])}{query and f'?{query}'}"
