"""A dataset that is served: its version, its answers, and, where it may be written to, its changes."""

import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Final, Protocol
from weakref import finalize

from moonpact.graph.engine import Row
from moonpact.graph.execution.activity import Activity
from moonpact.graph.execution.errors import BusyError
from moonpact.graph.execution.lanes import Lanes
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.request import Answer, Request, Value
from moonpact.graph.execution.spawning import Spawner
from moonpact.graph.execution.workers import Parent, Worker, start_parent
from moonpact.graph.reading import READABLE, read_rows
from moonpact.graph.view import View

_JOURNAL: Final = "journal.jsonl"
_VERSION_LENGTH: Final = 12
_RETRY_SECONDS: Final = 1
_VIEW_WORKERS: Final = 2


class Holder(Protocol):
    """What holds the store and makes workers that answer from it."""

    def fork(self) -> Worker:
        """Return a new worker."""
        ...

    def view(self, view: View) -> "Holder":
        """Return what makes workers that answer from a view of the store."""
        ...

    def close(self) -> None:
        """Hold the store no longer."""
        ...


class NotWritableError(PermissionError):
    """The dataset is served read-only."""


class Served:
    """A dataset in workers; threads may use it at the same time."""

    def __init__(
        self,
        holder: Holder,
        limits: Limits,
        version: str,
        operations: int | None = None,
        activity: Activity | None = None,
    ) -> None:
        """Serve what the holder holds.

        Args:
            holder: Makes the workers.
            limits: How much a query may take.
            version: Names the data that was loaded.
            operations: How many changes have been made to it; None where it may not be changed.
            activity: Where its queries are counted beside those of others.
        """
        self.activity = activity or Activity()
        """What runs and what ran."""
        self.limits = limits
        """How much a query may take."""
        self._holder = holder
        self._lanes = Lanes(limits, holder.fork, self.activity)
        self._loaded = version
        self._operations = operations
        self._writing = Lock()

    @property
    def version(self) -> str:
        """The version of the data as it is now."""
        return self._loaded if self._operations is None else f"{self._loaded}.{self._operations}"

    @property
    def writable(self) -> bool:
        """Whether the data may be changed."""
        return self._operations is not None

    def answer(self, request: Request, is_left: Callable[[], bool] = lambda: False) -> Answer:
        """Return the answer to a query; arguments and errors are those of `Lanes.answer`."""
        return self._lanes.answer(request, self.version, is_left)

    @property
    def idle_workers(self) -> int:
        """How many of its workers wait for a query."""
        return self._lanes.idle

    def select(self, text: str, values: Mapping[str, Value] | None = None) -> list[Row]:
        """Return the solutions of a SELECT query in which the variables of these names have these values."""
        solutions = read_rows(self.answer(Request(text, {"rows": READABLE["rows"]}, values or {})).body)
        names = [variable.value for variable in solutions.variables]
        return [dict(zip(names, solution, strict=True)) for solution in solutions]

    def write(self, operation: Operation) -> None:
        """Change the data; when this returns, readers see it, and it is in the journal.

        Raises:
            NotWritableError: The data may not be changed.
            BusyError: Other changes take long.
            QueryTimeoutError, …: As `Parent.write`; nothing is changed.
        """
        if self._operations is None or not isinstance(self._holder, Parent):
            raise NotWritableError("this dataset is served read-only")
        if not self._writing.acquire(timeout=self.limits.patience_seconds):
            raise BusyError(_RETRY_SECONDS)
        try:
            before, self._holder = self._holder, self._holder.write(operation)
            self._lanes.swap(self._holder.fork)
            self._operations += 1
            before.close()
        finally:
            self._writing.release()

    def view(self, view: View) -> "Served":
        """Return a view of the data, read-only, in workers of its own; they end when nobody refers to it any more.

        Raises:
            QueryTimeoutError, …: As `Parent.view`.
        """
        limits = replace(self.limits, fast_workers=_VIEW_WORKERS, slow_workers=_VIEW_WORKERS)
        holder = self._holder.view(view)
        viewed = Served(holder, limits, view.version_of(self.version), activity=self.activity)
        finalize(viewed, _end, viewed._lanes, holder)
        return viewed

    def close(self) -> None:
        """End the workers, and the process that holds the store."""
        _end(self._lanes, self._holder)


def _end(lanes: Lanes, holder: Holder) -> None:
    lanes.close()
    holder.close()


def serve_files(files: Sequence[Path], limits: Limits, version: str | None = None) -> Served:
    """Serve RDF files read-only: a built dataset of this version, or, without one, any.

    Then the version is the beginning of the SHA-256 of what they hold, and there are no views.

    Raises:
        InvalidDataError: A file is not RDF.
        LoadError: A file cannot be read.
    """
    holder = start_parent(files, limits, built=version is not None) if _can_fork() else Spawner(files, limits)
    return Served(holder, limits, version or _hash(files))


def serve_folder(folder: Path, files: Sequence[Path], limits: Limits) -> Served:
    """Serve RDF files with the changes of the folder's journal, and write further changes to it.

    Raises:
        InvalidDataError: A file is not RDF.
        LoadError: A file or the journal cannot be read.
        NotWritableError: This platform cannot fork processes.
    """
    if not _can_fork():
        raise NotWritableError("a dataset can be changed on Linux only")
    holder = start_parent(files, limits, folder / _JOURNAL)
    return Served(holder, limits, _hash(files), holder.operations)


def _can_fork() -> bool:
    return sys.platform.startswith("linux")


def _hash(files: Sequence[Path]) -> str:
    found = hashlib.sha256()
    for file in files:
        with file.open("rb") as content:
            found.update(hashlib.file_digest(content, "sha256").digest())
    return found.hexdigest()[:_VERSION_LENGTH]
