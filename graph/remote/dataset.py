"""A dataset that another engine holds."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillReadingError
from contextlib import ExitStack
from dataclasses import replace
from typing import Final
from weakref import finalize, proxy

from moonpact.graph.checking.report import Report
from moonpact.graph.dataset import Release
from moonpact.graph.difference.datasets import Difference
from moonpact.graph.difference.period import Period
from moonpact.graph.engine import Literal, Term
from moonpact.graph.execution.activity import Activity, Running
from moonpact.graph.execution.errors import BusyError, ClientLeftError
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.loop import LoopThread
from moonpact.graph.execution.member import Outcome, Then, never
from moonpact.graph.execution.request import Answer, Request
from moonpact.graph.execution.served import Served
from moonpact.graph.execution.serving import serve_files
from moonpact.graph.reading import read_boolean
from moonpact.graph.remote.connection import Connection, Engine
from moonpact.graph.remote.copy import Copies, Copy
from moonpact.graph.remote.substitution import substitute
from moonpact.graph.remote.translation import ACCEPTED, translate
from moonpact.graph.remote.version import Version
from moonpact.graph.sparql.dataset_clause import clause_graphs
from moonpact.graph.sparql.tokens import tokens
from moonpact.graph.view import InvalidViewError, View
from moonpact.queries.files import read_query

_CHECKERS: Final = 2
_RETRY_SECONDS: Final = 2
_SCHEME: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")


class RemoteDataset(Served):
    """A dataset that another engine holds; each query is one request to it.

    What is no query, asks for data from outside or is nested too deep is refused before, by the engine here, which has
    the query in a worker on no data: so the same texts are refused in the same words, wherever the graph is.
    """

    def __init__(self, engine: Engine, limits: Limits, activity: Activity, thread: LoopThread) -> None:
        """Ask this engine; tell of what `begin` asks in the thread.

        Raises:
            EngineFailedError, …: It does not answer, as `Connection.ask`.
        """
        self.limits = limits
        self.activity = activity
        self.thread = thread
        self._engine = engine
        self._connection = Connection(engine)
        self._threads = ThreadPoolExecutor(engine.connections, "moonpact-engine")
        few = replace(limits, fast_workers=_CHECKERS, slow_workers=_CHECKERS)
        self._checker: Served = serve_files([], few, thread=thread)
        itself = proxy(self)  # What goes on in the background must not keep a dataset that nobody uses.
        self._copies = Copies(itself)
        with ExitStack() as undo:
            undo.callback(self._connection.close)
            undo.callback(self._threads.shutdown, wait=False, cancel_futures=True)
            undo.callback(self._checker.close)
            undo.callback(self._copies.close)
            self._version = Version(lambda: engine.version or itself.told_version())
            undo.callback(self._version.close)
            self._closing = undo.pop_all()

    @property
    def version(self) -> str:
        """The version of the data; where none is known, a name that holds for seconds."""
        return self._version.name

    @property
    def is_versioned(self) -> bool:
        """Whether the version of the data is known."""
        return self._version.known is not None

    def answer(self, request: Request, is_left: Callable[[], bool] = never, *, patient: bool = False) -> Answer:
        """Return the answer of the engine.

        Raises:
            EngineFailedError, QueryTimeoutError, …: As `Connection.ask`.
            InvalidQueryError, ServiceNotAllowedError, …: As `Lanes.answer`.
        """
        outcome = self._outcome(self.activity.run(request, self._engine.query), is_left, patient=patient)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def begin(self, request: Request, then: Then, is_left: Callable[[], bool]) -> None:
        """Ask a query in another thread, of as many as there are connections; tell of the outcome in the thread."""
        running = self.activity.run(request, self._engine.query)
        begin_by = time.monotonic() + self.limits.patience_seconds

        def ask() -> None:
            is_late = time.monotonic() > begin_by
            self.thread.post(then, _sent_away(running) if is_late else self._outcome(running, is_left))

        self._threads.submit(ask)

    def _outcome(self, running: Running, is_left: Callable[[], bool], *, patient: bool = False) -> Outcome:
        try:
            answer = self._ask(running.request, is_left, patient=patient)
        except Exception as error:  # Every error goes on to who asked.
            running.fail(error)
            return error
        running.end()
        return answer

    def _ask(self, request: Request, is_left: Callable[[], bool], *, patient: bool) -> Answer:
        if is_left():
            raise ClientLeftError
        kind = self._checker.answer(replace(request, formats={}), is_left, patient=patient).kind
        name = request.formats.get(kind)
        if name is None:
            return Answer(kind, None, b"")
        limits = self.limits
        reply = self._connection.ask(self._form(request), ACCEPTED[kind], limits.deadline_seconds, limits.answer_bytes)
        return Answer(kind, name, translate(kind, reply, name))

    def told_version(self) -> str | None:
        """Return the version that the data in the engine tells; None where it tells none, or several."""
        asked = Request(read_query("remote/version"), {"rows": "json"})
        rows = self.select(asked.text)
        told = rows[0]["version"] if len(rows) == 1 else None
        return told.value if isinstance(told, Literal) else None

    def report(self) -> Report | None:
        """Return how much the engine holds of what `moonpact build` makes; None where it holds other data."""
        if not read_boolean(self.answer(Request(read_query("remote/built"), {"boolean": "json"})).body):
            return None
        found = self.select(read_query("remote/report"))[0].values()
        sources, claims, records, conclusions, disagreements = (_number(term) for term in found)
        # What a build left out, its data does not tell.
        return Report(sources, claims, records, conclusions, disagreements, left_out=0)

    def view(self, view: View) -> Served:
        """Return a view, concluded here from a copy of what the engine holds.

        Raises:
            InvalidViewError: The version of the data is not known, so that a copy would not be known to hold.
            BusyError: The copy is being made.
            EngineFailedError, QueryTimeoutError, …: It could not be made.
        """
        return self._copy().served.view(view)

    def changes(self, period: Period) -> Difference:
        """Return what came, went or changed between two views; the errors are those of `view`."""
        return self._copy().served.changes(period)

    def release(self) -> Release | None:
        """Return the copy of what the engine holds as a file; None while it is being made, or has no version."""
        if not self.is_versioned:
            return None
        reading = self._copies.reading()
        return reading.result().release if reading.done() else None

    def close_when_unused(self) -> None:
        """Do as `close` does once nobody refers to this any more."""
        finalize(self, self._closing.close)

    def close(self) -> None:
        """Close the connections, and end the workers."""
        self._closing.close()

    def _copy(self) -> Copy:
        if not self.is_versioned:
            message = "there are no views of data whose version is not known; see the setting engine_version"
            raise InvalidViewError(message)
        try:
            return self._copies.reading().result(self.limits.patience_seconds)
        except StillReadingError:
            raise BusyError(_RETRY_SECONDS) from None

    def _form(self, request: Request) -> list[tuple[str, str]]:
        text = substitute(request.text, request.values)
        default, named = request.default_graphs, request.named_graphs
        if not (default or named) and self._engine.default_graph and clause_graphs(text, "") == ([], []):
            default = (self._engine.default_graph,)
        return [
            ("query", _with_base(text, request.base)),
            *(("default-graph-uri", name) for name in default),
            *(("named-graph-uri", name) for name in named),
        ]


def _number(term: Term | None) -> int:
    return int(term.value) if isinstance(term, Literal) else 0


def _sent_away(running: Running) -> BusyError:
    error = BusyError(_RETRY_SECONDS)
    running.fail(error)
    return error


def _with_base(text: str, base: str | None) -> str:
    """The query with the base of its relative IRIs, if it has any."""
    if base is None or all(token.kind != "iri" or _SCHEME.match(token.text) for token in tokens(text)):
        return text
    return f"BASE <{base}> {text}"
