"""The log of requests: who asked what, and how it was answered; never with a token, a query only if asked for."""

import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from moonpact.server.exchange import Exchange
from moonpact.server.log import with_fields

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_LOG: Final = logging.getLogger("moonpact.access")
_MOST: Final = 10_000
_MOST_OF_AGENT: Final = 200


class AccessLog:
    """Writes down requests, as the operator wants."""

    def __init__(self, logged: str) -> None:
        """Write down what this value of the setting `log_requests` says."""
        self.is_on = logged != "off"
        """Whether anything is written down."""
        self._with_queries = logged == "queries"

    def write(self, environ: "WSGIEnvironment", exchange: Exchange, seconds: float) -> None:
        """Write down a request; the query string of its address, which may hold anything, is left out."""
        method, path = environ["REQUEST_METHOD"], quote(environ["PATH_INFO"].encode("latin-1"))[:_MOST]
        fields: dict[str, object] = {
            "client": exchange.client,
            "method": method,
            "path": path,
            "status": exchange.status,
            "seconds": round(seconds, 6),
            "kind": exchange.kind,
            "userAgent": environ.get("HTTP_USER_AGENT", "")[:_MOST_OF_AGENT],
        }
        if exchange.problem:
            fields["problem"] = exchange.problem
        if self._with_queries and exchange.query:
            fields["query"] = exchange.query[:_MOST]
        line = f"{exchange.client} {method} {path} {exchange.status} {seconds:.4f} s"
        _LOG.info("%s", line, extra=with_fields(fields))
