"""Bounded execution: each query in a worker of its own, first in a fast lane, then in a slow one, never for long."""

import time
from collections import OrderedDict
from collections.abc import Callable
from queue import Empty, LifoQueue
from threading import BoundedSemaphore, Lock
from typing import Final

from moonpact.graph.frames import ClosedError, Header
from moonpact.graph.limits import Limits
from moonpact.graph.query import QUERY_ERRORS, InternalError
from moonpact.graph.request import Answer, Request
from moonpact.graph.workers import Worker

_ERRORS: Final = {error.__name__: error for error in (*QUERY_ERRORS, InternalError)}
_REMEMBERED: Final = 1_000
_RETRY_SECONDS: Final = 1


class QueryTimeoutError(TimeoutError):
    """The query was not answered within its deadline."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the query was stopped after {seconds:g} s")
        self.seconds = seconds


class QueryTooExpensiveError(RuntimeError):
    """The query took more memory than it may, or nested deeper, and its worker ended."""


class QueryTooLargeError(ValueError):
    """The text of the query is longer than is read."""

    def __init__(self, size: int, most: int) -> None:
        super().__init__(f"the query has {size:,} bytes; at most {most:,} are read")
        self.size = size
        self.most = most


class BusyError(RuntimeError):
    """So many queries are running that this one was not begun or was stopped; it can be asked again."""

    def __init__(self, retry_seconds: int) -> None:
        super().__init__("all workers are busy with other queries")
        self.retry_seconds = retry_seconds


class Lanes:
    """Answers queries in workers, a few fast ones and a few slow ones at a time.

    A query that is not answered within the fast lane's time goes on in the slow lane, and a fresh worker takes its
    place; where the slow lane is full, it is stopped. What ran out of time is remembered and not begun again.
    """

    def __init__(self, limits: Limits, fork: Callable[[], Worker]) -> None:
        self._limits = limits
        self._fork = fork
        self._idle: LifoQueue[Worker] = LifoQueue()
        self._slow = BoundedSemaphore(limits.slow_workers)
        self._timed_out: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()
        for _ in range(limits.fast_workers):
            self._idle.put(fork())

    def answer(self, request: Request) -> Answer:
        """Return the answer to a query.

        Raises:
            QueryTooLargeError: Its text is too long.
            QueryTimeoutError: It was not answered in time, now or before.
            QueryTooExpensiveError: It took too much memory.
            BusyError: Too many queries are running.
            InvalidQueryError, ServiceNotAllowedError, …: As `graph.query.evaluate` and `AnswerTooLargeError`.
        """
        self._check(request)
        try:
            worker = self._idle.get(timeout=self._limits.patience_seconds)
        except Empty:
            raise BusyError(_RETRY_SECONDS) from None
        return _read(*self._ask(worker, request))

    def close(self) -> None:
        """End the idle workers."""
        while not self._idle.empty():
            self._idle.get().kill()

    def _check(self, request: Request) -> None:
        if (size := len(request.text.encode())) > self._limits.query_bytes:
            raise QueryTooLargeError(size, self._limits.query_bytes)
        if self._timed_out and request.key in self._timed_out:
            raise QueryTimeoutError(self._limits.deadline_seconds)

    def _ask(self, worker: Worker, request: Request) -> tuple[Header, bytes]:
        finish_by = time.monotonic() + self._limits.deadline_seconds
        try:
            worker.ask(request.to_json())
            header, body = worker.receive(self._limits.fast_seconds, finish_by)
        except TimeoutError:
            return self._in_slow_lane(worker, request, finish_by)
        except ConnectionError:
            self._replace(worker)
            raise QueryTooExpensiveError("the query took more memory than it may") from None
        if len(body) > self._limits.recycle_bytes:
            self._replace(worker)  # Its memory stays large, and the pages it wrote to are its own.
        else:
            self._idle.put(worker)
        return header, body

    def _in_slow_lane(self, worker: Worker, request: Request, finish_by: float) -> tuple[Header, bytes]:
        if not self._slow.acquire(blocking=False):
            self._replace(worker)
            raise BusyError(_RETRY_SECONDS)
        try:
            self._idle.put(self._fork())
            worker.demote()
            return worker.receive(finish_by - time.monotonic(), finish_by)
        except TimeoutError:
            self._remember(request)
            raise QueryTimeoutError(self._limits.deadline_seconds) from None
        except ClosedError:
            raise QueryTooExpensiveError("the query took more memory than it may") from None
        finally:
            worker.kill()
            self._slow.release()

    def _replace(self, worker: Worker) -> None:
        worker.kill()
        self._idle.put(self._fork())

    def _remember(self, request: Request) -> None:
        with self._lock:
            self._timed_out[request.key] = None
            if len(self._timed_out) > _REMEMBERED:
                self._timed_out.popitem(last=False)


def _read(header: Header, body: bytes) -> Answer:
    if "error" in header:
        raise _ERRORS[header["error"]](**header["fields"])
    return Answer(header["kind"], header["format"], body)
