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


def send_frame(connection: socket.socket, header: Header, body: bytes = b"") -> None:
    """Send a header and a body."""
    head = _ENCODER.encode(header).encode() + b"\0"
    start = _LENGTH.pack(len(head) + len(body)) + head
    if len(body) < _CHUNK:
        connection.sendall(start + body)
    else:
        connection.sendall(start)
        connection.sendall(body)


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
    first = connection.recv(_CHUNK)
    while 0 < len(first) < _LENGTH.size:
        first += connection.recv(_CHUNK)
    if not first:
        raise ClosedError
    message = _rest(connection, first, finish_by)
    head, _, body = message.partition(b"\0")
    return json.loads(head), body


def _rest(connection: socket.socket, first: bytes, finish_by: float | None) -> bytes:
    (length,) = _LENGTH.unpack_from(first)
    if len(first) == _LENGTH.size + length:
        return first[_LENGTH.size :]
    message = bytearray(length)
    place = len(first) - _LENGTH.size
    message[:place] = first[_LENGTH.size :]
    view = memoryview(message)
    while place < length:
        if finish_by is not None:
            connection.settimeout(max(0.001, finish_by - time.monotonic()))
        if not (count := connection.recv_into(view[place:])):
            raise ClosedError
        place += count
    return bytes(message)
