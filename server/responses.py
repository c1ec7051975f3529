"""Responses to programs: compressed, named by what they depend on, and not sent again."""

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from moonpact.server.compression import compress
from moonpact.server.headers import HEADERS
from moonpact.server.http.message import Headers, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

VARY: Final = ("Vary", "Accept, Accept-Encoding")
"""On what the content of a response to a program depends, besides its address."""


def response_of(content: tuple[bytes, str], environ: "WSGIEnvironment", *more: tuple[str, str]) -> Response:
    """Return the response with the content, which has a media type, as the client takes it, and with more headers."""
    body, content_type = content
    sent, coding = compress(body, environ.get("HTTP_ACCEPT_ENCODING", ""))
    headers: Headers = [*HEADERS.items(), ("Content-Type", content_type), VARY, *more]
    if coding:
        headers.append(("Content-Encoding", coding))
    return Response(HTTPStatus.OK, headers, sent)


def etag_of(*parts: str) -> tuple[str, str]:
    """Return the header that names what the answer to these parts is, the first of which is a version."""
    # Weak: rows without an order may come in another one, and say the same; and so does a body that is compressed.
    return "ETag", f'W/"{parts[0]}-{hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()}"'


def unless_known(response: Response, environ: "WSGIEnvironment") -> Response:
    """Return the response, or that nothing has changed, if the client has it."""
    if (if_none_match := environ.get("HTTP_IF_NONE_MATCH")) is None:
        return response
    etag = next((value for name, value in response.headers if name == "ETag"), None)
    if etag is None or etag not in if_none_match:
        return response
    kept = [header for header in response.headers if header[0] not in ("Content-Type", "Content-Encoding")]
    return Response(HTTPStatus.NOT_MODIFIED, kept)
