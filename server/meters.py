"""What is counted of the server while it runs, for Prometheus."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from moonpact.graph.execution.footprint import memory_bytes
from moonpact.graph.execution.served import Served
from moonpact.server.cache import Counted
from moonpact.server.edition import Editions
from moonpact.server.exchange import Exchange

_SECONDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_LANES: Final = ("waiting", "fast", "slow")


class Meters:
    """The counts of one server; threads may use it at the same time."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # When a count began is no count.
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "moonpact_request_seconds",
            "Time from a request to the beginning of its answer.",
            ("kind", "status"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._problems = Counter(
            "moonpact_problems", "Answers that told of a problem.", ("problem",), registry=self._registry
        )
        self._in_progress: set[Exchange] = set()
        Gauge(
            "moonpact_requests_in_progress", "Requests without the beginning of an answer.", registry=self._registry
        ).set_function(lambda: len(self._in_progress))
        self._children: dict[tuple[str, int], Histogram] = {}
        ProcessCollector(registry=self._registry)

    def begin(self, exchange: Exchange) -> None:
        """Count a request as begun."""
        self._in_progress.add(exchange)

    def end(self, exchange: Exchange, seconds: float) -> None:
        """Count a request as answered."""
        key = exchange.kind, exchange.status
        if (child := self._children.get(key)) is None:
            child = self._children[key] = self._seconds.labels(exchange.kind, str(exchange.status))
        child.observe(seconds)
        if exchange.problem:
            self._problems.labels(exchange.problem).inc()
        self._in_progress.discard(exchange)

    def watch(self, editions: Editions, answers: Counted) -> None:
        """Tell of what is served too, and of the answers that are kept."""
        self._registry.register(_Gauges(editions, answers))

    def written(self, accept: str) -> tuple[bytes, str]:
        """Return all counts in the format of Prometheus that the header Accept asks for, and its media type."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type


class _Gauges(Collector):
    """What is looked up when it is asked for."""

    def __init__(self, editions: Editions, answers: Counted) -> None:
        self._editions = editions
        self._answers = answers

    def collect(self) -> Iterator[Metric]:
        edition = self._editions.current
        served, views = edition.served, edition.views.made()
        yield _info("moonpact", "The program.", version("moonpact"))
        yield _info("moonpact_dataset", "The dataset that is served.", served.version)
        yield from _of_queries(served, views)
        yield from _of_answers(self._answers)
        yield GaugeMetricFamily("moonpact_views", "Views of the dataset that are kept.", len(views))
        if (memory := memory_bytes()) is not None:
            yield GaugeMetricFamily("moonpact_memory_bytes", "Memory of all processes of the server.", memory)


def _info(name: str, sentence: str, told: str) -> Metric:
    return InfoMetricFamily(name, sentence, {"version": told})


def _of_queries(served: Served, views: list[Served]) -> Iterator[Metric]:
    running = [each.lane for each in served.activity.running()]
    lanes = GaugeMetricFamily("moonpact_queries_running", "Queries by lane; some wait for one.", labels=["lane"])
    for lane in _LANES:
        lanes.add_metric([lane], running.count(lane))
    yield lanes
    ended = CounterMetricFamily("moonpact_queries", "Queries by how they ended.", labels=["outcome"])
    for outcome, number in served.activity.ended().items():
        ended.add_metric([outcome], number)
    yield ended
    idle = sum(each.idle_workers for each in (served, *views))
    workers = GaugeMetricFamily("moonpact_workers", "Processes that answer.", labels=["state"])
    workers.add_metric(["idle"], idle)
    workers.add_metric(["busy"], sum(lane != "waiting" for lane in running))
    yield workers


def _of_answers(answers: Counted) -> Iterator[Metric]:
    asked = CounterMetricFamily("moonpact_cache_lookups", "Answers looked for among those kept.", labels=["outcome"])
    asked.add_metric(["hit"], answers.hits)
    asked.add_metric(["miss"], answers.misses)
    yield asked
    yield GaugeMetricFamily("moonpact_cache_answers", "Answers kept.", len(answers))
    yield GaugeMetricFamily("moonpact_cache_bytes", "Size of the answers kept.", answers.size)
