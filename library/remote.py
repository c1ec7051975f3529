"""The graph on a server, asked over HTTP: the SPARQL 1.1 Protocol and the addresses of the questions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any, Final, cast
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from moonpact.graph.execution.limits import Limits
from moonpact.graph.formats import Kind
from moonpact.library.graph import Graph, ViewTexts
from moonpact.library.result import Result, read_result

_ACCEPT: Final = "application/sparql-results+json, application/n-triples;q=0.9"
_PROBLEM: Final = "application/problem+json"
_VIEW: Final = ("as-of", "according-to")
# How long the server may take beyond the time that it gives a query.
_GRACE_SECONDS: Final = 5
_MESSAGE_BYTES: Final = 64 * 1024


class RemoteError(Exception):
    """The server did not answer the question, or did not answer at all.

    Its name is that of the problem (RFC 9457), such as `query-timeout` or `invalid-parameter`, which the server lists
    at `/problems`; `unreachable` where no server answers, and `no-moonpact` where what answers is none of ours.
    """

    def __init__(self, name: str, detail: str, told: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.name = name
        """The name of the problem."""
        self.told: Mapping[str, Any] = told or {}
        """All that the server tells of it: `status`, `line`, `column`, `hint`, `nearest`, …"""


@dataclass(frozen=True)
class _Response:
    media_type: str
    view: str
    body: bytes


class RemoteGraph(Graph):
    """A graph on a server of moonpact; each question is one request."""

    def __init__(self, address: str, timeout: float) -> None:
        """Ask the server at an address.

        Args:
            address: Where its first page is, such as `http://127.0.0.1:8000/`.
            timeout: Seconds after which a request is given up, if the server has not ended it before.

        Raises:
            ValueError: The address is none of http or https.
        """
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"'{address}' is no address of a server, such as http://127.0.0.1:8000/")
        self.address: Final = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"
        """Where the server's first page is."""
        self._timeout = timeout + _GRACE_SECONDS
        self._opener = _opener()

    @property
    def version(self) -> str:
        """The version of the dataset that the server has now.

        Raises:
            RemoteError: The server does not tell.
        """
        response = self._fetch("health", "application/json")
        try:
            return str(json.loads(response.body)["version"])
        except (KeyError, TypeError, ValueError) as error:
            raise self._no_moonpact("no version") from error

    def close(self) -> None:
        """Do nothing: a request leaves nothing open."""

    def ask_with(self, question: str, values: Mapping[str, str], view: ViewTexts = (None, None)) -> Result:
        """Return the answer to a question with these texts as values of its parameters; otherwise as `ask`."""
        chosen = urlencode({**values, **_view_parameters(view)})
        return self._result(f"questions/{quote(question, safe='')}?{chosen}", None)

    def _query(self, sparql: str, view: ViewTexts) -> Result:
        return self._result("sparql", urlencode({"query": sparql, **_view_parameters(view)}).encode())

    def _result(self, path: str, form: bytes | None) -> Result:
        response = self._fetch(path, _ACCEPT, form)
        try:
            return read_result(_kind(response), response.body, response.view)
        except (SyntaxError, ValueError) as error:
            raise self._no_moonpact(f"what is no answer, of type '{response.media_type}'") from error

    def _no_moonpact(self, what: str) -> RemoteError:
        return RemoteError("no-moonpact", f"{self.address} answers with {what}, not as moonpact does")

    def _fetch(self, path: str, accept: str, form: bytes | None = None) -> _Response:
        request = Request(self.address + path, form, {"Accept": accept})  # noqa: S310 - http or https: see __init__.
        try:
            with cast("HTTPResponse", self._opener.open(request, timeout=self._timeout)) as answer:
                body = answer.read(Limits.answer_bytes + 1)
                if len(body) > Limits.answer_bytes:
                    raise RemoteError("answer-too-large", f"the answer has more than {Limits.answer_bytes:,} bytes")
                view = answer.headers.get("Moonpact-View", "")
                return _Response(answer.headers.get_content_type(), view, body)
        except HTTPError as error:
            raise _refusal(error) from error
        except (HTTPException, OSError) as error:
            reason = error.reason if isinstance(error, URLError) else error
            raise RemoteError("unreachable", f"{self.address} does not answer: {reason}") from error

    def __repr__(self) -> str:
        """Return what the graph is."""
        return f"<RemoteGraph {self.address}>"


def _kind(response: _Response) -> Kind:
    match response.media_type:
        case "application/n-triples":
            return "graph"
        case "application/sparql-results+json":
            return "boolean" if "boolean" in json.loads(response.body) else "rows"
        case other:
            raise ValueError(other)


def _refusal(error: HTTPError) -> RemoteError:
    """What the server tells of the problem (RFC 9457), or the status alone."""
    with error:
        body = error.read(_MESSAGE_BYTES)
    try:
        told: dict[str, Any] = json.loads(body) if error.headers.get_content_type() == _PROBLEM else {}
        return RemoteError(told["type"].rpartition("#")[2], told["detail"], told)
    except (AttributeError, KeyError, TypeError, ValueError):
        return RemoteError("no-moonpact", f"the server answers with {error.code} {error.reason}")


def _view_parameters(view: ViewTexts) -> dict[str, str]:
    return {name: value for name, value in zip(_VIEW, view, strict=True) if value is not None}


def _opener() -> OpenerDirector:
    """What opens addresses of http and https, and no files, whatever a redirect says."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler,
        HTTPHandler,
        HTTPSHandler,
        HTTPDefaultErrorHandler,
        HTTPRedirectHandler,
        HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    return opener
