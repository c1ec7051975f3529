"""Serving RDF files from workers of the engine here: read-only, or with the changes of a journal."""

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Final
from weakref import finalize

from moonpact.graph.difference.datasets import Difference
from moonpact.graph.difference.period import Period
from moonpact.graph.execution.activity import Activity
from moonpact.graph.execution.errors import BusyError
from moonpact.graph.execution.folder import DataFolder, hash_of
from moonpact.graph.execution.holding import Holder, Holding
from moonpact.graph.execution.lanes import Lanes
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.loop import LoopThread
from moonpact.graph.execution.member import Then, never
from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.request import Answer, Request
from moonpact.graph.execution.served import NotWritableError, Served
from moonpact.graph.execution.spawning import Spawner
from moonpact.graph.execution.starting import start_parent
from moonpact.graph.execution.workers import Parent
from moonpact.graph.view import View

_RETRY_SECONDS: Final = 1
_VIEW_WORKERS: Final = 2


class ServedHere(Served):
    """A dataset in workers of the engine here."""

    def __init__(
        self,
        holding: Holding,
        limits: Limits,
        version: str,
        *,
        writable: bool = False,
        activity: Activity | None = None,
        thread: LoopThread | None = None,
    ) -> None:
        """Serve what is held.

        Args:
            holding: Makes the workers.
            limits: How much a query may take.
            version: Names the data that was loaded.
            writable: Whether the data may be changed; then it is a `Parent` that holds it.
            activity: Where its queries are counted beside those of others.
            thread: Waits for the workers; without one, there is one of its own.
        """
        self.activity = activity or Activity()
        self.limits = limits
        self._holding = holding
        self._has_own_thread = thread is None
        self.thread = thread or LoopThread()
        self._lanes = Lanes(limits, holding.fork, self.activity, self.thread)
        self._loaded = (holding.holder.base if isinstance(holding.holder, Parent) else "") or version
        self._operations = holding.holder.operations if writable and isinstance(holding.holder, Parent) else None
        self._writing = Lock()
        self._comparing = Lock()

    @property
    def version(self) -> str:
        """The version of the data as it is now."""
        return self._loaded if self._operations is None else f"{self._loaded}.{self._operations}"

    @property
    def writable(self) -> bool:
        """Whether the data may be changed."""
        return self._operations is not None

    def answer(self, request: Request, is_left: Callable[[], bool] = never, *, patient: bool = False) -> Answer:
        """Return the answer to a query; arguments and errors are those of `Lanes.answer`."""
        return self._lanes.answer(request, self.version, is_left, patient=patient)

    def begin(self, request: Request, then: Then, is_left: Callable[[], bool]) -> None:
        """Ask a query in the thread that waits for the workers, as `Lanes.begin`."""
        self._lanes.begin(request, self.version, then, is_left)

    @property
    def idle_workers(self) -> int:
        """How many of its workers wait for a query."""
        return self._lanes.idle

    def write(self, operation: Operation, by: str = "") -> None:
        """Change the data as `Served.write` says."""
        if self._operations is None:
            raise NotWritableError("this dataset is served read-only")
        with self._turn():
            self._holding.change(partial(_changed, operation, by, self._operations))
            self._lanes.swap()  # First: what is answered under a new version must be from it.
            self._operations += 1

    def backup(self, file: Path) -> str:
        """Write a backup as `Served.backup` says."""
        if self._operations is None:
            raise NotWritableError("this dataset is served read-only: its files are its backup")
        with self._turn():
            version = self.version
            wait = self._holding.ask(partial(_begin_backup, file, version))
        wait()
        return version

    @contextmanager
    def _turn(self) -> Generator[None]:
        """The time in which nobody else changes the data."""
        if not self._writing.acquire(timeout=self.limits.patience_seconds):
            raise BusyError(_RETRY_SECONDS)
        try:
            yield
        finally:
            self._writing.release()

    def view(self, view: View) -> "Served":
        """Return a view of the data, read-only, in workers of its own; they end when nobody refers to it any more.

        Raises:
            QueryTimeoutError, …: As `Parent.view`.
        """
        limits = replace(self.limits, fast_workers=_VIEW_WORKERS, slow_workers=_VIEW_WORKERS)
        holding = Holding(partial(self._holding.view, view))
        viewed = ServedHere(holding, limits, view.version_of(self.version), activity=self.activity, thread=self.thread)
        viewed.close_when_unused()
        return viewed

    def close_when_unused(self) -> None:
        """Do as `close` does once nobody refers to this any more."""
        finalize(self, _end, self._lanes, self._holding)

    def changes(self, period: Period) -> Difference:
        """Return what came, went or changed between two views of the data, compared one period at a time.

        Raises:
            BusyError: Others are being compared.
            QueryTimeoutError, …: As `Parent.changes`.
        """
        if not self._comparing.acquire(timeout=self.limits.patience_seconds):
            raise BusyError(_RETRY_SECONDS)
        try:
            return self._holding.changes(period)
        finally:
            self._comparing.release()

    def close(self) -> None:
        """End the workers, and the process that holds the store."""
        _end(self._lanes, self._holding)
        if self._has_own_thread:
            self.thread.stop()


def _changed(operation: Operation, by: str, operations: int, holder: Holder) -> tuple[Holder, Holder]:
    """The holder and that of the changed data: the same, where it was started from a journal that has the change."""
    if not isinstance(holder, Parent):
        raise NotWritableError("this dataset is served read-only")
    return holder, holder if holder.operations > operations else holder.write(operation, by)


def _begin_backup(file: Path, version: str, holder: Holder) -> Callable[[], None]:
    if not isinstance(holder, Parent):
        raise NotWritableError("this dataset is served read-only: its files are its backup")
    return holder.backup(file, version)


def _end(lanes: Lanes, holding: Holding) -> None:
    lanes.close()
    holding.close()


def serve_files(
    files: Sequence[Path],
    limits: Limits,
    version: str | None = None,
    activity: Activity | None = None,
    thread: LoopThread | None = None,
) -> Served:
    """Serve RDF files read-only: a built dataset of this version, or, without one, any.

    Without a version, it is the beginning of the SHA-256 of what they hold, and there are no views. The queries are
    counted in the activity, and the workers waited for in the thread, if they are given.

    Raises:
        InvalidDataError: A file is not RDF.
        LoadError: A file cannot be read.
    """
    start = (
        partial(start_parent, files, limits, built=version is not None)
        if _can_fork()
        else partial(Spawner, files, limits)
    )
    return ServedHere(Holding(start), limits, version or hash_of(files), activity=activity, thread=thread)


def serve_folder(
    folder: Path,
    files: Sequence[Path],
    limits: Limits,
    history_bytes: int = 0,
    shapes: Path | None = None,
    thread: LoopThread | None = None,
) -> Served:
    """Serve RDF files with the changes of the folder's journal, and write further changes to it.

    So much is kept of journals that are replaced; the data must conform to the shapes of a file after each change.

    Raises:
        InvalidDataError: A file is not RDF.
        LoadError: A file or the journal cannot be read, or the data does not conform to the shapes.
        NotWritableError: This platform cannot fork processes.
    """
    if not _can_fork():
        raise NotWritableError("a dataset can be changed on Linux only")
    holding = Holding(partial(start_parent, files, limits, DataFolder(folder).journal, history_bytes, shapes))
    return ServedHere(holding, limits, hash_of(files), writable=True, thread=thread)


def _can_fork() -> bool:
    return sys.platform.startswith("linux")
