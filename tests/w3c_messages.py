"""The requests and answers in the W3C's manifests: as RDF (HTTP in RDF), or, in an older suite, as text in comments."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from textwrap import dedent
from typing import Final

from rdflib import RDFS, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from tests.w3c import MF, Case

HOST: Final = "www.example"

_LOCATION: Final = "$LOCATION$"
_HT: Final = Namespace("http://www.w3.org/2011/http#")
_CNT: Final = Namespace("http://www.w3.org/2011/content#")
_STATUSES: Final = {
    "OK": range(200, 201),
    "Created": range(201, 202),
    "NoContent": range(204, 205),
    "NotFound": range(404, 405),
    "StatusCode2xx": range(200, 300),
    "StatusCode3xx": range(300, 400),
    "StatusCode4xx": range(400, 500),
}
# Where the suites have the graph store, and where it is here.
_PLACES: Final = {"/gsp": "/graphs", "%2Fgsp": "%2Fgraphs"}
_NAMES_IN_COMMENTS: Final = {
    "$GRAPHSTORE$": "/$GRAPHSTORE$",
    "/graphs": "$GRAPHSTORE$",
    HOST: "$HOST$",
    _LOCATION: "$NEWPATH$",
}
# The older suite has one of these where the newer one allows both.
_EITHER: Final = {200: (200, 204), 204: (200, 204)}
_MESSAGES: Final = re.compile(r"#### Request\n+(?P<request>.*?)\n+#### Response\n+(?P<response>.*)", re.DOTALL)


@dataclass(frozen=True)
class Exchange:
    """A request, and what is expected of its answer."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None
    statuses: tuple[range, ...]
    expected_type: str | None = None
    expected_text: str | None = None
    expected_format: str | None = None
    expected_boolean: bool | None = None
    expects_location: bool = False

    def at(self, location: str) -> "Exchange":
        """Return the exchange with this address in the place of that which an answer before is to give."""
        return replace(self, path=self.path.replace(_LOCATION, location).removeprefix(f"http://{HOST}"))

    def allows(self, status: int) -> bool:
        """Tell whether the answer may have this status."""
        return any(status in each for each in self.statuses)


def exchanges(case: Case) -> Iterator[Exchange]:
    """Yield the exchanges of a test in order."""
    action = case.value(case.node, MF.action)
    assert str(case.value(action, _HT.connectionAuthority)) == HOST
    for request in Collection(case.manifest, case.value(action, _HT.requests)):
        yield _exchange(case, request)


def exchange_in_comment(case: Case) -> Exchange:
    """Return the exchange that a test of the older suite has in a comment."""
    comments = "\n".join(map(str, case.manifest.objects(case.node, RDFS.comment)))
    for ours, theirs in _NAMES_IN_COMMENTS.items():
        comments = comments.replace(theirs, ours)
    match = _MESSAGES.search(comments)
    assert match, case
    (method, path, *_), headers, body = _message(match["request"])
    (status, *_), expected, text = _message(match["response"])
    return Exchange(
        method,
        path,
        headers,
        _lines_for(headers, body).encode() if body else None,
        tuple(range(each, each + 1) for each in _EITHER.get(int(status), (int(status),))),
        expected_type=expected.get("content-type"),
        expected_text=text or None,
        expects_location="location" in expected,
    )


def _exchange(case: Case, request: Node) -> Exchange:
    manifest = case.manifest
    response = case.value(request, _HT.resp)
    text = _text(case, response)
    boolean = manifest.value(response, MF.expectedBoolean)
    format_ = manifest.value(response, MF.expectedFormat)
    return Exchange(
        str(case.value(request, _HT.methodName)),
        _path(str(case.value(request, _HT.absolutePath))),
        _headers(case, request),
        _body(case, request),
        tuple(_STATUSES[_local(each)] for each in manifest.objects(response, MF.expectedStatus)),
        expected_type=_headers(case, response).get("content-type"),
        expected_text=text,
        expected_format=str(format_) if format_ else None,
        expected_boolean=bool(boolean) if boolean is not None else None,
        expects_location=(response, MF.expectedLocation, None) in manifest,
    )


def _headers(case: Case, message: Node) -> dict[str, str]:
    listed = case.manifest.value(message, _HT.headers)
    headers = list(Collection(case.manifest, listed)) if listed else []
    return {str(case.value(each, _HT.fieldName)): str(case.value(each, _HT.fieldValue)) for each in headers}


def _text(case: Case, message: Node) -> str | None:
    body = case.manifest.value(message, _HT.body)
    return _placed(str(case.value(body, _CNT.chars))) if body else None


def _body(case: Case, message: Node) -> bytes | None:
    body, text = case.manifest.value(message, _HT.body), _text(case, message)
    return text.encode(str(case.value(body, _CNT.characterEncoding))) if body and text is not None else None


def _path(text: str) -> str:
    return re.sub("^/sparql/", "/sparql", _placed(text))


def _placed(text: str) -> str:
    for theirs, ours in _PLACES.items():
        text = text.replace(theirs, ours)
    return text


def _local(iri: Node) -> str:
    return str(iri).rpartition("#")[2]


def _message(text: str) -> tuple[list[str], dict[str, str], str]:
    """Return the words of the first line, the headers by names in small letters, and the body."""
    head, _, body = dedent(text).strip().partition("\n\n")
    first, *lines = head.splitlines()
    pairs = (line.split(": ", 1) for line in lines)
    return first.split(), {name.lower(): value for name, value in pairs}, body


def _lines_for(headers: Mapping[str, str], body: str) -> str:
    # The lines of a form end as those of a mail.
    return body.replace("\n", "\r\n") if headers["content-type"].startswith("multipart/") else body
