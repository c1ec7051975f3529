"""The views of a dataset that are served: each made once, the least recently asked given up first."""

from collections import OrderedDict
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, Generic, TypeVar

from moonpact.graph.execution.errors import BusyError
from moonpact.graph.execution.served import Served
from moonpact.graph.view import QUERY, InvalidViewError, Sources, View, parse_view, read_sources
from moonpact.queries.files import read_query

_T = TypeVar("_T")
_RETRY_SECONDS: Final = 1
_MOST: Final = 8


@dataclass
class _Slot(Generic[_T]):
    lock: Lock = field(default_factory=Lock)
    made: _T | None = None


class Views(Generic[_T]):
    """What is made for each view; threads may use it at the same time.

    What is given up ends when the last request that uses it is done: nothing here closes it under a reader.
    """

    def __init__(self, make: Callable[[View], _T], most: int, patience_seconds: float) -> None:
        self._make = make
        self._most = most
        self._patience = patience_seconds
        self._slots: OrderedDict[View, _Slot[_T]] = OrderedDict()
        self._lock = Lock()
        self._making = Lock()

    def get(self, view: View) -> _T:
        """Return what is made for the view; views are made one at a time.

        Raises:
            BusyError: Others are being made.
        """
        slot = self._slot(view)
        if slot.made is None:
            with self._turn(slot.lock):
                if slot.made is None:
                    with self._turn(self._making):
                        slot.made = self._make(view)
        return slot.made

    def made(self) -> list[_T]:
        """Return what is kept now."""
        with self._lock:
            return [slot.made for slot in self._slots.values() if slot.made is not None]

    def _slot(self, view: View) -> _Slot[_T]:
        with self._lock:
            slot = self._slots.setdefault(view, _Slot())
            self._slots.move_to_end(view)
            while len(self._slots) > self._most:
                self._slots.popitem(last=False)
            return slot

    @contextmanager
    def _turn(self, lock: Lock) -> Generator[None]:
        if not lock.acquire(timeout=self._patience):
            raise BusyError(_RETRY_SECONDS)
        try:
            yield
        finally:
            lock.release()


class ServedViews:
    """The views of a dataset that is served, each from its own workers."""

    def __init__(self, served: Served, *, built: bool) -> None:
        self._served = served
        self._built = built
        self._views = Views(served.view, _MOST, served.limits.patience_seconds)
        self._sources: Sources | None = None

    def parse(self, as_of: str | None, according_to: str | None) -> View | None:
        """Return the view that the texts name; None where neither is given.

        Raises:
            InvalidViewError: They name no view, or the data was not built here, and has no conclusions to draw anew.
        """
        if as_of is None and according_to is None:
            return None
        return parse_view(as_of, according_to, self.sources)

    @property
    def sources(self) -> Sources:
        """The sources of which views can be.

        Raises:
            InvalidViewError: The data was not built here.
        """
        if not self._built:
            raise InvalidViewError("there are no views of this data: only what `moonpact build` made is concluded anew")
        if self._sources is None:
            self._sources = read_sources(self._served.select(read_query(QUERY)))
        return self._sources

    def get(self, view: View | None) -> Served:
        """Return the view, or the whole.

        Raises:
            BusyError: Other views are being made.
            QueryTimeoutError, …: As `Served.view`.
        """
        return self._served if view is None else self._views.get(view)

    def made(self) -> list[Served]:
        """Return the views that are kept now."""
        return self._views.made()
