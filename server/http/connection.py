"""One client's connection: its requests are read one after the other, and answered in this order."""

import asyncio
from collections import deque
from collections.abc import Mapping
from http import HTTPStatus
from threading import Event
from typing import Final, Protocol, cast

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

from moonpact.server.http.message import Request, Response, lines
from moonpact.server.problems import Problem

IS_LEFT: Final = "moonpact.is_left"
"""The name by which an environment has what tells whether the client has left."""
# A query of 64 kB in an address, each byte written as %41, and as much again for the rest.
_HEAD_BYTES: Final = 400_000
# How much is read of a body that is refused, so that a client that sends all of it first sees the answer.
_DRAINED_BYTES: Final = 64_000_000
# Seconds without progress: of a request that has begun, of a client that reads, between requests.
_PIECE_SECONDS: Final = 5
_READ_SECONDS: Final = 60
_IDLE_SECONDS: Final = 75
# Seconds in all for a head.
_HEAD_SECONDS: Final = 20


class Answering(Protocol):
    """What answers requests."""

    def most_bytes(self, request: Request) -> int:
        """Return how long the body of the request may be; of a longer one, only the size is known."""
        ...

    def begin(self, request: Request, connection: "Connection") -> None:
        """Answer, now or later, by `respond`, or by `send` and `finish`, in the thread of the loop."""
        ...

    def refuse(self, problem: Problem) -> Response:
        """Return the response for what is no request."""
        ...


class Connections(Protocol):
    """All connections, and what they share."""

    answering: Answering
    date: bytes

    def joined(self, connection: "Connection") -> bool:
        """Take the connection in, if there is room."""
        ...

    def left(self, connection: "Connection") -> None:
        """Forget the connection."""
        ...


class Connection(asyncio.Protocol):
    """A connection, in the thread of the loop; `is_left` and `drained` may be asked in others."""

    def __init__(self, connections: Connections, base: Mapping[str, object]) -> None:
        self._connections = connections
        self._base = base
        self._parser = HttpRequestParser(self)
        self._reading: Request | None = None
        self._answered: Request | None = None
        self._waiting: deque[Request] = deque()
        self._head_bytes: int | None = 0
        self._has_moved = False
        self._seconds = self._still_seconds = 0
        self._unsent = 0
        self._is_left = self._is_closing = False
        self.drained = Event()
        """Set unless so much waits to be sent that no more should be added; always set when the client has left."""
        self.drained.set()

    @property
    def is_answering(self) -> bool:
        """Whether a request is being answered."""
        return self._answered is not None

    def is_left(self) -> bool:
        """Tell whether the client has left, or sends no more: one that waits for an answer keeps its side open."""
        return self._is_left

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = cast("asyncio.Transport", transport)
        client, *_ = transport.get_extra_info("peername") or ("",)
        self._base = {**self._base, "REMOTE_ADDR": str(client), IS_LEFT: self.is_left}
        if not self._connections.joined(self):
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._is_left = self._is_closing = True
        self.drained.set()
        self._connections.left(self)
        for request in (self._reading, *self._waiting):
            if request is not None:
                request.body.close()

    def pause_writing(self) -> None:
        """Be told that the client reads slowly."""
        self.drained.clear()

    def resume_writing(self) -> None:
        """Be told that it has read."""
        self.drained.set()

    def data_received(self, data: bytes) -> None:
        """Read what has come."""
        self._has_moved = True
        if self._is_closing:
            return
        if self._head_bytes is not None:
            self._head_bytes += len(data)
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:  # Another protocol is offered; this one goes on.
            self._is_closing = True
        except HttpParserError as error:
            self._refuse(Problem("bad-request", f"the request is not HTTP/1.1: {error}"))
        if self._head_bytes is not None and self._head_bytes > _HEAD_BYTES:
            self._refuse(Problem("bad-request", f"the head of the request has more than {_HEAD_BYTES:,} bytes"))

    def eof_received(self) -> bool:
        """Be told that the client sends no more; it may still read."""
        self._is_left = True
        if self._reading is not None:
            self._refuse(Problem("bad-request", "the request is not whole"))
        return self.is_answering

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._reading = Request(dict(self._base))
        self._seconds = 0

    def on_url(self, url: bytes) -> None:
        """Take a part of the target."""
        if self._reading is not None:
            self._reading.target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        if self._reading is not None:
            self._reading.add_header(name, value)

    def on_headers_complete(self) -> None:
        """Go on with the body."""
        if (request := self._reading) is None:
            return
        self._head_bytes = None
        request.begin(self._parser.get_method().decode("ascii"), self._parser.get_http_version())
        request.keeps_alive = self._parser.should_keep_alive()
        if request.environ.get("HTTP_EXPECT", "").lower() == "100-continue" and not self.is_answering:
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, piece: bytes) -> None:
        """Take a part of the body."""
        if (request := self._reading) is None:
            return
        most = self._connections.answering.most_bytes(request)
        request.body.write(piece, most)
        if request.body.size > most + _DRAINED_BYTES:
            self._refuse(Problem("content-too-large", f"the body has more than {most:,} bytes"))

    def on_message_complete(self) -> None:
        """Answer the request, or let it wait until those before it are answered."""
        if (request := self._reading) is None or self._is_closing:
            return
        self._reading, self._head_bytes = None, 0
        request.end()
        if self.is_answering or self._waiting:
            self._waiting.append(request)
            self.transport.pause_reading()
        else:
            self._begin(request)

    def respond(self, response: Response) -> None:
        """Send the whole response to the request that is answered."""
        if (request := self._answered) is not None:
            request.tell(response.status)
            body = b"" if request.environ["REQUEST_METHOD"] == "HEAD" else response.body
            self.send(b"".join((response.head, self.end_of_head(request), body)))
        self.finish()

    def send(self, data: bytes) -> None:
        """Send a part of the response."""
        if not self.transport.is_closing():
            self.transport.write(data)

    def end_of_head(self, request: Request) -> bytes:
        """Return the headers of the request and the connection, and the line that ends the head."""
        more = lines(request.headers) + self._connections.date if request.headers else self._connections.date
        if not request.keeps_alive or self._is_closing or self._is_left:
            return more + b"Connection: close\r\n\r\n"
        is_old = request.environ["SERVER_PROTOCOL"] == "HTTP/1.0"
        return more + (b"Connection: keep-alive\r\n\r\n" if is_old else b"\r\n")

    def finish(self, *, is_whole: bool = True) -> None:
        """End the response, and go on with the next request; a response that is not whole breaks the connection."""
        request, self._answered = self._answered, None
        if request is not None:
            request.tell(HTTPStatus.INTERNAL_SERVER_ERROR)  # Nobody has told of an answer.
            request.body.close()
        if not is_whole:
            self.transport.abort()
        elif request is None or not request.keeps_alive or self._is_closing or self._is_left:
            self._is_closing = True
            self.transport.close()
        elif self._waiting:
            self._begin(self._waiting.popleft())
            if not self._waiting:
                self.transport.resume_reading()

    def close_when_answered(self) -> None:
        """Take no further request."""
        self._is_closing = True
        if not self.is_answering:
            self.transport.close()

    def check(self) -> None:
        """End a connection on which nothing has happened for too long; called once a second."""
        unsent = self.transport.get_write_buffer_size()
        has_moved = self._has_moved or unsent < self._unsent
        self._has_moved, self._unsent = False, unsent
        self._seconds += 1
        self._still_seconds = 0 if has_moved else self._still_seconds + 1
        if self._is_closing and not self.is_answering and not unsent:
            if self._seconds >= _PIECE_SECONDS:
                self.transport.abort()
        elif unsent:
            if self._still_seconds > _READ_SECONDS:
                self.transport.abort()
        elif self._reading is not None or self._head_bytes:
            if self._still_seconds >= _PIECE_SECONDS or (self._head_bytes and self._seconds > _HEAD_SECONDS):
                self._refuse(Problem("request-timeout", "the rest of the request did not come in time"))
        elif not self.is_answering and self._still_seconds > _IDLE_SECONDS:
            self.transport.close()

    def _begin(self, request: Request) -> None:
        self._answered = request
        self._connections.answering.begin(request, self)

    def _refuse(self, problem: Problem) -> None:
        """Answer what is no request, if no answer to another is under way, and close the connection."""
        self._is_closing = True
        refused, self._reading, self._head_bytes = self._reading, None, None
        if self.is_answering:
            return
        if refused is not None:
            refused.body.close()
        response = self._connections.answering.refuse(problem)
        self.send(response.head + self.end_of_head(Request(keeps_alive=False)) + response.body)
        if self._is_left:
            self.transport.close()
        else:  # What it still sends is not read, but taken for a while: else it might not see the answer.
            self._seconds = 0
            self.transport.write_eof()
