"""The connections of a server, from the first to the last."""

import socket
import sys
import time
from email.utils import formatdate
from functools import partial
from typing import Final

from moonpact.graph.execution.loop import LoopThread
from moonpact.server.http.connection import Answering, Connection

_MOST: Final = 2_000
_SECOND: Final = 1.0
_PAUSE: Final = 0.02


class Listener:
    """Takes connections from a socket, in the thread of the loop."""

    def __init__(self, listening: socket.socket, answering: Answering, thread: LoopThread) -> None:
        """Take connections from now on."""
        self.answering = answering
        """What answers their requests."""
        self.date = b""
        """The header with the time, as it was up to a second ago."""
        self._thread = thread
        self._connections: set[Connection] = set()
        thread.call(self._tick)
        connect = partial(Connection, self, _base(listening))
        server = thread.loop.create_server(connect, sock=listening, backlog=1024)
        self._server = thread.wait(server)

    def joined(self, connection: Connection) -> bool:
        """Take the connection in, if there is room."""
        if len(self._connections) >= _MOST:
            return False
        self._connections.add(connection)
        return True

    def left(self, connection: Connection) -> None:
        """Forget the connection."""
        self._connections.discard(connection)

    def close(self, seconds: float) -> None:
        """Take no more connections, and return when those that there are have their answers, or after so long."""
        self._thread.call(self._close)
        finish_by = time.monotonic() + seconds
        while self._connections and time.monotonic() < finish_by:
            time.sleep(_PAUSE)

    def _close(self) -> None:
        self._server.close()
        for connection in list(self._connections):
            connection.close_when_answered()

    def _tick(self) -> None:
        self.date = f"Date: {formatdate(usegmt=True)}\r\n".encode()
        for connection in list(self._connections):
            connection.check()
        self._thread.loop.call_later(_SECOND, self._tick)


def _base(listening: socket.socket) -> dict[str, object]:
    """What the environments of all requests have (PEP 3333)."""
    host, port, *_ = listening.getsockname()
    return {
        "SCRIPT_NAME": "",
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
