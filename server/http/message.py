"""A request and a response as they stand between a connection and what answers."""

from collections.abc import Callable
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from http import HTTPStatus
from io import BytesIO
from itertools import starmap
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Headers = list[tuple[str, str]]

# A larger body is kept in a file.
_IN_MEMORY: Final = 1_000_000
_BODILESS: Final = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


class Body:
    """The body of a request as it comes, up to so many bytes; of a larger one, nothing is kept."""

    def __init__(self) -> None:
        self.size = 0
        """How many bytes have come."""
        self._file: IO[bytes] = BytesIO()

    def write(self, piece: bytes, most: int) -> None:
        """Take the next piece."""
        self.size += len(piece)
        if self.size > most:
            self.close()
            self._file = BytesIO()
            return
        if self.size > _IN_MEMORY and isinstance(self._file, BytesIO):
            in_memory, self._file = self._file, TemporaryFile()  # noqa: SIM115 - `close` closes it.
            self._file.write(in_memory.getvalue())
        self._file.write(piece)

    def file(self) -> IO[bytes]:
        """Return what was kept, from its beginning."""
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Give it up."""
        self._file.close()


@dataclass(eq=False)
class Request:
    """A request."""

    environ: "WSGIEnvironment" = field(default_factory=dict[str, object])
    """It as PEP 3333 has it; several headers of one name are one."""
    target: bytes = b""
    body: Body = field(default_factory=Body)
    keeps_alive: bool = True
    headers: Headers = field(default_factory=list[tuple[str, str]])
    """Headers that every response to it has."""
    context: Context = field(default_factory=copy_context)
    """In which it is answered; each step in a copy, since steps may be in several threads at a time."""
    answered: Callable[[int], object] | None = None
    """Told of the status once there is an answer."""

    def add_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        # '_' and '-' are the same in the environment: nobody may write one in place of the other.
        if b"_" not in name:
            variable, text = _variable(name), value.decode("latin-1")
            before = self.environ.get(variable)
            self.environ[variable] = text if before is None else f"{before}, {text}"

    def begin(self, method: str, version: str) -> None:
        """Take what the first line says."""
        path, _, query_string = self.target.partition(b"?")
        self.environ["REQUEST_METHOD"] = method
        self.environ["SERVER_PROTOCOL"] = f"HTTP/{version}"
        self.environ["PATH_INFO"] = (unquote_to_bytes(path) if b"%" in path else path).decode("latin-1")
        self.environ["QUERY_STRING"] = query_string.decode("latin-1")

    def end(self) -> None:
        """Have the body read from its beginning."""
        self.environ["wsgi.input"] = self.body.file()
        if self.body.size:
            # One of which nothing is kept is as long as it was; one that came in chunks, as its client did not say.
            self.environ["CONTENT_LENGTH"] = str(self.body.size)

    def tell(self, status: int) -> None:
        """Tell of the status of the answer, once."""
        answered, self.answered = self.answered, None
        if answered is not None:
            self.context.copy().run(answered, status)


@dataclass(frozen=True)
class Response:
    """A response as it is sent."""

    status: HTTPStatus
    headers: Headers
    body: bytes = b""

    @cached_property
    def head(self) -> bytes:
        """The status line and the headers, but for those that are of the request and of the connection."""
        length = [] if self.status in _BODILESS else [("Content-Length", str(len(self.body)))]
        return head(f"{self.status.value} {self.status.phrase}", [*self.headers, *length])


def head(status: str, headers: Headers) -> bytes:
    """Return a status line and headers as they are sent.

    Raises:
        ValueError: One of them is more than a line.
    """
    return _line("HTTP/1.1 ", status) + lines(headers)


def lines(headers: Headers) -> bytes:
    """Return headers as they are sent.

    Raises:
        ValueError: One of them is more than a line.
    """
    return b"".join(starmap(_line, headers))


@lru_cache(maxsize=1024)
def _line(name: str, value: str) -> bytes:
    text = f"{name}{value}" if name.endswith(" ") else f"{name}: {value}"
    if "\r" in text or "\n" in text:
        raise ValueError("a header is more than a line")
    return f"{text}\r\n".encode("latin-1")


@lru_cache(maxsize=256)
def _variable(name: bytes) -> str:
    variable = name.decode("latin-1").upper().replace("-", "_")
    return variable if variable in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{variable}"
