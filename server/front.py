"""What every request passes first: it gets a name, is known by its client's address, is counted and logged."""

import time
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING

from moonpact.graph.execution.activity import asked_by
from moonpact.server.access_log import AccessLog
from moonpact.server.endpoint import Endpoint
from moonpact.server.exchange import REQUEST_ID, Exchange, begin_exchange
from moonpact.server.http.connection import Connection
from moonpact.server.http.message import Request, Response
from moonpact.server.meters import Meters
from moonpact.server.problems import Problem
from moonpact.server.proxies import Proxies

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from moonpact.server.tracing import Tracing


class Front:
    """Stands in front of the endpoint and the pages."""

    def __init__(
        self, endpoint: Endpoint, proxies: Proxies, meters: Meters, log: AccessLog, tracing: "Tracing | None"
    ) -> None:
        self._endpoint = endpoint
        self._proxies = proxies
        self._meters = meters
        self._log = log
        self._tracing = tracing

    def most_bytes(self, request: Request) -> int:
        """Return how long the body of the request may be."""
        return self._endpoint.most_bytes(request)

    def begin(self, request: Request, connection: Connection) -> None:
        """Pass the request on; when it has an answer, tell what became of it."""
        exchange = begin_exchange(request.environ, self._proxies.client(request.environ))
        request.headers.append((REQUEST_ID, exchange.name))
        request.context = copy_context()
        request.context.run(asked_by.set, exchange.name)
        request.answered = partial(self._answered, request.environ, exchange, time.perf_counter())
        if self._tracing is not None:
            request.context, request.answered = self._tracing.begin(request.environ, request.context, request.answered)
        self._meters.begin(exchange)
        self._endpoint.begin(request, connection)

    def refuse(self, problem: Problem) -> Response:
        """Return the response for what is no request."""
        return self._endpoint.refuse(problem)

    def _answered(self, environ: "WSGIEnvironment", exchange: Exchange, started: float, status: int) -> None:
        exchange.status = status
        seconds = time.perf_counter() - started
        self._meters.end(exchange, seconds)
        if self._log.is_on:
            self._log.write(environ, exchange, seconds)
