"""Pages that are made for what is derived of them: their citations and their cards."""

import html
import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from flask import Response, current_app, request
from werkzeug.test import create_environ

from moonpact.server.exchange import begin_exchange, exchange_of
from moonpact.server.http.connection import IS_LEFT
from moonpact.server.negotiation import HTML
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import read_once, read_pairs

# What is derived of pages, and has nothing derived of it.
CITE: Final = "/cite"
CARD: Final = "/card.png"

_META: Final = re.compile(r'<meta property="og:(title|description)" content="([^"]*)">')


@dataclass(frozen=True)
class Head:
    """What a page says of itself: its title and its description, as plain text."""

    title: str
    description: str


def read_of() -> str:
    """Return the address of the page that the parameter `of` names.

    Raises:
        ProblemError: It is no address here.
    """
    of = read_once(read_pairs(request.query_string), "of") or "/"
    if not of.startswith("/") or of.startswith(("//", CITE, CARD)) or not of.isprintable():
        raise _no_page(of)
    return of


@contextmanager
def made(of: str) -> Generator[Head]:
    """Make a page as for any reader, because only it knows what it is of; within, all is as in the request for it.

    Raises:
        ProblemError: There is no page at this address.
    """
    environ = create_environ(of, request.host_url, headers={"Accept": HTML.media_type, "Accept-Language": "en"})
    begin_exchange(environ, exchange_of(request.environ).client)
    environ[IS_LEFT] = request.environ[IS_LEFT]
    # Two contexts: what the page is of is kept in that of the application.
    with current_app.app_context(), current_app.request_context(environ):
        head = _head(current_app.full_dispatch_request()) if request.path not in (CITE, CARD) else None
        if head is None:
            raise _no_page(of)
        yield head


def _head(response: Response) -> Head | None:
    if response.status_code != 200 or response.mimetype != HTML.media_type:
        return None
    found = {name: html.unescape(text) for name, text in _META.findall(response.get_data(as_text=True))}
    return Head(**found) if found else None


def _no_page(of: str) -> ProblemError:
    detail = f"the parameter 'of' is no address of a page here: {of[:200]}"
    return ProblemError(Problem("invalid-parameter", detail, "It is a path, such as /questions/participants."))
