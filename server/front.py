"""What every request passes first: it gets a name, is known by its client's address, is counted and logged."""

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from moonpact.graph.execution.activity import asked_by
from moonpact.server.access_log import AccessLog
from moonpact.server.exchange import REQUEST_ID, begin_exchange
from moonpact.server.meters import Meters
from moonpact.server.proxies import Proxies

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Front:
    """Stands in front of the endpoint and the pages (PEP 3333, middleware)."""

    def __init__(self, inner: "WSGIApplication", proxies: Proxies, meters: Meters, log: AccessLog) -> None:
        self._inner = inner
        self._proxies = proxies
        self._meters = meters
        self._log = log

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass the request on, and tell what became of it."""
        started = time.perf_counter()
        exchange = begin_exchange(environ, self._proxies.client(environ))
        asked_by.set(exchange.name)

        def respond(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:  # noqa: ANN401 - PEP 3333
            exchange.status = int(status[:3])
            return start_response(status, [*headers, (REQUEST_ID, exchange.name)], exc_info)

        self._meters.begin(exchange)
        try:
            return self._inner(environ, respond)
        finally:
            seconds = time.perf_counter() - started
            self._meters.end(exchange, seconds)
            if self._log.is_on:
                self._log.write(environ, exchange, seconds)
