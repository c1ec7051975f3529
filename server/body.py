"""The body of a request: no client that sends half of one and stops keeps the server from answering others."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Final, Protocol

from moonpact.graph.execution.errors import BusyError
from moonpact.server.problems import Problem, ProblemError

_PIECE_BYTES: Final = 64 * 1024
_PIECE_SECONDS: Final = 5.0
_PATIENCE_SECONDS: Final = 0.2
_RETRY_SECONDS: Final = 1
# How much is read of a body that is refused, so that a client that sends all of it first sees the answer.
_DRAINED_BYTES: Final = 64_000_000
# A read that is given up goes on until its client leaves; only then its thread is free.
_MOST_STUCK: Final = 256


class Stream(Protocol):
    """A body as the server gives it."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, not more than this; none at the end."""
        ...


class Readers:
    """Reads bodies, of which most are there when their requests are; the threads that answer are never all waiting.

    Half of them may wait for as long as it takes. What these leave is read in threads of its own, which cost more, so
    that the wait for it ends.
    """

    def __init__(self, threads: int) -> None:
        """Read for so many threads that answer."""
        self._direct = BoundedSemaphore(threads // 2)
        self._waiting = BoundedSemaphore(threads // 4)
        self._threads = ThreadPoolExecutor(_MOST_STUCK, "body")

    def read(self, stream: Stream, size: int) -> bytes:
        """Return the next bytes.

        Raises:
            BusyError: Too many wait already.
            ProblemError: They did not come in time.
        """
        if not self._direct.acquire(blocking=False):
            return self._read_for_a_while(stream, size)
        try:
            return bytes(stream.read(size))
        finally:
            self._direct.release()

    def _read_for_a_while(self, stream: Stream, size: int) -> bytes:
        if not self._waiting.acquire(timeout=_PATIENCE_SECONDS):
            raise BusyError(_RETRY_SECONDS)
        try:
            return bytes(self._threads.submit(stream.read, size).result(_PIECE_SECONDS))
        except TimeoutError:
            raise ProblemError(Problem("request-timeout", "the rest of the body did not come in time")) from None
        finally:
            self._waiting.release()


class Body:
    """The body of one request, which must be as long as its client says."""

    def __init__(self, stream: Stream, length: str, coding: str, readers: Readers) -> None:
        """Read from the stream.

        Args:
            stream: The body as the server gives it.
            length: Its `Content-Length`; empty if there is none.
            coding: Its `Content-Encoding`; empty if there is none.
            readers: Read it.
        """
        self._coding = coding.strip().lower()
        self._stream = stream
        self._missing = int(length) if length else None
        self._readers = readers

    def read(self, size: int) -> bytes:
        """Return the next bytes, not more than this; none at the end.

        Raises:
            BusyError: Too many requests wait for their bodies.
            ProblemError: It is in a content coding, or the rest did not come in time, or never.
        """
        if self._coding not in ("", "identity"):
            # Not taken to be what it is not, and not unpacked: a few kilobytes can become gigabytes.
            raise ProblemError(
                Problem("unsupported-media-type", "the body is in a content coding", "Send it as it is.")
            )
        if self._missing is None:
            return self._readers.read(self._stream, size)
        if not self._missing:
            return b""
        piece = self._readers.read(self._stream, min(size, self._missing))
        if not piece:
            raise ProblemError(Problem("bad-request", f"{self._missing:,} bytes of the body are missing"))
        self._missing -= len(piece)
        return piece

    def read_all(self, most: int) -> bytes:
        """Return the whole body.

        Raises:
            BusyError: Too many requests wait for their bodies.
            ProblemError: It is larger, or in a content coding, or the rest did not come in time, or never.
        """
        body = b""
        while len(body) <= most and (piece := self.read(most + 1 - len(body))):
            body += piece
        if len(body) > most:
            self._drain()
            raise ProblemError(Problem("content-too-large", f"the body has more than {most:,} bytes"))
        return body

    def _drain(self) -> None:
        finish_by, left = time.monotonic() + _PIECE_SECONDS, _DRAINED_BYTES
        while left > 0 and time.monotonic() < finish_by and (piece := self.read(_PIECE_BYTES)):
            left -= len(piece)
