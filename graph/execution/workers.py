"""Workers as the front sees them, and the parent from which they are forked."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Final

from moonpact.graph.difference.datasets import Difference
from moonpact.graph.difference.formats import read_json
from moonpact.graph.difference.period import Period
from moonpact.graph.execution.errors import QueryTimeoutError, QueryTooExpensiveError, raise_error
from moonpact.graph.execution.frames import Header, Incoming, receive_frame, send, send_frame
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.process import Forked, Process
from moonpact.graph.execution.request import Request
from moonpact.graph.sparql.query import InternalError
from moonpact.graph.view import View

# A large dataset takes minutes.
_BACKUP_SECONDS: Final = 3600


class Worker:
    """A process that answers one query at a time."""

    def __init__(self, connection: socket.socket, process: Process) -> None:
        self._connection = connection
        self._process = process
        self._before = 0.0
        self._incoming = Incoming(connection)

    def fileno(self) -> int:
        """Return the descriptor that can be read when a part of the answer has come, or the worker has ended."""
        return self._connection.fileno()

    def ask(self, request: Request) -> None:
        """Send a request; its answer is to be received before the next is sent.

        Raises:
            ConnectionError: The worker has ended.
        """
        self._before = self._process.seconds()
        send(self._connection, request.head, request.body)

    def seconds(self) -> float:
        """Return how much of a processor it has used since it was asked."""
        return self._process.seconds() - self._before

    def receive(self) -> tuple[bytes, bytes] | None:
        """Receive what has come, or wait for what comes; return the header and the body of an answer that is whole.

        Raises:
            ConnectionError: The worker has ended.
        """
        return self._incoming.receive()

    @property
    def has_begun(self) -> bool:
        """Whether a part of the answer has come."""
        return self._incoming.has_begun

    def demote(self) -> None:
        """Let others go first from now on."""
        self._process.demote()

    def interrupt(self) -> None:
        """Let whoever waits for its answer wait no longer; the worker ends."""
        with suppress(OSError):  # It may be closed already.
            self._connection.shutdown(socket.SHUT_RDWR)

    def kill(self) -> None:
        """End the worker at once."""
        self._process.kill()
        self._connection.close()


class Parent:
    """The process that holds the store, and from which workers are forked."""

    def __init__(
        self,
        control: socket.socket,
        limits: Limits,
        operations: int,
        process: subprocess.Popen[bytes] | None = None,
        base: str = "",
    ) -> None:
        self._control = control
        self._process = process
        self._limits = limits
        self._lock = threading.Lock()
        self.operations = operations
        """How many changes have been made to the data."""
        self.base = base
        """Of what the version is named, where that is not what the files of the folder hold."""

    def fork(self) -> Worker:
        """Return a new worker.

        Raises:
            ConnectionError: The parent has ended.
        """
        return Worker(*self._request({}))

    def write(self, operation: Operation, by: str = "") -> "Parent":
        """Return the parent of the changed data; this one goes on with the data as it was.

        Args:
            operation: The change.
            by: The name of the token that it came with.

        Raises:
            ConnectionError: This parent has ended; the change may be in the journal.
            QueryTimeoutError: The operation took too long; nothing is changed.
            QueryTooExpensiveError: It took too much memory; nothing is changed.
            InvalidQueryError, ServiceNotAllowedError, …: As `graph.operation.apply`; nothing is changed.
        """
        header = {"operation": operation.to_json(), "by": by}
        return self._child(header, self._changed, self.operations + 1)

    def view(self, view: View) -> "Parent":
        """Return the parent of a view of the data; this one goes on with the whole.

        Raises:
            QueryTimeoutError: It took too long.
            QueryTooExpensiveError: It took too much memory.
        """
        return self._child({"view": view.to_json()}, self._outcome, self.operations)

    def changes(self, period: Period) -> Difference:
        """Return what came, went or changed between two views of the data, compared in a process of its own.

        Raises:
            ConnectionError: The parent has ended.
            QueryTimeoutError: It took too long.
            QueryTooExpensiveError: It took too much memory.
        """
        connection, process = self._request({"period": period.to_json()})
        with ExitStack() as undo:
            undo.callback(connection.close)
            undo.callback(process.kill)
            try:
                return read_json(self._received(connection)[1])
            except ConnectionError:
                raise QueryTooExpensiveError from None

    def backup(self, file: Path, version: str) -> Callable[[], None]:
        """Begin a backup of the data as it is, of this version; return what waits for its end.

        Raises:
            ConnectionError: This parent has ended.
            QueryTimeoutError, StorageFullError, InternalError: Of what is returned: the backup is not whole.
        """
        connection, process = self._request({"backup": str(file), "version": version})
        return partial(_wait_for_backup, connection, process)

    def close(self) -> None:
        """Let the process end; workers that answer go on."""
        with self._lock:
            self._control.close()
        if self._process is not None:
            self._process.wait()

    def _child(self, header: Header, outcome: Callable[[socket.socket], None], operations: int) -> "Parent":
        """The parent that a fork becomes, once it tells of its outcome; if it does not, it is ended."""
        connection, process = self._request(header)
        with ExitStack() as undo:
            undo.callback(connection.close)
            undo.callback(process.kill)
            try:
                outcome(connection)
            except ConnectionError:
                self._settle()
                raise QueryTooExpensiveError from None
            undo.pop_all()
        os.close(process.descriptor)
        connection.settimeout(None)
        return Parent(connection, self._limits, operations, base=self.base)

    def _outcome(self, connection: socket.socket) -> None:
        header, _ = self._received(connection)
        raise_error(header)

    def _received(self, connection: socket.socket) -> tuple[Header, bytes]:
        seconds = self._limits.deadline_seconds
        try:
            return receive_frame(connection, seconds, time.monotonic() + seconds)
        except TimeoutError:
            raise QueryTimeoutError(seconds) from None

    def _changed(self, connection: socket.socket) -> None:
        self._outcome(connection)
        send_frame(connection, {})
        header, _ = receive_frame(connection, None)
        raise_error(header)

    def _settle(self) -> None:
        """Have the journal as it was: the change whose process has ended is not made, even if it was written down."""
        with self._lock:
            send_frame(self._open_control(), {"settle": True})
            receive_frame(self._control, None)

    def _open_control(self) -> socket.socket:
        if self._control.fileno() < 0:
            raise ConnectionAbortedError("another process holds the store by now")
        return self._control

    def _request(self, header: Header) -> tuple[socket.socket, Forked]:
        with self._lock:
            send_frame(self._open_control(), header)
            message, descriptors, _, _ = socket.recv_fds(self._control, 8, 2)
        if len(descriptors) != 2:
            raise ConnectionResetError("the process that holds the store has ended")
        connection, process = descriptors
        return socket.socket(fileno=connection), Forked(int.from_bytes(message), process)


def _wait_for_backup(connection: socket.socket, process: Forked) -> None:
    try:
        header, _ = receive_frame(connection, _BACKUP_SECONDS)
    except TimeoutError:
        raise QueryTimeoutError(_BACKUP_SECONDS) from None
    except ConnectionError:
        raise InternalError("the process that wrote the backup has ended") from None
    finally:
        process.kill()
        connection.close()
    raise_error(header)
