"""A query on its way, and the worker that answers it."""

import json
import time
from asyncio import TimerHandle
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from moonpact.graph.execution.activity import Running
from moonpact.graph.execution.errors import QueryStoppedError, QueryTooExpensiveError, error_of
from moonpact.graph.execution.frames import Header
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.request import Answer, Request
from moonpact.graph.execution.workers import Worker

Outcome = Answer | Exception
Then = Callable[[Outcome], object]


def never() -> bool:
    """Tell that somebody waits for the answer still."""
    return False


@dataclass(eq=False)
class Query:
    """A query on its way: who is told of the outcome, and what happens when it takes long."""

    running: Running
    then: Then
    is_left: Callable[[], bool]
    is_patient: bool = False
    """Whether it waits for a place in the slow lane, instead of being sent away because others wait."""
    has_place: bool = False
    """Whether it has one, before it has a worker."""
    timer: TimerHandle | None = None
    finish_by: float = 0.0
    attempts: int = 0

    def is_fresh(self, limits: Limits) -> bool:
        """Tell whether it was asked for the first time, just now, so that others may have ended its worker."""
        asked = self.finish_by - limits.deadline_seconds
        return self.attempts == 1 and time.monotonic() < asked + limits.fast_seconds

    def stop_timer(self) -> None:
        """Wait for nothing any more."""
        if self.timer is not None:
            self.timer.cancel()

    def end(self, outcome: Outcome) -> None:
        """Tell of the outcome."""
        self.stop_timer()
        if isinstance(outcome, Exception):
            self.running.fail(outcome)
        self.then(outcome)


@dataclass(eq=False)
class Member:
    """A worker, which of the sets of data it answers from, counted from the first, and the query that it answers."""

    worker: Worker
    generation: int
    query: Query | None = None
    is_slow: bool = False


def ended(running: Running) -> QueryStoppedError | QueryTooExpensiveError:
    """Return why the worker of a query has ended."""
    return QueryStoppedError() if running.stopped else QueryTooExpensiveError()


def outcome_of(head: bytes, body: bytes) -> Outcome:
    """Return the answer or the error that a worker has sent."""
    header = _header(head)
    return error_of(header) or Answer(header["kind"], header["format"], body)


# Most answers have the same header as one before.
@lru_cache(maxsize=64)
def _header(head: bytes) -> Header:
    return cast("Header", json.loads(head))


class Remembered:
    """The queries that ran out of time, the oldest forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._keys: OrderedDict[tuple[bytes, bytes], None] = OrderedDict()

    def __contains__(self, request: Request) -> bool:
        return bool(self._keys) and request.key in self._keys

    def add(self, request: Request) -> None:
        """Remember a query."""
        self._keys[request.key] = None
        if len(self._keys) > self._most:
            self._keys.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        self._keys.clear()
