"""A built dataset read from an engine, for what only the engine here does: views and downloads."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, Thread
from typing import Final
from weakref import finalize

from pyoxigraph import NamedNode, Quad, Store

from moonpact.graph.checking.report import Report
from moonpact.graph.dataset import Release, merged, sorted_quads
from moonpact.graph.engine import Literal
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.request import Request
from moonpact.graph.execution.served import Served
from moonpact.graph.execution.serving import serve_files
from moonpact.graph.formats import Kind
from moonpact.graph.names import BASE, RELEASE_GRAPH
from moonpact.graph.reading import READABLE, read_graph
from moonpact.graph.remote.connection import EngineFailedError
from moonpact.queries.files import read_query

_NO_REPORT: Final = Report(0, 0, 0, 0, 0, 0, ())
_FEW: Final = 1


@dataclass(frozen=True)
class Copy:
    """The dataset as a file here, and workers that make views of it."""

    release: Release
    served: Served


class Copies:
    """The copy of what an engine holds, read in the background, once for each version."""

    def __init__(self, remote: Served) -> None:
        self._remote = remote
        self._version = ""
        self._reading: Future[Copy] | None = None
        self._lock = Lock()

    def reading(self) -> "Future[Copy]":
        """Return the copy of the version that holds now, as it is to come."""
        version = self._remote.version
        with self._lock:
            if self._reading is None or version != self._version or _has_failed(self._reading):
                before, self._reading, self._version = self._reading, Future(), version
                if before is not None:
                    before.add_done_callback(_give_up)
                Thread(target=_fulfil, args=(self._reading, lambda: _read(self._remote, version)), daemon=True).start()
            return self._reading

    def close(self) -> None:
        """Give up the copy."""
        with self._lock:
            if self._reading is not None:
                self._reading.add_done_callback(_give_up)
                self._reading = None


def _has_failed(reading: "Future[Copy]") -> bool:
    return reading.done() and reading.exception() is not None


def _give_up(reading: "Future[Copy]") -> None:
    if reading.exception() is None:
        reading.result().served.close()


def _fulfil(promise: "Future[Copy]", read: Callable[[], Copy]) -> None:
    try:
        promise.set_result(read())
    except Exception as error:  # It goes on to those who wait for the copy.
        promise.set_exception(error)


def _read(remote: Served, version: str) -> Copy:
    store = Store()
    store.bulk_extend(merged(_quads(remote)))
    if remote.version != version:
        raise EngineFailedError("the data in the engine was changed while it was read")
    folder = tempfile.TemporaryDirectory(prefix="moonpact-")
    file = Path(folder.name) / "dataset.nq"
    file.write_bytes(sorted_quads(store))
    served = serve_files([file], _few(remote.limits), version, thread=remote.thread)
    finalize(served, folder.cleanup)
    return Copy(Release(Path(folder.name), file, version, _NO_REPORT), served)


def _few(limits: Limits) -> Limits:
    # The copy itself is not asked: its views are, in workers of their own.
    return replace(limits, fast_workers=_FEW, slow_workers=_FEW)


def _quads(remote: Served) -> Iterator[Quad]:
    """The statements of the graphs that a build makes; an engine may have others of its own."""
    for row in remote.select(read_query("pages/graphs")):
        graph, statements = row["thing"], row["statements"]
        if isinstance(graph, NamedNode) and graph.value.startswith(BASE) and graph != RELEASE_GRAPH:
            formats: Mapping[Kind, str] = {"graph": READABLE["graph"]}
            asked = Request(read_query("graph-store/default"), formats, default_graphs=(graph.value,))
            triples = read_graph(remote.answer(asked).body)
            if isinstance(statements, Literal) and len(triples) != int(statements.value):
                raise EngineFailedError(
                    f"the engine gives {len(triples):,} of the {statements.value} statements of {graph}"
                )
            yield from (Quad(each.subject, each.predicate, each.object, graph) for each in triples)
