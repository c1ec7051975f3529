"""Workers as the front sees them: the parent that forks them, and one worker's connection."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final

from moonpact.graph.frames import Header, receive_frame, send_frame
from moonpact.graph.limits import Limits

# Memory in large pages makes forking and querying faster (glibc 2.35 and later; others ignore it).
_ENVIRONMENT: Final = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
_SLOW_NICENESS: Final = 10


class Worker:
    """A process that answers one query at a time."""

    def __init__(self, connection: socket.socket, pid: int, process: int) -> None:
        self._connection = connection
        self._pid = pid
        self._process = process

    def ask(self, request: Header) -> None:
        """Send a request; its answer is to be received before the next is sent."""
        send_frame(self._connection, request)

    def receive(self, seconds: float, finish_by: float) -> tuple[Header, bytes]:
        """Return the answer.

        Raises:
            TimeoutError: It has not begun within these seconds, or is not whole in time; it can be received again only
                if it has not begun.
            ClosedError: The worker has ended.
        """
        return receive_frame(self._connection, seconds, finish_by)

    def demote(self) -> None:
        """Let others go first from now on."""
        with suppress(ProcessLookupError):  # It may have ended, which receive() tells.
            os.setpriority(os.PRIO_PROCESS, self._pid, _SLOW_NICENESS)

    def kill(self) -> None:
        """End the process at once."""
        with suppress(ProcessLookupError):  # It may have ended by itself.
            signal.pidfd_send_signal(self._process, signal.SIGKILL)
        os.close(self._process)
        self._connection.close()


class Parent:
    """The process that holds the store, and from which workers are forked."""

    def __init__(self, file: Path, limits: Limits) -> None:
        """Start the process; it is ready when the store is loaded.

        Raises:
            ClosedError: The process has ended before it was ready.
        """
        self._control, theirs = socket.socketpair()
        self._lock = threading.Lock()
        command = [sys.executable, "-m", "moonpact.graph.parent", str(theirs.fileno()), str(file)]
        self._process = subprocess.Popen(  # noqa: S603 - our own program.
            [*command, json.dumps(asdict(limits))],
            pass_fds=[theirs.fileno()],
            env={**os.environ, **_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        header, _ = receive_frame(self._control, None)
        self.quads: int = header["quads"]

    def fork(self) -> Worker:
        """Return a new worker.

        Raises:
            ConnectionError: The parent has ended.
        """
        with self._lock:
            send_frame(self._control, {})
            message, descriptors, _, _ = socket.recv_fds(self._control, 8, 2)
        if len(descriptors) != 2:
            raise ConnectionResetError("the process that holds the store has ended")
        connection, process = descriptors
        return Worker(socket.socket(fileno=connection), int.from_bytes(message), process)

    def close(self) -> None:
        """Let the process end; workers that answer go on."""
        self._control.close()
        self._process.wait()
