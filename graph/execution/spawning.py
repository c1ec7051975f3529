"""Workers where processes cannot be forked from a parent (macOS, Windows): each loads the store by itself.

A new worker then costs a start of Python and a load of the data, and the memory of the store is not shared.
"""

import multiprocessing
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from pathlib import Path

from moonpact.graph.difference.datasets import Difference
from moonpact.graph.difference.formats import as_json, read_json
from moonpact.graph.difference.period import Period, changes_in
from moonpact.graph.disk import open_files
from moonpact.graph.execution.frames import receive_frame, send_frame
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.worker import run_worker
from moonpact.graph.execution.workers import Worker
from moonpact.graph.loading import load_files
from moonpact.graph.view import View
from moonpact.graph.whole import apply_view, read_whole


@dataclass(frozen=True)
class _Spawned:
    process: SpawnProcess

    def seconds(self) -> float:
        return time.monotonic()

    def demote(self) -> None:
        """Leave the process as it is: there is no one way to do it on these platforms."""

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


class Spawner:
    """Starts workers that load the store from files."""

    def __init__(self, files: Sequence[Path], limits: Limits, view: View | None = None) -> None:
        self._files = files
        self._limits = limits
        self._view = view

    def fork(self) -> Worker:
        """Return a new worker, once it has loaded the store."""
        ours, theirs = socket.socketpair()
        context = multiprocessing.get_context("spawn")
        process = context.Process(
            target=_load_and_run, args=(theirs, self._files, self._limits, self._view), daemon=True
        )
        process.start()
        theirs.close()
        receive_frame(ours, None)
        return Worker(ours, _Spawned(process))

    def view(self, view: View) -> "Spawner":
        """Return what starts workers that make the view of the store for themselves."""
        return Spawner(self._files, self._limits, view)

    def changes(self, period: Period) -> Difference:
        """Return what came, went or changed between two views of the store, compared in a process of its own."""
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            return read_json(pool.submit(_load_and_compare, self._files, period).result())

    def close(self) -> None:
        """Nothing is held beside the workers."""


def _load_and_compare(files: Sequence[Path], period: Period) -> str:
    return as_json(changes_in(read_whole(load_files(files)), period))


def _load_and_run(connection: socket.socket, files: Sequence[Path], limits: Limits, view: View | None) -> None:
    store = open_files(files) if view is None else apply_view(load_files(files), view)
    send_frame(connection, {})
    run_worker(connection, store, limits)
