"""Bounded execution, in one thread: each query in a worker of its own, first in a fast lane, then in a slow one."""

import time
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Final

from moonpact.graph.execution.activity import Activity
from moonpact.graph.execution.errors import BusyError, ClientLeftError, QueryTimeoutError, QueryTooLargeError
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.loop import LoopThread
from moonpact.graph.execution.member import Member, Outcome, Query, Remembered, Then, ended, never, outcome_of
from moonpact.graph.execution.request import Answer, Request
from moonpact.graph.execution.supply import Supply
from moonpact.graph.execution.workers import Worker

_REMEMBERED: Final = 1_000
_RETRY_SECONDS: Final = 1
_LOOK_SECONDS: Final = 0.25


class Lanes:
    """Answers queries in workers, a few fast ones and a few slow ones at a time.

    A query that is not answered within the fast lane's time, though it had a processor, goes on in the slow lane, and a
    fresh worker takes its place; where the slow lane is full and others wait, it is stopped. What ran out of time is
    remembered and not begun again.
    """

    def __init__(self, limits: Limits, fork: Callable[[], Worker], activity: Activity, thread: LoopThread) -> None:
        self._limits = limits
        self._activity = activity
        self._thread = thread
        self._loop = thread.loop
        self._members: set[Member] = set()
        self._idle: list[Member] = []
        self._line: deque[Query] = deque()
        self._patient: deque[Query] = deque()
        self._slow = 0
        self._timed_out = Remembered(_REMEMBERED)
        self._supply = Supply(fork, thread, self._join, self._fail)
        for _ in range(limits.fast_workers):
            thread.call(self._supply.join, fork())

    @property
    def idle(self) -> int:
        """How many workers wait for a query, or would when they are needed."""
        return len(self._idle) + self._supply.missing

    def answer(
        self, request: Request, version: str, is_left: Callable[[], bool] = never, *, patient: bool = False
    ) -> Answer:
        """Return the answer to a query, in any thread but that of the loop.

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
        outcomes: SimpleQueue[Outcome] = SimpleQueue()
        running = self._activity.run(request, version)
        self._loop.call_soon_threadsafe(self._begin, Query(running, outcomes.put, is_left, patient))
        if isinstance(outcome := outcomes.get(), Exception):
            raise outcome
        return outcome

    def begin(self, request: Request, version: str, then: Then, is_left: Callable[[], bool] = never) -> None:
        """Ask a query, in the thread of the loop; tell there of the answer, or of an error that `answer` raises."""
        self._begin(Query(self._activity.run(request, version), then, is_left))

    def swap(self) -> None:
        """Answer from what workers are forked from now on, when they are needed; queries that run end as they began."""
        self._thread.call(self._swap)

    def close(self) -> None:
        """End the workers; queries that run are not answered any more."""
        if not self._thread.post(self._close):  # The thread has ended; nobody else touches them.
            for member in self._members:
                member.worker.kill()

    def _begin(self, query: Query) -> None:
        if (refusal := self._refusal(query)) is not None:
            query.end(refusal)
        else:
            self._give_worker(query)

    def _give_worker(self, query: Query) -> None:
        if self._idle:
            self._ask(self._idle.pop(), query)
            return
        self._line.append(query)
        self._wait(query, self._give_up)
        self._supply.need()

    def _wait(self, query: Query, give_up: Callable[[Query], None]) -> None:
        query.timer = self._loop.call_later(self._limits.patience_seconds, give_up, query)

    def _refusal(self, query: Query) -> Exception | None:
        request, most = query.running.request, self._limits.query_bytes + self._limits.service_bytes
        if (size := len(request.body)) > most:
            return QueryTooLargeError(size, most)
        if request in self._timed_out:
            query.running.end("refused")
            return QueryTimeoutError(self._limits.deadline_seconds)
        return None

    def _ask(self, member: Member, query: Query) -> None:
        query.stop_timer()
        query.attempts += 1
        query.finish_by = time.monotonic() + self._limits.deadline_seconds
        query.timer = self._loop.call_later(self._next_look(member, self._limits.deadline_seconds), self._look, member)
        member.query = query
        query.running.begin(member.worker)
        try:
            member.worker.ask(query.running.request)
        except ConnectionError:
            self._lose(member, query)
            return
        if query.has_place:
            query.has_place = False
            self._enter_slow_lane(member, query)

    def _lose(self, member: Member, query: Query) -> None:
        """Ask another worker, where this one may have been ended by others."""
        if query.running.stopped or query.attempts > self._limits.fast_workers:
            self._end(member, ended(query.running))
            return
        self._take_from(member, query)
        self._line.appendleft(query)
        self._wait(query, self._give_up)
        self._remove(member)

    def _take_from(self, member: Member, query: Query) -> None:
        query.stop_timer()
        member.query = None
        query.running.wait()

    def _receive(self, member: Member) -> None:
        """Receive what has come from the worker."""
        try:
            received = member.worker.receive()
        except ConnectionError:
            if (query := member.query) is not None and not member.is_slow and query.is_fresh(self._limits):
                self._lose(member, query)
            else:
                self._end(member, ended(query.running) if query else None)
            return
        if received is not None and member.query is not None:
            query, member.query = member.query, None
            query.running.end()
            # After a large answer, the worker's memory stays large, and the pages it wrote to are its own.
            self._release(member, is_worn=member.is_slow or len(received[1]) > self._limits.recycle_bytes)
            query.end(outcome_of(*received))

    def _release(self, member: Member, *, is_worn: bool = False) -> None:
        if is_worn or not self._supply.is_of_use(member):
            self._remove(member)
        elif self._line:
            self._ask(member, self._line.popleft())
        else:
            self._idle.append(member)

    def _look(self, member: Member) -> None:
        """Look after a query that takes long."""
        if (query := member.query) is None:
            return
        left = query.finish_by - time.monotonic()
        if left <= 0:
            self._end(member, self._timeout(member, query.running.request))
        elif query.is_left():
            self._end(member, ClientLeftError())
        elif self._must_give_way(member, query):
            self._take_from(member, query)
            self._remove(member)
            self._send_away(query)
        else:
            query.timer = self._loop.call_later(self._next_look(member, left), self._look, member)

    def _next_look(self, member: Member, left: float) -> float:
        return min(_LOOK_SECONDS if member.is_slow else self._limits.fast_seconds, left)

    def _must_give_way(self, member: Member, query: Query) -> bool:
        """Let the query go on in the slow lane, if it is slow; tell whether there is no room and others wait."""
        if member.is_slow or member.worker.has_begun or not self._had_processor(member):
            return False  # What waits for a processor is not known to be slow.
        if self._slow == self._limits.slow_workers:
            return len(self._line) > self._supply.coming
        self._slow += 1
        self._enter_slow_lane(member, query)
        return False

    def _enter_slow_lane(self, member: Member, query: Query) -> None:
        member.is_slow, query.running.lane = True, "slow"
        if not query.is_patient:  # A page waits for it, and it is one of ours.
            member.worker.demote()
        self._replace(at_once=self._supply.is_of_use(member))

    def _send_away(self, query: Query) -> None:
        """Tell that there is no room; a query that is patient waits once for a place in the slow lane."""
        if not query.is_patient:
            self._drop(query, BusyError(_RETRY_SECONDS))
            return
        query.is_patient = False
        self._patient.append(query)
        self._wait(query, self._give_up_place)
        self._admit()

    def _admit(self) -> None:
        while self._patient and self._slow < self._limits.slow_workers:
            query = self._patient.popleft()
            query.stop_timer()
            self._slow += 1
            query.has_place = True
            self._give_worker(query)

    def _drop(self, query: Query, error: Exception) -> None:
        """Tell a query without a worker that there is no answer."""
        if query.has_place:
            self._slow -= 1
            self._admit()
        query.end(error)

    def _had_processor(self, member: Member) -> bool:
        return member.is_slow or member.worker.seconds() >= self._limits.fast_cpu_seconds

    def _end(self, member: Member, error: Exception | None) -> None:
        """End a worker, and tell of the error if it had a query."""
        query, member.query = member.query, None
        if query is not None and error is not None:
            query.running.fail(error)
        self._remove(member)
        if query is not None and error is not None:
            query.end(error)

    def _remove(self, member: Member) -> None:
        self._loop.remove_reader(member.worker)
        self._members.remove(member)
        member.worker.kill()
        if member.is_slow:
            self._slow -= 1
            self._admit()
        elif member in self._idle:
            self._idle.remove(member)
            self._replace(at_once=False)
        else:
            self._replace(at_once=self._supply.is_of_use(member))

    def _replace(self, *, at_once: bool) -> None:
        """Have another worker in place of one that has left the fast lane."""
        self._supply.add(at_once=at_once or bool(self._line))

    def _join(self, member: Member) -> None:
        self._members.add(member)
        self._loop.add_reader(member.worker, self._receive, member)
        self._release(member)

    def _fail(self, error: Exception) -> None:
        """Tell whoever needs a worker that there is none."""
        if self._line:
            self._drop(self._line.popleft(), error)

    def _swap(self) -> None:
        self._supply.renew()
        self._timed_out.clear()
        for member in list(self._idle):
            self._remove(member)

    def _close(self) -> None:
        self._supply.close()
        for member in list(self._members):
            self._end(member, ClientLeftError())
        for query in (*self._line, *self._patient):
            query.end(ClientLeftError())
        self._line.clear()
        self._patient.clear()

    def _give_up(self, query: Query) -> None:
        self._line.remove(query)
        self._send_away(query)

    def _give_up_place(self, query: Query) -> None:
        self._patient.remove(query)
        self._drop(query, BusyError(_RETRY_SECONDS))

    def _timeout(self, member: Member, request: Request) -> QueryTimeoutError:
        """The error of a query that ran out of time, which is remembered."""
        if self._had_processor(member):  # What had none is not known to be slow, and may be asked again.
            self._timed_out.add(request)
        return QueryTimeoutError(self._limits.deadline_seconds)
