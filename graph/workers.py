"""Workers as the front sees them, and the parent from which they are forked."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Protocol

from moonpact.graph.frames import Header, receive_frame, send_frame
from moonpact.graph.limits import Limits

# Memory in large pages makes forking and querying faster (glibc 2.35 and later; others ignore it).
_ENVIRONMENT: Final = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
_SLOW_NICENESS: Final = 10


class Process(Protocol):
    """The process of a worker."""

    def demote(self) -> None:
        """Let other processes go first from now on."""
        ...

    def kill(self) -> None:
        """End the process at once."""
        ...


class Worker:
    """A process that answers one query at a time."""

    def __init__(self, connection: socket.socket, process: Process) -> None:
        self._connection = connection
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
        self._process.demote()

    def kill(self) -> None:
        """End the worker at once."""
        self._process.kill()
        self._connection.close()


@dataclass(frozen=True)
class _Forked:
    """A process forked by another: its number, and a descriptor that stays its own when the number is used again."""

    pid: int
    descriptor: int

    def demote(self) -> None:
        with suppress(ProcessLookupError):  # It may have ended, which receive() tells.
            os.setpriority(os.PRIO_PROCESS, self.pid, _SLOW_NICENESS)

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # It may have ended by itself.
            signal.pidfd_send_signal(self.descriptor, signal.SIGKILL)
        os.close(self.descriptor)


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
        return Worker(socket.socket(fileno=connection), _Forked(int.from_bytes(message), process))

    def close(self) -> None:
        """Let the process end; workers that answer go on."""
        self._control.close()
        self._process.wait()
