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
from pathlib import Path

from pyoxigraph import Store

from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.execution.change import change, write_down
from moonpact.graph.execution.confinement import give_up_network
from moonpact.graph.execution.frames import ClosedError, Header, receive_frame, send_frame
from moonpact.graph.execution.journal import DamagedJournalError, Journal
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.operation import Operation, apply
from moonpact.graph.execution.worker import run_worker
from moonpact.graph.loading import load_files
from moonpact.graph.view import View
from moonpact.graph.whole import Whole, read_whole


def main(arguments: list[str]) -> None:
    """Load the files and the journal, say so, and serve until the connection is closed."""
    descriptor, settings = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; who started this ends it.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    give_up_network()
    connection = socket.socket(fileno=int(descriptor))
    table = json.loads(settings)
    journal = Journal(Path(table["journal"])) if table["journal"] else None
    try:
        store = _load(list(map(Path, table["files"])), journal)
        whole = read_whole(store) if table["built"] else None
        gc.collect()
        gc.freeze()
    except InvalidDataError as error:
        send_frame(connection, {"faults": [_fault_to_json(fault) for fault in error.faults]})
        return
    except (OSError, DamagedJournalError) as error:
        send_frame(connection, {"failure": str(error)})
        return
    send_frame(connection, {"quads": len(store), "operations": journal.operations if journal else 0})
    _serve(connection, store, Limits(**table["limits"]), journal, whole)


def _fault_to_json(fault: Fault) -> list[str | int]:
    return [str(fault.file), fault.line, fault.message, fault.expected]


def _load(files: list[Path], journal: Journal | None) -> Store:
    store = load_files(files)
    for operation in journal.recover() if journal else ():
        apply(store, operation)
    return store


def _serve(
    connection: socket.socket, store: Store, limits: Limits, journal: Journal | None, whole: Whole | None
) -> None:
    # What a view was made of stays, unread: giving it up would write to memory that is shared.
    while True:
        try:
            header, _ = receive_frame(connection, None)
        except ClosedError:
            return
        ours, theirs = socket.socketpair()
        if (pid := os.fork()) == 0:
            connection.close()
            ours.close()
            _silence()
            if not header:
                _become_worker(theirs, store, limits)
            if "view" in header and whole is not None:
                store = _viewed(whole, View.from_json(header["view"]))
                _tell(theirs, {"quads": len(store)})
            else:
                _try(theirs, store, limits, journal, header)
            connection = theirs  # The change is made: this fork now is the parent.
            continue
        _hand_over(connection, pid, ours)
        theirs.close()


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


def _become_worker(connection: socket.socket, store: Store, limits: Limits) -> None:
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


def _try(connection: socket.socket, store: Store, limits: Limits, journal: Journal | None, header: Header) -> None:
    operation = Operation(**header["operation"])
    _tell(connection, change(store, operation, limits))
    try:
        receive_frame(connection, None)  # Only what was made in time is written down, and that is not stopped.
    except ClosedError:
        os._exit(0)
    _tell(connection, write_down(store, operation, journal))


def _tell(connection: socket.socket, outcome: Header) -> None:
    send_frame(connection, outcome)
    if "error" in outcome:
        os._exit(0)


if __name__ == "__main__":
    with suppress(ConnectionError):  # Who started this may have ended.
        main(sys.argv[1:])
