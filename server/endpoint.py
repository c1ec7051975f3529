"""`/sparql` for programs: the SPARQL 1.1 Protocol as plain WSGI (PEP 3333), with a memory of its answers.

Flask's own route costs more than most queries; this stands in front of it, and passes on to it what browsers ask.
"""

import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from moonpact.graph.execution.federation import Federation
from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.request import Request
from moonpact.graph.formats import write_graph
from moonpact.graph.service_description import describe
from moonpact.graph.sparql.query import is_repeatable
from moonpact.graph.sparql.using import with_using
from moonpact.queries.files import read_query
from moonpact.server.body import Body, Readers
from moonpact.server.cache import Cache
from moonpact.server.causes import CAUSES, problem_of
from moonpact.server.client import watch
from moonpact.server.compression import compress
from moonpact.server.edition import Edition, Editions
from moonpact.server.exchange import exchange_of
from moonpact.server.gate import Gate, refuse_token_in_address
from moonpact.server.headers import HEADERS, view_headers
from moonpact.server.negotiation import HTML, PROBLEM, choices, prefers_html
from moonpact.server.problems import Problem, ProblemError, internal_error
from moonpact.server.protocol import (
    Message,
    is_empty,
    is_update,
    read_format,
    read_pairs,
    read_query_request,
    read_update_request,
    read_view,
    text_of,
)
from moonpact.server.rate_limit import RateLimit
from moonpact.server.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH: Final = "/sparql"
_LOG: Final = logging.getLogger(__name__)
_ALLOWED: Final = ("GET", "HEAD", "OPTIONS", "POST")
# Whether the server can answer tells nothing of the data.
_OPEN: Final = ("/health",)
# Who watches the server must see it also when clients ask too much, and may come by the same proxy.
_OPERATORS: Final = ("/admin/", "/health", "/metrics")
_KNOWN_ERRORS: Final = tuple(CAUSES)
_VARY: Final = ("Vary", "Accept, Accept-Encoding")
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Payload:
    """An answer as it is sent."""

    status: HTTPStatus
    headers: Headers
    body: bytes = b""


class Endpoint:
    """Answers programs at `/sparql`; all else goes to the pages."""

    def __init__(
        self,
        pages: "WSGIApplication",
        editions: Editions,
        settings: Settings,
        gate: Gate,
        federation: Federation,
    ) -> None:
        self._pages = pages
        self._editions = editions
        self._settings = settings
        self._gate = gate
        self._federation = federation
        self._logs_queries = settings.log_requests == "queries"
        self._readers = Readers(settings.threads)
        self._rate_limit = RateLimit(settings.requests_per_minute)
        self.cache: Cache[tuple[str, ...], Payload] = Cache(settings.cache_bytes)
        """The answers that are kept."""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        length, coding = environ.get("CONTENT_LENGTH", ""), environ.get("HTTP_CONTENT_ENCODING", "")
        environ["wsgi.input"] = Body(environ["wsgi.input"], length, coding, self._readers)
        if (payload := self._refusal(environ)) is None:
            if environ["PATH_INFO"] != PATH or _wants_page(environ):
                return self._pages(environ, start_response)
            exchange_of(environ).kind = "query"
            payload = self._respond(environ)
        length = ("Content-Length", str(len(payload.body)))
        start_response(f"{payload.status.value} {payload.status.phrase}", [*payload.headers, length])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [payload.body]

    def _refusal(self, environ: "WSGIEnvironment") -> Payload | None:
        """The answer to a request that is one too many, may not read here, or shows its token to all who pass it on."""
        try:
            if not environ["PATH_INFO"].startswith(_OPERATORS):
                self._rate_limit.check(exchange_of(environ).client)
            refuse_token_in_address(environ.get("QUERY_STRING", ""))
            if self._settings.readers == "token" and not _is_open(environ):
                self._gate.check(environ.get("HTTP_AUTHORIZATION", ""), "read")
        except ProblemError as error:
            return self._problem(error.problem, environ)
        return None

    def _respond(self, environ: "WSGIEnvironment") -> Payload:
        try:
            return self._answer(environ)
        except _KNOWN_ERRORS as error:
            return self._problem(problem_of(error), environ)
        except Exception:  # A fault of ours: the client is told that it is one, and the log which.
            _LOG.exception("a request could not be answered")
            return self._problem(internal_error(exchange_of(environ).name), environ)

    def _answer(self, environ: "WSGIEnvironment") -> Payload:
        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            return Payload(HTTPStatus.NO_CONTENT, [*HEADERS.items(), ("Allow", ", ".join(_ALLOWED))])
        if method not in _ALLOWED:
            raise ProblemError(Problem("method-not-allowed", f"{method} is not allowed here", allow=_ALLOWED))
        body = self._read_body(environ) if method == "POST" else b""
        message = Message(
            method, environ.get("QUERY_STRING", "").encode("latin-1"), environ.get("CONTENT_TYPE", ""), body
        )
        if self._logs_queries:
            exchange_of(environ).query = text_of(message)
        edition = self._editions.current
        if is_update(message):
            return self._update(message, environ, edition)
        key = (
            edition.served.version,
            environ.get("QUERY_STRING", ""),
            body.decode("latin-1"),
            environ.get("CONTENT_TYPE", ""),
            environ.get("HTTP_ACCEPT", ""),
            environ.get("HTTP_ACCEPT_ENCODING", ""),
        )
        if (kept := self.cache.get(key)) is None:
            kept = self._evaluate(message, environ, key, edition)
        return _unless_known(kept, environ.get("HTTP_IF_NONE_MATCH"))

    def _update(self, message: Message, environ: "WSGIEnvironment", edition: Edition) -> Payload:
        exchange_of(environ).kind = "update"
        by = self._gate.check(environ.get("HTTP_AUTHORIZATION", ""), "write")
        edition.views.parse(*read_view(read_pairs(message.query_string)))  # What may be changed has no views.
        asked = read_update_request(message, edition.served.limits.query_bytes)
        text = asked.text
        if asked.default_graphs or asked.named_graphs:
            text = with_using(text, asked.default_graphs, asked.named_graphs)
        edition.served.write(Operation("update", text, base=self._settings.base_iri), by)
        return Payload(HTTPStatus.NO_CONTENT, [*HEADERS.items()])

    def _evaluate(
        self, message: Message, environ: "WSGIEnvironment", key: tuple[str, ...], edition: Edition
    ) -> Payload:
        if is_empty(message):
            return self._describe(message, environ, key, edition)
        asked = read_query_request(message, edition.served.limits.query_bytes)
        offered = choices(environ.get("HTTP_ACCEPT", ""), asked.format, "elsewhere")
        graphs = asked.default_graphs, asked.named_graphs
        text = self._federation.resolve(asked.text)
        request = Request(text, offered.formats, {}, *graphs, base=self._settings.base_iri)
        view = edition.views.parse(*asked.view)
        served = edition.views.get(view)
        version = served.version  # As it is before the answer: one that is older than its version would stay for good.
        answer = served.answer(request, watch(environ))
        content = answer.body, offered.of(answer.kind).content_type
        if not is_repeatable(asked.text):
            return _payload(content, environ, ("Cache-Control", "no-store"), *view_headers(view))
        etag = _etag(version, asked.text, *asked.default_graphs, "", *asked.named_graphs, content[1])
        return self._keep(key, _payload(content, environ, ("Cache-Control", "no-cache"), etag, *view_headers(view)))

    def _describe(
        self, message: Message, environ: "WSGIEnvironment", key: tuple[str, ...], edition: Edition
    ) -> Payload:
        chosen = choices(environ.get("HTTP_ACCEPT", ""), read_format(message.query_string), "elsewhere").of("graph")
        view = edition.views.parse(*read_view(read_pairs(message.query_string)))
        served = edition.views.get(view)
        version = served.version
        graphs, total = (served.select(read_query(f"pages/{name}")) for name in ("graphs", "total"))
        address = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}{PATH}"
        can = {"writable": edition.served.writable, "federated": bool(self._federation.endpoints)}
        described = describe(address, graphs, total[0]["statements"], **can)
        output = BytesIO()
        write_graph(output, described, chosen.name)
        content = output.getvalue(), chosen.content_type
        etag = _etag(version, address, chosen.name)
        return self._keep(key, _payload(content, environ, ("Cache-Control", "no-cache"), etag, *view_headers(view)))

    def _keep(self, key: tuple[str, ...], payload: Payload) -> Payload:
        self.cache.put(key, payload, len(payload.body) + sum(map(len, key)))
        return payload

    def _read_body(self, environ: "WSGIEnvironment") -> bytes:
        # A byte in a form takes up to three: %41.
        most = 3 * self._editions.current.served.limits.query_bytes + len("query=")
        body: Body = environ["wsgi.input"]
        return body.read_all(most)

    def _problem(self, problem: Problem, environ: "WSGIEnvironment") -> Payload:
        exchange_of(environ).problem = problem.name
        members = dict(problem.members(self._settings.base_iri))
        headers = [*HEADERS.items(), ("Content-Type", PROBLEM.content_type), _VARY, *problem.headers]
        return Payload(HTTPStatus(problem.type.status), headers, json.dumps(members, ensure_ascii=False).encode())


def _is_open(environ: "WSGIEnvironment") -> bool:
    # Before a browser sends a token to another site, it asks there without one.
    path: str = environ["PATH_INFO"]
    return environ["REQUEST_METHOD"] == "OPTIONS" or path.startswith(_OPEN)


def _wants_page(environ: "WSGIEnvironment") -> bool:
    query_string = environ.get("QUERY_STRING", "")
    if "format=" in query_string:
        return HTML.name in parse_qs(query_string).get("format", ())
    return prefers_html(environ.get("HTTP_ACCEPT", ""))


def _payload(content: tuple[bytes, str], environ: "WSGIEnvironment", *more: tuple[str, str]) -> Payload:
    body, content_type = content
    sent, coding = compress(body, environ.get("HTTP_ACCEPT_ENCODING", ""))
    headers = [*HEADERS.items(), ("Content-Type", content_type), _VARY, *more]
    return Payload(HTTPStatus.OK, [*headers, ("Content-Encoding", coding)] if coding else headers, sent)


def _etag(*parts: str) -> tuple[str, str]:
    # Weak: rows without an order may come in another one, and say the same; and so does a body that is compressed.
    return "ETag", f'W/"{parts[0]}-{hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()}"'


def _unless_known(payload: Payload, if_none_match: str | None) -> Payload:
    etag = next((value for name, value in payload.headers if name == "ETag"), None)
    if if_none_match is None or etag is None or etag not in if_none_match:
        return payload
    kept = [header for header in payload.headers if header[0] not in ("Content-Type", "Content-Encoding")]
    return Payload(HTTPStatus.NOT_MODIFIED, kept)
