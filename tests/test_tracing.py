"""Traces: a span for each request, and within it one for each query, with how they ended."""

import socket
import subprocess
import sys
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from urllib.parse import quote

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from moonpact.graph.execution.activity import Activity
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.loop import LoopThread
from moonpact.server.access_log import AccessLog
from moonpact.server.app import create_app
from moonpact.server.data import Data
from moonpact.server.edition import Editions
from moonpact.server.endpoint import Endpoint
from moonpact.server.front import Front
from moonpact.server.http.bridge import Bridge
from moonpact.server.http.listener import Listener
from moonpact.server.proxies import Proxies
from moonpact.server.settings import Settings
from moonpact.server.state import state_of
from moonpact.server.tracing import Tracing
from tests.server import Site, served

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01", "Accept": "application/json", "X-Request-Id": "mine"}
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of a thousand triples."""
    made = tmp_path_factory.mktemp("data") / "data.ttl"
    made.write_text("".join(f"<x:s{number}> <x:p> <x:o{number % 10}> .\n" for number in range(1000)), encoding="utf-8")
    return made


class Traced:
    """An application in this process, and the spans of a request to it."""

    def __init__(self, file: Path, *, with_queries: bool) -> None:
        self._spans = InMemorySpanExporter()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(self._spans))
        tracing, activity = Tracing(provider, with_queries=with_queries), Activity()
        activity.observe = tracing.of_query
        limits, self._thread = Limits(deadline_seconds=1), LoopThread()
        self.editions = Editions(lambda: Data((str(file),)).open(limits, activity, self._thread))
        state = state_of(app := create_app(Settings(), self.editions))
        threads = ThreadPoolExecutor(2)
        endpoint = Endpoint(state, Bridge(app, threads, self._thread), threads, self._thread)
        front = Front(endpoint, Proxies(()), state.meters, AccessLog("off"), tracing)
        listening = socket.create_server(("127.0.0.1", 0))
        self._listener = Listener(listening, front, self._thread)
        self._site = Site(*listening.getsockname())

    def spans(self, query: str, headers: Mapping[str, str] = PARENT) -> list[ReadableSpan]:
        """Return the spans of a request that asks a query, those that ended first first."""
        self._spans.clear()
        self._site.request("GET", f"/sparql?query={quote(query)}", headers=headers)
        return list(self._spans.get_finished_spans())

    def close(self) -> None:
        """End the server."""
        self._listener.close(1)
        self.editions.close()
        self._thread.stop()


@pytest.fixture(scope="module", params=[False, True], ids=["without texts", "with texts"])
def traced(request: pytest.FixtureRequest, file: Path) -> Generator[tuple[Traced, bool]]:
    """An application with spans, and whether they have the texts of queries."""
    made = Traced(file, with_queries=request.param)
    with closing(made):
        yield made, request.param


def test_a_request_and_its_query_are_spans_of_the_trace_of_the_client(traced: tuple[Traced, bool]) -> None:
    site, with_texts = traced
    query, request = site.spans("ASK { <x:a> ?p ?o }")
    assert (query.name, request.name) == ("query", "GET query")
    assert request.context and query.context and query.parent and request.parent
    assert {f"{each.trace_id:032x}" for each in (request.context, query.context)} == {TRACE}
    assert (f"{request.parent.span_id:016x}", query.parent.span_id) == ("00f067aa0ba902b7", request.context.span_id)
    assert request.attributes == {
        "http.request.method": "GET",
        "http.response.status_code": 200,
        "url.path": "/sparql",
        "moonpact.request_id": "mine",
    }
    version = site.editions.current.served.version
    texts = {"db.query.text": "ASK { <x:a> ?p ?o }"} if with_texts else {}
    assert query.attributes == {
        "moonpact.outcome": "answered",
        "moonpact.lane": "fast",
        "moonpact.version": version,
        **texts,
    }
    assert request.start_time and request.end_time and query.start_time and query.end_time
    assert request.start_time <= query.start_time < query.end_time <= request.end_time
    assert {span.status.status_code for span in (query, request)} == {StatusCode.UNSET}


def test_a_query_that_is_stopped_is_a_fault_in_both_spans(traced: tuple[Traced, bool]) -> None:
    query, request = traced[0].spans(f"{SLOW} # {traced[1]}")
    assert query.attributes and query.attributes["moonpact.outcome"] == "timeout"
    assert request.attributes and request.attributes["http.response.status_code"] == 504
    ended = [(span.status.status_code, span.status.description) for span in (query, request)]
    assert ended == [(StatusCode.ERROR, "timeout"), (StatusCode.ERROR, "query-timeout")]


@pytest.mark.parametrize("parent", ["", "nonsense", f"00-{TRACE}-00f067aa0ba902b7", "\u00e9"])
def test_a_trace_that_is_none_begins_a_new_one(traced: tuple[Traced, bool], parent: str) -> None:
    *_, request = traced[0].spans(f"ASK {{}} # {parent}", {"traceparent": parent})
    assert request.parent is None


def test_spans_are_sent_before_the_server_ends(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    received: Queue[tuple[str, bytes]] = Queue()

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.put((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class.
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as collector:
        Thread(target=collector.serve_forever, daemon=True).start()
        monkeypatch.setenv("OTEL_SERVICE_NAME", "moon")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{collector.server_port}")
        with served(file, "--tracing", "on") as site:
            assert site.ask("ASK {}").status == 200
        path, body = received.get(timeout=10)
        collector.shutdown()
    assert path == "/v1/traces"
    [resource] = ExportTraceServiceRequest.FromString(body).resource_spans
    assert "moon" in {each.value.string_value for each in resource.resource.attributes if each.key == "service.name"}
    assert [span.name for scope in resource.scope_spans for span in scope.spans] == ["query", "GET query"]


@pytest.mark.parametrize("missing", ["opentelemetry", "opentelemetry.exporter"])
def test_without_the_extra_it_is_told_how_to_get_it(file: Path, missing: str) -> None:
    hidden = f"import sys; sys.modules['{missing}'] = None"
    command = [sys.executable, "-c", f"{hidden}; from moonpact.server.command import main; main()"]
    done = subprocess.run(
        [*command, "serve", str(file), "--port", "0", "--tracing", "on"],
        capture_output=True,
        text=True,
        check=False,
    )
    library = "opentelemetry.exporter.otlp.proto.http"
    sentence = f"{library} is not installed; pip install 'moonpact[tracing]' installs it\n"
    assert (done.returncode, done.stderr) == (1, sentence)
