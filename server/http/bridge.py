"""A WSGI application (PEP 3333) behind connections: it answers in threads."""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final

from moonpact.graph.execution.loop import LoopThread
from moonpact.server.http.connection import Connection
from moonpact.server.http.message import Headers, Request, head

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

_LOG: Final = logging.getLogger(__name__)
_FAILED: Final = "500 Internal Server Error"


class _LeftError(ConnectionError):
    """The client has left."""


class Bridge:
    """Passes requests to an application."""

    def __init__(self, application: "WSGIApplication", threads: ThreadPoolExecutor, thread: LoopThread) -> None:
        """Pass requests on.

        Args:
            application: Answers them.
            threads: In which it does.
            thread: Of the connections.
        """
        self._application = application
        self._threads = threads
        self._thread = thread

    def begin(self, request: Request, connection: Connection) -> None:
        """Answer the request later."""
        self._threads.submit(request.context.copy().run, self._answer, request, connection)

    def _answer(self, request: Request, connection: Connection) -> None:
        reply = _Reply(request, connection, self._thread)
        try:
            self._run(request.environ, reply)
        except _LeftError:
            self._thread.post(connection.finish, is_whole=False)
        except Exception:  # A fault of ours: the client sees a broken answer, and the log which.
            _LOG.exception("a request could not be answered")
            reply.fail()

    def _run(self, environ: "WSGIEnvironment", reply: "_Reply") -> None:
        pieces: Iterable[bytes] = self._application(environ, reply.start)
        try:
            for piece in pieces:
                reply.write(piece)
            reply.end()
        finally:
            if close := getattr(pieces, "close", None):
                close()


class _Reply:
    """The response of the application: whole where it is of one piece, else as the client reads it."""

    def __init__(self, request: Request, connection: Connection, thread: LoopThread) -> None:
        self._request = request
        self._connection = connection
        self._thread = thread
        self._status = _FAILED
        self._headers: Headers = []
        self._first: bytes | None = None
        self._is_streamed = self._is_chunked = False
        self._is_head = request.environ["REQUEST_METHOD"] == "HEAD"

    def start(self, status: str, headers: Headers, exc_info: Any = None, /) -> Callable[[bytes], object]:  # noqa: ANN401 - of PEP 3333.
        """Take the status and the headers."""
        if exc_info and self._is_streamed:
            raise exc_info[1].with_traceback(exc_info[2])
        self._status, self._headers = status, list(headers)
        return self.write

    def write(self, piece: bytes) -> None:
        """Take a piece of the body."""
        if self._first is None:
            self._first = piece
            return
        if not self._is_streamed:
            self._stream()
        self._send(piece)

    def end(self) -> None:
        """Be told that there are no more."""
        if not self._is_streamed:
            body = self._first or b""
            bodiless = self._status[:3] in ("204", "304")
            length = [] if bodiless or self._has_length() else [("Content-Length", str(len(body)))]
            self._post(self._head([*self._headers, *length]) + (b"" if self._is_head else body))
        elif self._is_chunked:
            self._post(b"0\r\n\r\n")
        self._thread.post(self._connection.finish)

    def fail(self) -> None:
        """Tell the client that there is no answer, or no more of it."""
        if self._is_streamed:
            self._thread.post(self._connection.finish, is_whole=False)
            return
        self._status, self._headers, self._first = _FAILED, [], b""
        self.end()

    def _stream(self) -> None:
        self._is_streamed = True
        if not self._has_length() and self._request.environ["SERVER_PROTOCOL"] == "HTTP/1.1":
            self._is_chunked = True
            self._headers.append(("Transfer-Encoding", "chunked"))
        elif not self._has_length():
            self._request.keeps_alive = False
        self._post(self._head(self._headers))
        self._send(self._first or b"")

    def _send(self, piece: bytes) -> None:
        if not piece or self._is_head:
            return
        self._connection.drained.wait()
        if self._connection.transport.is_closing():
            raise _LeftError
        # Only what was taken tells whether there is room for more.
        self._thread.call(self._connection.send, b"%x\r\n%b\r\n" % (len(piece), piece) if self._is_chunked else piece)

    def _has_length(self) -> bool:
        return any(name.lower() == "content-length" for name, _ in self._headers)

    def _head(self, headers: Headers) -> bytes:
        self._request.tell(int(self._status[:3]))
        return head(self._status, headers) + self._connection.end_of_head(self._request)

    def _post(self, data: bytes) -> None:
        self._thread.post(self._connection.send, data)
