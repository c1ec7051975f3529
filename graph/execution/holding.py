"""What holds the store, started anew where it has ended though nobody asked it to."""

import logging
from collections.abc import Callable
from threading import RLock
from typing import Final, Protocol, TypeVar

from moonpact.graph.difference.datasets import Difference
from moonpact.graph.difference.period import Period
from moonpact.graph.execution.workers import Worker
from moonpact.graph.view import View

_T = TypeVar("_T")
_LOG: Final = logging.getLogger(__name__)


class Holder(Protocol):
    """What holds the store and makes workers that answer from it."""

    def fork(self) -> Worker:
        """Return a new worker."""
        ...

    def view(self, view: View) -> "Holder":
        """Return what makes workers that answer from a view of the store."""
        ...

    def changes(self, period: Period) -> Difference:
        """Return what came, went or changed between two views of the store."""
        ...

    def close(self) -> None:
        """Hold the store no longer."""
        ...


class Holding:
    """The holder of the store that is asked now; threads may use it at the same time.

    Its process may be killed, as by a system that is short of memory; then the next that needs it starts it again.
    """

    def __init__(self, start: Callable[[], Holder]) -> None:
        self._start = start
        self._lock = RLock()
        self._is_closed = False
        self.holder = start()
        """The holder."""

    def fork(self) -> Worker:
        """Return a new worker.

        Raises:
            ConnectionError: The holder ends as soon as it has started.
        """
        return self.ask(lambda holder: holder.fork())

    def view(self, view: View) -> Holder:
        """Return what makes workers that answer from a view of the store."""
        return self.ask(lambda holder: holder.view(view))

    def changes(self, period: Period) -> Difference:
        """Return what came, went or changed between two views of the store."""
        return self.ask(lambda holder: holder.changes(period))

    def ask(self, act: Callable[[Holder], _T]) -> _T:
        """Return what the holder does, or one that takes its place where it has ended."""
        holder = self.holder
        try:
            return act(holder)
        except ConnectionError:
            return act(self.revived(holder))

    def change(self, act: Callable[[Holder], tuple[Holder, Holder]]) -> None:
        """Put another in the place of the holder; what is returned are the one that it was made from, and this one.

        Who finds meanwhile that the holder has ended waits: what takes its place may be there already.
        """
        with self._lock:
            before, self.holder = self.ask(act)
            if before is not self.holder:
                before.close()

    def revived(self, ended: Holder) -> Holder:
        """Return the holder in the place of one that has ended, started now if nobody has done it yet.

        Raises:
            ConnectionError: It was meant to end.
        """
        with self._lock:
            if self._is_closed:
                raise ConnectionAbortedError("the store is no longer held")
            if self.holder is ended:
                _LOG.error("the process that holds the store has ended; it is started again")
                ended.close()
                self.holder = self._start()
            return self.holder

    def close(self) -> None:
        """Hold the store no longer."""
        with self._lock:
            self._is_closed = True
            self.holder.close()
