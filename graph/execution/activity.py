"""The queries that run, and how those ended that did: what an operator sees of the lanes, and where one is stopped."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from typing import Final, Literal

from moonpact.graph.execution.errors import (
    BusyError,
    ClientLeftError,
    QueryStoppedError,
    QueryTimeoutError,
    QueryTooExpensiveError,
    QueryTooLargeError,
)
from moonpact.graph.execution.request import Request
from moonpact.graph.execution.workers import Worker

Lane = Literal["waiting", "fast", "slow"]
_OUTCOMES: Final[Mapping[type[Exception], str]] = {
    BusyError: "busy",
    ClientLeftError: "left",
    QueryStoppedError: "stopped",
    QueryTimeoutError: "timeout",
    QueryTooExpensiveError: "memory",
    QueryTooLargeError: "refused",
}
OUTCOMES: Final = ("answered", "failed", *_OUTCOMES.values())
"""How a query can end: `refused` are those that were not begun, `failed` are faults of ours."""
asked_by: Final[ContextVar[str]] = ContextVar("asked_by", default="")
"""The name of the request for which queries are asked here, if it has one."""


@dataclass(eq=False, slots=True)
class Running:
    """A query from when it is asked until it has an answer or none."""

    activity: "Activity"
    request: Request
    version: str
    """The version of the dataset or view that it asks."""
    number: int
    asked_by: str
    started: float = field(default_factory=time.monotonic)
    context: Context = field(default_factory=copy_context)
    """In which it was asked."""
    lane: Lane = "waiting"
    worker: Worker | None = None
    stopped: bool = False
    ended: bool = False

    def begin(self, worker: Worker) -> None:
        """Run in this worker from now on."""
        self.worker, self.lane = worker, "fast"
        if self.stopped:  # While it waited for one.
            worker.interrupt()

    def wait(self) -> None:
        """Have no worker any more, and wait for another one."""
        self.worker, self.lane = None, "waiting"

    def end(self, outcome: str = "answered") -> None:
        """Run no longer: from now on, the worker is another's, and is not stopped for this query."""
        if not self.ended:
            self.activity.end(self, outcome)

    def fail(self, error: Exception) -> None:
        """Run no longer: there is no answer."""
        self.end(_OUTCOMES.get(type(error), "failed"))


class Activity:
    """What runs and what ran, of a dataset with its views; threads may use it at the same time."""

    def __init__(self) -> None:
        self._running: dict[int, Running] = {}
        self._ended: Counter[str] = Counter()
        self._numbers = count(1)
        self._lock = Lock()
        self.observe: Callable[[Running, str], None] | None = None
        """Is told of each query that ends, and how, in the context in which it was asked."""

    def run(self, request: Request, version: str) -> Running:
        """Return a query that runs from now on, until it is told that it ended."""
        running = Running(self, request, version, next(self._numbers), asked_by.get())
        self._running[running.number] = running
        return running

    def end(self, running: Running, outcome: str) -> None:
        """Count how the query ended."""
        running.ended = True
        with self._lock:
            del self._running[running.number]
            self._ended[outcome] += 1
        if self.observe is not None:
            running.context.copy().run(self.observe, running, outcome)

    def stop(self, number: int) -> bool:
        """Stop the query of this number; tell whether it still ran."""
        with self._lock:
            if (running := self._running.get(number)) is None:
                return False
            running.stopped = True
            if running.worker is not None:
                running.worker.interrupt()
            return True

    def running(self) -> Sequence[Running]:
        """Return the queries that run or wait for a worker now, the oldest first."""
        with self._lock:
            return [running for _, running in sorted(self._running.items())]

    def ended(self) -> Mapping[str, int]:
        """Return how many queries ended in each of `OUTCOMES`."""
        with self._lock:
            return {outcome: self._ended[outcome] for outcome in OUTCOMES}
