"""`/sparql` for programs: the SPARQL 1.1 Protocol, with a memory of its answers.

It answers in the thread of the connections, where Flask's own route would cost more than most queries; what takes time
besides the query goes on in another thread, and what browsers ask is passed on to the pages.
"""

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.loop import LoopThread
from moonpact.graph.execution.member import Outcome
from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.request import Answer
from moonpact.graph.execution.request import Request as Query
from moonpact.graph.execution.served import Served
from moonpact.graph.formats import write_graph
from moonpact.graph.service_description import describe
from moonpact.graph.sparql.query import is_repeatable
from moonpact.graph.sparql.using import with_using
from moonpact.graph.view import View
from moonpact.queries.files import read_query
from moonpact.server.admission import Admission
from moonpact.server.cache import Cache
from moonpact.server.causes import CAUSES, problem_of
from moonpact.server.client import watch
from moonpact.server.edition import Edition
from moonpact.server.exchange import exchange_of
from moonpact.server.headers import HEADERS, view_headers
from moonpact.server.http.bridge import Bridge
from moonpact.server.http.connection import Connection
from moonpact.server.http.message import Request, Response
from moonpact.server.negotiation import HTML, PROBLEM, Choices, choices, prefers_html
from moonpact.server.problems import Problem, ProblemError, internal_error
from moonpact.server.protocol import (
    Message,
    QueryRequest,
    is_empty,
    is_update,
    read_format,
    read_pairs,
    read_query_request,
    read_update_request,
    read_view,
    text_of,
)
from moonpact.server.responses import VARY, etag_of, response_of, unless_known
from moonpact.server.state import State

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

PATH: Final = "/sparql"
_LOG: Final = logging.getLogger(__name__)
_ALLOWED: Final = ("GET", "HEAD", "OPTIONS", "POST")
_KNOWN_ERRORS: Final = tuple(CAUSES)
# A larger answer is compressed in another thread.
_COMPRESSED_AT_ONCE: Final = 64_000
# What a kept answer depends on besides the address and the body; a description tells of the host.
_DEPENDS_ON: Final = (
    "QUERY_STRING",
    "CONTENT_TYPE",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_HOST",
    "wsgi.url_scheme",
)
Key = tuple[str | bytes, ...]


@dataclass(eq=False)
class _Asked:
    """A request, by what it is kept, and, once that is known, its query and the data that it is asked of."""

    request: Request
    connection: Connection
    key: Key
    query: QueryRequest
    offered: Choices
    served: Served
    version: str
    view: View | None = None


class Endpoint:
    """Answers programs at `/sparql`; all else goes to the pages."""

    def __init__(self, state: State, pages: Bridge, threads: ThreadPoolExecutor, thread: LoopThread) -> None:
        """Answer.

        Args:
            state: From what, and how.
            pages: Answer all else.
            threads: In which is done what takes time.
            thread: In which all else is done.
        """
        self._state = state
        self._thread = thread
        self._pages = pages
        self._threads = threads
        self._admission = Admission(state.settings, state.gate)
        self._logs_queries = state.settings.log_requests == "queries"
        # A byte in a form takes up to three: %41.
        self._most = 3 * Limits.query_bytes + len("query=")
        self.cache: Cache[Key, Response] = Cache(state.settings.cache_bytes)
        """The answers that are kept."""

    def most_bytes(self, request: Request) -> int:
        """Return how long the body of the request may be."""
        return self._most if request.environ["PATH_INFO"] == PATH else self._state.settings.upload_bytes

    def begin(self, request: Request, connection: Connection) -> None:
        """Answer a request, now or later."""
        self._attempt(request, connection.respond, self._answer, request, connection)

    def refuse(self, problem: Problem) -> Response:
        """Return the response that tells of the problem."""
        members = dict(problem.members(self._state.settings.base_iri))
        headers = [*HEADERS.items(), ("Content-Type", PROBLEM.content_type), VARY, *problem.headers]
        return Response(HTTPStatus(problem.type.status), headers, json.dumps(members, ensure_ascii=False).encode())

    def _attempt(
        self,
        request: Request,
        respond: Callable[[Response], object],
        act: Callable[..., Response | None],
        *args: object,
    ) -> None:
        """Respond with what this returns, or with what goes wrong; where it returns nothing, others respond."""
        exchange, context = exchange_of(request.environ), request.context.copy()
        try:
            response = context.run(act, *args)
        except Exception as error:  # Also a fault of ours: the client is told that it is one, and the log which.
            problem = context.run(_problem, error, exchange.name)
            exchange.problem = problem.name
            response = self.refuse(problem)
        if response is not None:
            respond(response)

    def _later(
        self, request: Request, connection: Connection, act: Callable[..., Response | None], *args: object
    ) -> None:
        """Do in another thread what takes time."""

        def respond(response: Response) -> None:
            self._thread.post(connection.respond, response)

        self._threads.submit(self._attempt, request, respond, act, *args)

    def _answer(self, request: Request, connection: Connection) -> Response | None:
        self._admission.check(request)
        if request.environ["PATH_INFO"] == PATH and not _wants_page(request.environ):
            return self._answer_program(request, connection)
        self._pages.begin(request, connection)
        return None

    def _answer_program(self, request: Request, connection: Connection) -> Response | None:
        environ = request.environ
        exchange_of(environ).kind = "query"
        method: str = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            return Response(HTTPStatus.NO_CONTENT, [*HEADERS.items(), ("Allow", ", ".join(_ALLOWED))])
        if method not in _ALLOWED:
            raise ProblemError(Problem("method-not-allowed", f"{method} is not allowed here", allow=_ALLOWED))
        body = self._body(request) if method == "POST" else b""
        edition = self._state.editions.current
        version = edition.served.version  # As it is before the answer: one older than it would stay for good.
        key = (version, "POST" if method == "POST" else "GET", body, *(environ.get(name, "") for name in _DEPENDS_ON))
        message = Message(method, environ["QUERY_STRING"].encode("latin-1"), environ.get("CONTENT_TYPE", ""), body)
        if self._logs_queries:
            exchange_of(environ).query = text_of(message)
        if (kept := self.cache.get(key)) is not None:
            return unless_known(kept, environ)
        if is_update(message):
            self._later(request, connection, self._update, message, environ, edition)
        elif is_empty(message):
            self._later(request, connection, self._describe, message, environ, key, edition)
        else:
            self._evaluate(message, request, connection, key, edition)
        return None

    def _body(self, request: Request) -> bytes:
        if request.body.size > self._most:
            raise ProblemError(Problem("content-too-large", f"the body has more than {self._most:,} bytes"))
        return request.body.file().read()

    def _update(self, message: Message, environ: "WSGIEnvironment", edition: Edition) -> Response:
        exchange_of(environ).kind = "update"
        by = self._state.gate.check(environ.get("HTTP_AUTHORIZATION", ""), "write")
        edition.views.parse(*read_view(read_pairs(message.query_string)))  # What may be changed has no views.
        asked = read_update_request(message, edition.served.limits.query_bytes)
        text = asked.text
        if asked.default_graphs or asked.named_graphs:
            text = with_using(text, asked.default_graphs, asked.named_graphs)
        edition.served.write(Operation("update", text, base=self._state.settings.base_iri), by)
        return Response(HTTPStatus.NO_CONTENT, [*HEADERS.items()])

    def _evaluate(self, message: Message, request: Request, connection: Connection, key: Key, edition: Edition) -> None:
        query = read_query_request(message, edition.served.limits.query_bytes)
        offered = choices(request.environ.get("HTTP_ACCEPT", ""), query.format, "elsewhere")
        asked = _Asked(request, connection, key, query, offered, edition.served, edition.served.version)
        if query.view != (None, None) or self._state.federation.endpoints:
            self._later(request, connection, self._prepare, asked, edition)
        else:
            self._ask(asked, query.text)

    def _prepare(self, asked: _Asked, edition: Edition) -> None:
        text = self._state.federation.resolve(asked.query.text)
        asked.view = edition.views.parse(*asked.query.view)
        asked.served = edition.views.get(asked.view)
        asked.version = asked.served.version
        connection = asked.connection
        self._thread.post(self._attempt, asked.request, connection.respond, self._ask, asked, text)

    def _ask(self, asked: _Asked, text: str) -> None:
        query, base = asked.query, self._state.settings.base_iri
        graphs = query.default_graphs, query.named_graphs
        asked.served.begin(
            Query(text, asked.offered.formats, {}, *graphs, base=base),
            partial(self._answered, asked),
            watch(asked.request.environ),
        )

    def _answered(self, asked: _Asked, outcome: Outcome) -> None:
        request, connection = asked.request, asked.connection
        if isinstance(outcome, Answer) and len(outcome.body) > _COMPRESSED_AT_ONCE:
            self._later(request, connection, self._response, asked, outcome)
        else:
            self._attempt(request, connection.respond, self._response, asked, outcome)

    def _response(self, asked: _Asked, outcome: Outcome) -> Response:
        if isinstance(outcome, Exception):
            raise outcome
        query, view, environ = asked.query, view_headers(asked.view), asked.request.environ
        content = outcome.body, asked.offered.of(outcome.kind).content_type
        if not (is_repeatable(query.text) and asked.served.is_versioned):
            return response_of(content, environ, ("Cache-Control", "no-store"), *view)
        etag = etag_of(asked.version, query.text, *query.default_graphs, "", *query.named_graphs, content[1])
        return self._keep(asked.key, response_of(content, environ, ("Cache-Control", "no-cache"), etag, *view), environ)

    def _describe(self, message: Message, environ: "WSGIEnvironment", key: Key, edition: Edition) -> Response:
        chosen = choices(environ.get("HTTP_ACCEPT", ""), read_format(message.query_string), "elsewhere").of("graph")
        view = edition.views.parse(*read_view(read_pairs(message.query_string)))
        served = edition.views.get(view)
        version = served.version
        graphs, total = (served.select(read_query(f"pages/{name}")) for name in ("graphs", "total"))
        address = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}{PATH}"
        can = {"writable": edition.served.writable, "federated": bool(self._state.federation.endpoints)}
        described = describe(address, graphs, total[0]["statements"], **can)
        output = BytesIO()
        write_graph(output, described, chosen.name)
        content = output.getvalue(), chosen.content_type
        if not served.is_versioned:
            return response_of(content, environ, ("Cache-Control", "no-store"), *view_headers(view))
        etag = etag_of(version, address, chosen.name)
        headers = ("Cache-Control", "no-cache"), etag, *view_headers(view)
        return self._keep(key, response_of(content, environ, *headers), environ)

    def _keep(self, key: Key, response: Response, environ: "WSGIEnvironment") -> Response:
        """Keep a response; return what the client needs of it."""
        self.cache.put(key, response, len(response.body) + len(response.head) + sum(map(len, key)))
        return unless_known(response, environ)


def _problem(error: Exception, name: str) -> Problem:
    if isinstance(error, _KNOWN_ERRORS):
        return problem_of(error)
    _LOG.error("a request could not be answered", exc_info=error)
    return internal_error(name)


def _wants_page(environ: "WSGIEnvironment") -> bool:
    query_string: str = environ["QUERY_STRING"]
    if "format=" in query_string:
        return HTML.name in parse_qs(query_string).get("format", ())
    return prefers_html(environ.get("HTTP_ACCEPT", ""))
