"""Citations of pages: `/cite?of=` with the address of a page here."""

import html
import re
from datetime import date
from typing import Final
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, current_app, request
from werkzeug.test import create_environ

from moonpact.server.citation import STYLES, Citation
from moonpact.server.documents import only_date, split_ending
from moonpact.server.exchange import begin_exchange, exchange_of
from moonpact.server.negotiation import HTML, choose, offers
from moonpact.server.pages import rows
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import read_format, read_once, read_pairs
from moonpact.server.state import served, settings, view

blueprint: Final = Blueprint("cite", __name__)

_PATH: Final = "/cite"
_TITLE: Final = re.compile(r"<title>(.*?) · moonpact</title>", re.DOTALL)
_OFFERS: Final = offers({name: media_type for name, (media_type, _) in STYLES.items()})
# These pages are the dataset's, and are cited by its name.
_WHOLE: Final = ("/", "/dataset.html")


@blueprint.get(_PATH)
def cite() -> Response:
    """Return the citation of the page whose address is given with `of`.

    Raises:
        ProblemError: It is none of a page.
        UnknownFormatError, NotAcceptableError: There is no such style.
    """
    chosen = choose(_OFFERS, request.accept_mimetypes, read_format(request.query_string))
    of = read_once(read_pairs(request.query_string), "of") or "/"
    if not of.startswith("/") or of.startswith(("//", _PATH)) or not of.isprintable():
        raise _no_page(of)
    _, write = STYLES[chosen.name]
    return Response(write(_citation_of(of)), content_type=chosen.content_type)


def _citation_of(of: str) -> Citation:
    """The citation of a page, which is made for it as for any reader: only it knows its title and what it is of."""
    environ = create_environ(of, request.host_url, headers={"Accept": HTML.media_type, "Accept-Language": "en"})
    begin_exchange(environ, exchange_of(request.environ).client)
    # Two contexts: what the page is of is kept in that of the application.
    with current_app.app_context(), current_app.request_context(environ):
        title = _title(current_app.full_dispatch_request()) if request.path != _PATH else None
        if title is None:
            raise _no_page(of)
        name = "" if request.path in _WHOLE else title
        newest = only_date(rows("newest"), "newest")
        day = date.fromisoformat(newest.value) if newest else None
        return Citation(name, _permanent(), served().version, day, str(view() or ""))


def _title(response: Response) -> str | None:
    if response.status_code != 200 or response.mimetype != HTML.media_type:
        return None
    found = _TITLE.search(response.get_data(as_text=True))
    return html.unescape(found[1]) if found else None


def _permanent() -> str:
    """The address of the page on any host: that of the thing which it is on, if there is one."""
    path, ending = split_ending(request.path[1:])
    query = urlencode(read_pairs(request.query_string), safe=",:")
    return f"{settings().base_iri}{quote(path if ending == HTML.name else request.path[1:])}{query and f'?{query}'}"


def _no_page(of: str) -> ProblemError:
    detail = f"the parameter 'of' is no address of a page here: {of[:200]}"
    return ProblemError(Problem("invalid-parameter", detail, "It is a path, such as /questions/participants."))
