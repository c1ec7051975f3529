"""Messages over a stream socket: four bytes of length, a header in JSON that a zero byte ends, and a body."""

import json
import socket
import struct
import time
from typing import Any, Final

_LENGTH: Final = struct.Struct("!I")
_CHUNK: Final = 64 * 1024
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Header = dict[str, Any]


class ClosedError(ConnectionError):
    """The other side has closed the connection, or has ended."""


def encoded(header: Header) -> bytes:
    """Return the header as it is sent."""
    return _ENCODER.encode(header).encode()


def send(connection: socket.socket, head: bytes, body: bytes = b"") -> None:
    """Send a header that is encoded, and a body."""
    start = b"%b%b\0" % (_LENGTH.pack(len(head) + 1 + len(body)), head)
    if len(body) < _CHUNK:
        connection.sendall(start + body)
    else:
        connection.sendall(start)
        connection.sendall(body)


def receive(connection: socket.socket) -> tuple[bytes, bytes]:
    """Receive a header, encoded, and a body, for as long as it takes.

    Raises:
        ClosedError: The other side has ended.
    """
    incoming = Incoming(connection)
    while (frame := incoming.receive()) is None:
        pass
    return frame


def send_frame(connection: socket.socket, header: Header, body: bytes = b"") -> None:
    """Send a header and a body."""
    send(connection, encoded(header), body)


def receive_frame(
    connection: socket.socket, seconds: float | None, finish_by: float | None = None
) -> tuple[Header, bytes]:
    """Receive a header and a body.

    Args:
        connection: The socket; nothing of the message has been read from it.
        seconds: How long to wait for the message to begin; None for as long as it takes.
        finish_by: When the message must be whole, in seconds of `time.monotonic`.

    Raises:
        TimeoutError: The message has not begun, or is not whole, in time.
        ClosedError: The other side has ended.
    """
    connection.settimeout(seconds)
    incoming = Incoming(connection)
    while (frame := incoming.receive()) is None:
        if finish_by is not None:
            connection.settimeout(max(0.001, finish_by - time.monotonic()))
    head, body = frame
    return json.loads(head), body


class Incoming:
    """The message that comes over a socket, piece by piece."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._message = bytearray()
        self._place = 0

    @property
    def has_begun(self) -> bool:
        """Whether a part of the next message has come."""
        return self._place > 0

    def receive(self) -> tuple[bytes, bytes] | None:
        """Receive once, and return the header, encoded, and the body of a message that is whole with it.

        Raises:
            ClosedError: The other side has ended.
        """
        if self._place >= _LENGTH.size:
            return self._receive_rest()
        piece = self._connection.recv(_CHUNK)
        if not piece:
            raise ClosedError
        if not self._place and len(piece) >= _LENGTH.size and len(piece) == _whole(piece):
            return _parted(piece)
        self._begin(piece)
        return None

    def _begin(self, piece: bytes) -> None:
        self._message += piece
        self._place = len(self._message)
        if self._place >= _LENGTH.size:
            self._message.extend(bytes(_whole(self._message) - self._place))

    def _receive_rest(self) -> tuple[bytes, bytes] | None:
        count = self._connection.recv_into(memoryview(self._message)[self._place :])
        if not count:
            raise ClosedError
        self._place += count
        if self._place < len(self._message):
            return None
        message, self._message, self._place = self._message, bytearray(), 0
        return _parted(message)


def _whole(message: bytes | bytearray) -> int:
    """How long the message that begins like this is, with its length."""
    return _LENGTH.size + int(_LENGTH.unpack_from(message)[0])


def _parted(message: bytes | bytearray) -> tuple[bytes, bytes]:
    end = message.index(b"\0", _LENGTH.size)
    with memoryview(message) as view:
        return bytes(view[_LENGTH.size : end]), bytes(view[end + 1 :])
