"""Pages kept as bytes: made once for each version of the data, view, address, language and header Accept."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final, ParamSpec

from flask import Response, request

from moonpact.server.language import language
from moonpact.server.state import KeptPage, kept_pages, served

_P = ParamSpec("_P")
# Other answers are files, and may be large.
_KEPT_TYPES: Final = ("text/html", "image/svg+xml")


def kept(make: Callable[_P, Response]) -> Callable[_P, Response]:
    """Let a function be called only where no kept page is the same; it must depend on nothing but what names a page."""

    @wraps(make)
    def find_or_make(*args: _P.args, **kwargs: _P.kwargs) -> Response:
        key = (served().version, request.url, language(), request.headers.get("Accept", ""))
        if (found := kept_pages().get(key)) is not None:
            return Response(found.body, headers=found.headers)
        response = make(*args, **kwargs)
        if response.status_code == HTTPStatus.OK and response.mimetype in _KEPT_TYPES:
            body = response.get_data()
            kept_pages().put(key, KeptPage(body, tuple(response.headers.items())), len(body) + sum(map(len, key)))
        return response

    return find_or_make
