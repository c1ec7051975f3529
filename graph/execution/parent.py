"""The program that holds the store and forks workers from it: `python -m moonpact.graph.execution.parent FD SETTINGS`.

It is started by exec and stays single-threaded, so that its memory can be forked; the workers share it until one of
them writes to it. A change of the data is tried in a fork as well: where it succeeds, the fork takes this process's
place, so that readers see all of it or nothing.
"""

import gc
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from pyoxigraph import Store

from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.difference.formats import as_json
from moonpact.graph.difference.period import Period, changes_in
from moonpact.graph.disk import is_on_disk, open_files
from moonpact.graph.execution.backup import write_backup
from moonpact.graph.execution.change import change, failure, write_down
from moonpact.graph.execution.confinement import give_up_network, limited_memory
from moonpact.graph.execution.errors import LoadError
from moonpact.graph.execution.frames import ClosedError, Header, receive_frame, send_frame
from moonpact.graph.execution.journal import Journal
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.operation import Operation, apply
from moonpact.graph.execution.ownership import FolderInUseError, end_with, outlive_parent, own
from moonpact.graph.execution.record import DamagedJournalError
from moonpact.graph.execution.worker import run_worker
from moonpact.graph.loading import load_files
from moonpact.graph.view import View
from moonpact.graph.whole import Whole, read_whole

if TYPE_CHECKING:
    from moonpact.graph.execution.validation import Shapes


@dataclass(frozen=True)
class _Held:
    """What this process holds: the store, and the journal of its changes where it may be changed."""

    store: Store | None
    """None where it is on the disk: each worker opens it for itself, for the engine's threads are not forked."""
    files: list[Path]
    limits: Limits
    whole: Whole | None
    journal: Journal | None
    ownership: int | None
    shapes: "Shapes | None" = None
    """To what the data must conform after each change."""

    def opened(self) -> Store:
        """Return the store."""
        return open_files(self.files) if self.store is None else self.store

    def give_up_folder(self) -> None:
        """Keep the folder no longer from others that want to write to it."""
        if self.ownership is not None:
            os.close(self.ownership)


def main(arguments: list[str]) -> None:
    """Load the files and the journal, say so, and serve until the connection is closed."""
    descriptor, settings = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; who started this ends it.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    give_up_network()
    connection = socket.socket(fileno=int(descriptor))
    try:
        held = _load(json.loads(settings))
    except InvalidDataError as error:
        send_frame(connection, {"faults": [_fault_to_json(fault) for fault in error.faults]})
        return
    except (OSError, DamagedJournalError, FolderInUseError, LoadError) as error:
        send_frame(connection, {"failure": str(error)})
        return
    gc.collect()
    gc.freeze()
    journal = held.journal
    send_frame(
        connection,
        {"operations": journal.operations, "torn": journal.torn_bytes, "base": journal.base} if journal else {},
    )
    _serve(connection, held)


def _fault_to_json(fault: Fault) -> list[str | int]:
    return [str(fault.file), fault.line, fault.message, fault.expected]


def _load(table: dict[str, Any]) -> _Held:
    journal = Journal(Path(table["journal"]), table["historyBytes"]) if table["journal"] else None
    ownership = own(journal.file.parent) if journal else None
    files, limits = list(map(Path, table["files"])), Limits(**table["limits"])
    if is_on_disk(files):
        _try_to_open(files)
        return _Held(None, files, limits, None, None, None)
    store = load_files(files)
    for operation in journal.recover() if journal else ():
        apply(store, operation)
    whole = read_whole(store) if table["built"] else None
    return _Held(store, files, limits, whole, journal, ownership, _shapes(table["shapes"], store))


def _shapes(file: str | None, store: Store) -> "Shapes | None":
    """The shapes of the file, to which the store conforms."""
    if file is None:
        return None
    from moonpact.graph.execution.validation import Shapes  # It brings pySHACL, which most do without.

    shapes = Shapes(Path(file))
    shapes.require(store)
    return shapes


def _try_to_open(files: list[Path]) -> None:
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        try:
            open_files(files)
            send_frame(theirs, {})
        except OSError as error:
            send_frame(theirs, {"failure": str(error)})
        os._exit(0)
    theirs.close()
    header, _ = receive_frame(ours, None)
    ours.close()
    if "failure" in header:
        raise OSError(header["failure"])


def _serve(connection: socket.socket, held: _Held) -> None:
    # What a view was made of stays, unread: giving it up would write to memory that is shared.
    while True:
        try:
            header, _ = receive_frame(connection, None)
        except ClosedError:
            return
        if "settle" in header:
            _settle(connection, held)
            continue
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        if (pid := os.fork()) == 0:
            connection.close()
            ours.close()
            _silence()
            held = _become(theirs, held, header, parent)
            connection = theirs  # This fork now is the parent: of the changed data, or of a view.
            continue
        _hand_over(connection, pid, ours)
        theirs.close()


def _become(connection: socket.socket, held: _Held, header: Header, parent: int) -> _Held:
    """What this fork holds once it has become the parent that was asked for; a worker does not return."""
    if "operation" in header:
        _try(connection, held, header, parent)
        return held
    held.give_up_folder()
    if "period" in header and held.whole is not None:
        _compare(connection, held.whole, Period.from_json(header["period"]))
    if "backup" in header:
        _back_up(connection, held.opened(), header)
    if "view" not in header or held.whole is None:
        _become_worker(connection, held.opened(), held.limits)
    store = _viewed(held.whole, View.from_json(header["view"]))
    _tell(connection, {})
    return replace(held, store=store, journal=None, ownership=None)


def _back_up(connection: socket.socket, store: Store, header: Header) -> NoReturn:
    try:
        with Path(header["backup"]).open("wb") as output:
            write_backup(store, header["version"], output)
        send_frame(connection, {})
    except OSError as error:
        send_frame(connection, failure(error))
    finally:
        os._exit(0)


def _settle(connection: socket.socket, held: _Held) -> None:
    if held.journal is not None:
        held.journal.settle()
    send_frame(connection, {})


def _hand_over(connection: socket.socket, pid: int, ours: socket.socket) -> None:
    # The descriptor of the process is taken before it can be reaped, so that its number cannot be another's.
    process = os.pidfd_open(pid)
    socket.send_fds(connection, [pid.to_bytes(8)], [ours.fileno(), process])
    os.close(process)
    ours.close()


def _silence() -> None:
    # The engine writes to standard error where a query exhausts its memory, which is told to the client.
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    os.close(silence)


def _become_worker(connection: socket.socket, store: Store, limits: Limits) -> NoReturn:
    try:
        run_worker(connection, store, limits)
    finally:
        os._exit(0)


def _viewed(whole: Whole, view: View) -> Store:
    gc.disable()  # There are no cycles, and what is made here goes at once.
    found = whole.view(view)
    gc.freeze()
    gc.enable()
    return found


def _compare(connection: socket.socket, whole: Whole, period: Period) -> NoReturn:
    gc.disable()  # This process ends before it would be of use.
    try:
        send_frame(connection, {}, as_json(changes_in(whole, period)).encode())
    finally:
        os._exit(0)


def _try(connection: socket.socket, held: _Held, header: Header, parent: int) -> None:
    # Until the change is made, nobody else ends this process where the front has ended.
    end_with(parent)
    operation = Operation(**header["operation"])
    store = held.opened()
    _tell(connection, change(store, operation, held.limits) or _conformance(held, store))
    try:
        receive_frame(connection, None)  # Only what was made in time is written down, and that is not stopped.
    except ClosedError:
        os._exit(0)
    outcome = write_down(store, operation, header["by"], held.journal) if held.journal else {}
    outlive_parent()
    _tell(connection, outcome)


def _conformance(held: _Held, store: Store) -> Header:
    """The error of data that does not conform to the shapes, if there are any and it does not."""
    if held.shapes is None:
        return {}
    with limited_memory(held.limits.memory_bytes):
        return held.shapes.check(store)


def _tell(connection: socket.socket, outcome: Header) -> None:
    send_frame(connection, outcome)
    if "error" in outcome:
        os._exit(0)


if __name__ == "__main__":
    with suppress(ConnectionError):  # Who started this may have ended.
        main(sys.argv[1:])
    os._exit(0)  # To give up the store statement by statement takes longer than all of a change.
