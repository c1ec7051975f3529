"""The program that holds the store and forks workers from it: `python -m moonpact.graph.parent FD FILE`.

It is started by exec and stays single-threaded, so that its memory can be forked; the workers share it until one of
them writes to it.
"""

import gc
import json
import os
import signal
import socket
import sys

from pyoxigraph import RdfFormat, Store

from moonpact.graph.frames import ClosedError, receive_frame, send_frame
from moonpact.graph.limits import Limits
from moonpact.graph.worker import run_worker


def main(arguments: list[str]) -> None:
    """Load the N-Quads file, say so, and fork a worker for each frame received, until the connection is closed."""
    descriptor, path, limits = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; who started this ends it.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    connection = socket.socket(fileno=int(descriptor))
    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    gc.collect()
    gc.freeze()
    send_frame(connection, {"quads": len(store)})
    _fork_on_request(connection, store, Limits(**json.loads(limits)))


def _fork_on_request(connection: socket.socket, store: Store, limits: Limits) -> None:
    while True:
        try:
            receive_frame(connection, None)
        except ClosedError:
            return
        ours, theirs = socket.socketpair()
        if (pid := os.fork()) == 0:
            _become_worker(connection, theirs, ours, store, limits)
        # The descriptor of the process is taken before it can be reaped, so that its number cannot be another's.
        process = os.pidfd_open(pid)
        socket.send_fds(connection, [pid.to_bytes(8)], [ours.fileno(), process])
        os.close(process)
        ours.close()
        theirs.close()


def _become_worker(
    control: socket.socket, connection: socket.socket, other: socket.socket, store: Store, limits: Limits
) -> None:
    control.close()
    other.close()
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    try:
        run_worker(connection, store, limits)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
