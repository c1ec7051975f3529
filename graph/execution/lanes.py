"""Bounded execution: each query in a worker of its own, first in a fast lane, then in a slow one, never for long."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from queue import Empty, LifoQueue
from threading import BoundedSemaphore, Lock
from typing import Final

from moonpact.graph.checking.faults import InvalidDataError
from moonpact.graph.execution.activity import Activity, Running
from moonpact.graph.execution.errors import (
    BusyError,
    ClientLeftError,
    LoadError,
    QueryStoppedError,
    QueryTimeoutError,
    QueryTooExpensiveError,
    QueryTooLargeError,
    raise_error,
)
from moonpact.graph.execution.frames import ClosedError, Header
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.request import Answer, Request
from moonpact.graph.execution.workers import Worker

_REMEMBERED: Final = 1_000
_RETRY_SECONDS: Final = 1
_LEAST_SECONDS: Final = 0.001
_LOOK_SECONDS: Final = 0.25
# Why there is no new worker: what it is forked from has ended, and could not be started again.
_NO_FORK: Final = (OSError, LoadError, InvalidDataError)


@dataclass(frozen=True)
class _Member:
    """A worker, and which of the sets of data it answers from, counted from the first."""

    worker: Worker
    generation: int


class Lanes:
    """Answers queries in workers, a few fast ones and a few slow ones at a time.

    A query that is not answered within the fast lane's time, though it had a processor, goes on in the slow lane, and a
    fresh worker takes its place; where the slow lane is full and others wait, it is stopped. What ran out of time is
    remembered and not begun again.
    """

    def __init__(self, limits: Limits, fork: Callable[[], Worker], activity: Activity) -> None:
        self._limits = limits
        self._activity = activity
        self._fork = fork
        self._generation = 0
        self._waiting = 0
        self._idle: LifoQueue[_Member | None] = LifoQueue()  # None stands for one that is to be forked.
        self._slow = BoundedSemaphore(limits.slow_workers)
        self._timed_out: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()
        for _ in range(limits.fast_workers):
            self._idle.put(self._forked())

    @property
    def idle(self) -> int:
        """How many workers wait for a query."""
        return self._idle.qsize()

    def answer(
        self, request: Request, version: str, is_left: Callable[[], bool] = lambda: False, *, patient: bool = False
    ) -> Answer:
        """Return the answer to a query.

        Args:
            request: The query.
            version: The version of the data that is asked, as it is told to an operator.
            is_left: Tells whether nobody waits for the answer any more; it is asked a few times a second.
            patient: Whether the query, if it is stopped because others wait, itself waits for a place in the slow lane.

        Raises:
            ClientLeftError: Nobody waits for the answer any more.
            QueryTooLargeError: Its text is too long.
            QueryTimeoutError: It was not answered in time, now or before.
            QueryTooExpensiveError: It took too much memory.
            QueryStoppedError: An operator stopped it.
            BusyError: Too many queries are running.
            InvalidQueryError, ServiceNotAllowedError, …: As `graph.query.evaluate` and `AnswerTooLargeError`.
        """
        with self._activity.run(request, version) as running:
            self._check(running)
            finish_by = time.monotonic() + self._limits.deadline_seconds
            try:
                header, body = self._receive_from(self._asked(running), running, finish_by, is_left)
            except BusyError:
                running.wait()
                if not patient or not self._slow.acquire(timeout=self._limits.patience_seconds):
                    raise
                header, body = self._ask_in_slow_lane(running, is_left)
        return _read(header, body)

    def swap(self) -> None:
        """Answer from what workers are forked from now on; queries that run end where they began.

        Each new worker is forked when it is needed, so that a change does not wait for them.
        """
        with self._lock:
            self._generation += 1
            self._timed_out.clear()
        for member in list(self._idle_members()):
            if member is not None:
                member.worker.kill()
            self._idle.put(None)

    def close(self) -> None:
        """End the idle workers."""
        for member in self._idle_members():
            if member is not None:
                member.worker.kill()

    def _check(self, running: Running) -> None:
        request, most = running.request, self._limits.query_bytes + self._limits.service_bytes
        if (size := len(request.text.encode())) > most:
            raise QueryTooLargeError(size, most)
        if self._timed_out and request.key in self._timed_out:
            running.end("refused")
            raise QueryTimeoutError(self._limits.deadline_seconds)

    def _take(self) -> _Member:
        member = self._wait_for_member()
        if member is not None and member.generation == self._generation:
            return member
        if member is not None:  # It was given back while the data was swapped.
            member.worker.kill()
        try:
            return self._forked()
        except _NO_FORK:
            self._idle.put(None)
            raise

    def _wait_for_member(self) -> _Member | None:
        with suppress(Empty):
            return self._idle.get_nowait()
        with self._lock:
            self._waiting += 1
        try:
            return self._idle.get(timeout=self._limits.patience_seconds)
        except Empty:
            raise BusyError(_RETRY_SECONDS) from None
        finally:
            with self._lock:
                self._waiting -= 1

    def _idle_members(self) -> Iterator[_Member | None]:
        with suppress(Empty):
            while True:
                yield self._idle.get_nowait()

    def _asked(self, running: Running) -> _Member:
        """A worker that has the request; those that were ended while they had nothing to do are replaced."""
        for _ in range(self._limits.fast_workers + 1):
            member = self._take()
            running.begin(member.worker)
            try:
                member.worker.ask(running.request.to_json())
            except ConnectionError:
                running.worker = None
                self._replace(member.worker)
                if running.stopped:
                    break
            else:
                return member
        raise _ended(running)

    def _receive_from(
        self, member: _Member, running: Running, finish_by: float, is_left: Callable[[], bool]
    ) -> tuple[Header, bytes]:
        try:
            answer = self._in_fast_lane(member.worker, finish_by)
        except ConnectionError:
            self._replace(member.worker)
            raise _ended(running) from None
        except BusyError:
            self._replace(member.worker)
            raise
        except TimeoutError:
            had_processor = member.worker.seconds() >= self._limits.fast_cpu_seconds
            self._replace(member.worker)
            # What had no processor is not known to be slow, and may be asked again.
            error = (
                self._timeout(running.request) if had_processor else QueryTimeoutError(self._limits.deadline_seconds)
            )
            raise error from None
        if answer is None:
            return self._in_slow_lane(member.worker, running, finish_by, is_left)
        running.end()
        # After a large answer, the worker's memory stays large, and the pages it wrote to are its own.
        self._give_back(member, worn=len(answer[1]) > self._limits.recycle_bytes)
        return answer

    def _ask_in_slow_lane(self, running: Running, is_left: Callable[[], bool]) -> tuple[Header, bytes]:
        """The answer to a query that has a place in the slow lane before it begins."""
        with ExitStack() as undo:
            undo.callback(self._slow.release)
            worker = self._asked(running).worker
            undo.pop_all()
        return self._in_slow_lane(worker, running, time.monotonic() + self._limits.deadline_seconds, is_left)

    def _in_fast_lane(self, worker: Worker, finish_by: float) -> tuple[Header, bytes] | None:
        """The answer; None where the query goes on in the slow lane, in which it has a place."""
        while True:
            left = max(_LEAST_SECONDS, finish_by - time.monotonic())
            try:
                return worker.receive(min(self._limits.fast_seconds, left), finish_by)
            except TimeoutError:
                if time.monotonic() >= finish_by:
                    raise
                if worker.seconds() < self._limits.fast_cpu_seconds:
                    continue  # It waits for a processor, and is not known to be slow.
                if self._slow.acquire(blocking=False):
                    return None
                # It may stay where it is as long as nobody waits for its worker.
                if self._waiting:
                    raise BusyError(_RETRY_SECONDS) from None

    def _in_slow_lane(
        self, worker: Worker, running: Running, finish_by: float, is_left: Callable[[], bool]
    ) -> tuple[Header, bytes]:
        running.lane = "slow"
        try:
            self._add()
            worker.demote()
            return self._receive(worker, finish_by, is_left)
        except TimeoutError:
            raise self._timeout(running.request) from None
        except ClosedError:
            raise _ended(running) from None
        finally:
            worker.kill()
            self._slow.release()

    def _receive(self, worker: Worker, finish_by: float, is_left: Callable[[], bool]) -> tuple[Header, bytes]:
        while True:
            left = max(_LEAST_SECONDS, finish_by - time.monotonic())
            try:
                return worker.receive(min(_LOOK_SECONDS, left), finish_by)
            except TimeoutError:
                if time.monotonic() >= finish_by:
                    raise
                if is_left():
                    raise ClientLeftError from None

    def _give_back(self, member: _Member, *, worn: bool = False) -> None:
        if worn or member.generation != self._generation:
            self._replace(member.worker)
        else:
            self._idle.put(member)

    def _replace(self, worker: Worker) -> None:
        worker.kill()
        self._add()

    def _add(self) -> None:
        """Have one more worker, ready where it can be."""
        try:
            self._idle.put(self._forked())
        except _NO_FORK:  # Who needs it is told.
            self._idle.put(None)

    def _forked(self) -> _Member:
        with self._lock:  # What it is forked from and its number go together.
            return _Member(self._fork(), self._generation)

    def _timeout(self, request: Request) -> QueryTimeoutError:
        """The error of a query that ran out of time, which is remembered."""
        with self._lock:
            self._timed_out[request.key] = None
            if len(self._timed_out) > _REMEMBERED:
                self._timed_out.popitem(last=False)
        return QueryTimeoutError(self._limits.deadline_seconds)


def _ended(running: Running) -> QueryStoppedError | QueryTooExpensiveError:
    """Why the worker of a query has ended."""
    return QueryStoppedError() if running.stopped else QueryTooExpensiveError()


def _read(header: Header, body: bytes) -> Answer:
    raise_error(header)
    return Answer(header["kind"], header["format"], body)
