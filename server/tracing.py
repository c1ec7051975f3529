"""Traces by OpenTelemetry: a span for each request, and within it one for each query that it asks."""

import os
import time
from collections.abc import Callable
from contextvars import Context
from typing import TYPE_CHECKING, Final

from opentelemetry.context import attach
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import extract
from opentelemetry.sdk.environment_variables import OTEL_SERVICE_NAME
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode, set_span_in_context

from moonpact.graph.execution.activity import Running
from moonpact.server.exchange import exchange_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_NAME: Final = "moonpact"
_FAULT: Final = 500
_NANOSECONDS: Final = 1_000_000_000
_ENDED_WELL: Final = ("answered", "left")


class Tracing:
    """Makes the spans of a server."""

    def __init__(self, provider: TracerProvider, *, with_queries: bool) -> None:
        """Give the spans to the provider, those of queries with their texts if that is wanted."""
        self._tracer = provider.get_tracer(_NAME)
        self._with_queries = with_queries

    def begin(
        self, environ: "WSGIEnvironment", context: Context, answered: Callable[[int], object]
    ) -> tuple[Context, Callable[[int], object]]:
        """Begin the span of a request, in the trace that its client names, if any.

        Returns:
            The context in which it is to be answered, and what is to be told of its status, which ends the span.
        """
        exchange, method = exchange_of(environ), environ["REQUEST_METHOD"]
        parent = extract({"traceparent": environ.get("HTTP_TRACEPARENT", "")})
        span = self._tracer.start_span(method, parent, SpanKind.SERVER)
        context = context.copy()
        context.run(attach, set_span_in_context(span))

        def end(status: int) -> None:
            answered(status)
            span.update_name(f"{method} {exchange.kind}")
            span.set_attributes(
                {
                    "http.request.method": method,
                    "http.response.status_code": status,
                    "url.path": environ["PATH_INFO"],
                    "moonpact.request_id": exchange.name,
                }
            )
            if status >= _FAULT:
                span.set_status(StatusCode.ERROR, exchange.problem)
            span.end()

        return context, end

    def of_query(self, running: Running, outcome: str) -> None:
        """Make the span of a query that has just ended, in that of the request that is being answered."""
        ended = time.time_ns()
        began = ended - int((time.monotonic() - running.started) * _NANOSECONDS)
        attributes = {"moonpact.outcome": outcome, "moonpact.lane": running.lane, "moonpact.version": running.version}
        if self._with_queries:
            attributes["db.query.text"] = running.request.text
        span = self._tracer.start_span("query", start_time=began, attributes=attributes)
        if outcome not in _ENDED_WELL:
            span.set_status(StatusCode.ERROR, outcome)
        span.end(ended)


def start_tracing(*, with_queries: bool) -> Tracing:
    """Return what makes spans and sends them to where `OTEL_EXPORTER_OTLP_ENDPOINT` and its like say (OTLP/HTTP)."""
    name = os.environ.get(OTEL_SERVICE_NAME, _NAME)
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Tracing(provider, with_queries=with_queries)
