"""A dataset that is served: its version, its answers, and, where it may be written to, its changes."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path

from moonpact.graph.difference.datasets import Difference
from moonpact.graph.difference.period import Period
from moonpact.graph.engine import Row
from moonpact.graph.execution.activity import Activity
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.loop import LoopThread
from moonpact.graph.execution.member import Then, never
from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.request import Answer, Request, Value
from moonpact.graph.reading import READABLE, read_rows
from moonpact.graph.view import View


class NotWritableError(PermissionError):
    """The dataset is served read-only."""


class Served(ABC):
    """A dataset that is served, wherever it is; threads may use it at the same time."""

    limits: Limits
    """How much a query may take."""
    activity: Activity
    """What runs and what ran."""
    thread: LoopThread
    """The thread in which `begin` is called and tells of answers."""

    @property
    @abstractmethod
    def version(self) -> str:
        """The version of the data as it is now."""

    @property
    def is_versioned(self) -> bool:
        """Whether the same version is the same data for ever, so that an answer can be kept under it."""
        return True

    @property
    def writable(self) -> bool:
        """Whether the data may be changed."""
        return False

    @property
    def idle_workers(self) -> int:
        """How many of its workers wait for a query."""
        return 0

    @abstractmethod
    def answer(self, request: Request, is_left: Callable[[], bool] = never, *, patient: bool = False) -> Answer:
        """Return the answer to a query; arguments and errors are those of `Lanes.answer`."""

    @abstractmethod
    def begin(self, request: Request, then: Then, is_left: Callable[[], bool]) -> None:
        """Ask a query, in the thread; tell there of the answer, or of an error that `answer` raises."""

    def select(self, text: str, values: Mapping[str, Value] | None = None) -> list[Row]:
        """Return the solutions of a SELECT query in which the variables of these names have these values."""
        # It is a query of ours: a page waits for each of many, and is lost with one that is sent away.
        answer = self.answer(Request(text, {"rows": READABLE["rows"]}, values or {}), patient=True)
        solutions = read_rows(answer.body)
        names = [variable.value for variable in solutions.variables]
        return [dict(zip(names, solution, strict=True)) for solution in solutions]

    def write(self, operation: Operation, by: str = "") -> None:
        """Change the data; when this returns, readers see it, and it is in the journal.

        Args:
            operation: The change.
            by: The name of the token that it came with.

        Raises:
            NotWritableError: The data may not be changed.
            BusyError: Other changes take long.
            QueryTimeoutError, …: As `Parent.write`; nothing is changed.
        """
        raise NotWritableError("this dataset is served read-only")

    def backup(self, file: Path) -> str:
        """Write a backup of the data into a file, and return its version; changes go on meanwhile.

        Raises:
            NotWritableError: The data is not changed here, and is its own backup.
            BusyError: Changes take long.
            QueryTimeoutError, StorageFullError, InternalError: The backup is not whole.
        """
        raise NotWritableError("this dataset is served read-only: what it was loaded from is its backup")

    @abstractmethod
    def view(self, view: View) -> "Served":
        """Return a view of the data, read-only; it ends when nobody refers to it any more."""

    @abstractmethod
    def changes(self, period: Period) -> Difference:
        """Return what came, went or changed between two views of the data."""

    @abstractmethod
    def close_when_unused(self) -> None:
        """Do as `close` does once nobody refers to this any more."""

    @abstractmethod
    def close(self) -> None:
        """Give up what answers."""
