"""The connection to the engine that holds the graph (SPARQL 1.1 Protocol): pooled, tried again, bounded."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import count
from typing import Final
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import EmptyPoolError, HTTPError, ReadTimeoutError
from urllib3.util import make_headers

from moonpact.graph.execution.errors import BusyError, QueryTimeoutError
from moonpact.graph.sparql.query import AnswerTooLargeError, QueryEvaluationError

_PIECE_BYTES: Final = 64 * 1024
_CONNECT_SECONDS: Final = 3.0
_LEAST_SECONDS: Final = 0.05
_FIRST_PAUSE: Final = 0.1
_RETRY_SECONDS: Final = 1
_MESSAGE_BYTES: Final = 4096
_MESSAGE_LENGTH: Final = 300
# What may pass by itself.
_PASSING: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE)
_TIMED_OUT: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT)
_CLOSED: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)
# With these Virtuoso says, in an answer that looks whole, that it has cut it: by rows, or by its own time limit.
_CUT: Final = ("X-SPARQL-MaxRows", "X-SQL-State")


class EngineFailedError(RuntimeError):
    """The engine that holds the graph cannot be reached, or does not answer as one of SPARQL does."""


@dataclass(frozen=True)
class Credentials:
    """How the engine knows us: a name with a password (HTTP Basic), or a bearer token; or not at all."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def headers(self) -> Mapping[str, str]:
        """Return the headers that say so."""
        if self.token:
            return {"Authorization": f"Bearer {self.token}"}
        return make_headers(basic_auth=f"{self.user}:{self.password}") if self.user else {}


@dataclass(frozen=True)
class Engine:
    """Where a SPARQL 1.1 store is, and how it is asked."""

    query: str
    """The address of its queries."""
    default_graph: str = ""
    """The named graph that is to be the default graph; empty where the store's own is."""
    version: str = ""
    """The version of its data, where the data does not tell it."""
    connections: int = 8
    """How many requests it gets at once."""
    retries: int = 2
    """How often a request is made again that failed for a reason that may pass."""
    credentials: Credentials = Credentials()


@dataclass(frozen=True)
class Reply:
    """A whole answer of the engine."""

    media_type: str
    body: bytes


class Connection:
    """Connections to an engine, kept and used again; threads may use it at the same time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pool = PoolManager(
            num_pools=1,
            maxsize=engine.connections,
            block=True,
            retries=False,
            headers={"User-Agent": "moonpact", **engine.credentials.headers()},
        )

    def ask(self, form: Sequence[tuple[str, str]], accept: str, seconds: float, most: int) -> Reply:
        """Return the answer to a query, asked by a form: not all engines take a query in any other way.

        Args:
            form: The names and values of its fields (SPARQL 1.1 Protocol, section 2.1.2).
            accept: The media types in which the answer can be read.
            seconds: How long it may take, tries and pauses included.
            most: How many bytes the answer may have.

        Raises:
            EngineFailedError: It cannot be reached, or answers with something else.
            QueryTimeoutError: It has not answered in time.
            QueryEvaluationError: It refuses the query, or fails at it.
            AnswerTooLargeError: The answer has more bytes.
            BusyError: It says that it is busy, or all connections to it are.
        """
        finish_by = time.monotonic() + seconds
        for tried in count():
            try:
                return self._ask_once(urlencode(form).encode(), accept, finish_by, most)
            except (BusyError, EngineFailedError):
                pause = _FIRST_PAUSE * 2**tried
                if tried >= self._engine.retries or time.monotonic() + pause >= finish_by:
                    raise
                time.sleep(pause)
            except QueryTimeoutError:
                raise QueryTimeoutError(seconds) from None
        raise AssertionError("counting does not end")

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._pool.clear()

    def _ask_once(self, form: bytes, accept: str, finish_by: float, most: int) -> Reply:
        left = max(_LEAST_SECONDS, finish_by - time.monotonic())
        headers = {**self._pool.headers, "Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            response = self._pool.urlopen(
                "POST",
                self._engine.query,
                body=form,
                headers=headers,
                timeout=Timeout(connect=min(_CONNECT_SECONDS, left), read=left),
                pool_timeout=left,
                redirect=False,
                preload_content=False,
            )
            return self._read(response, finish_by, most)
        except EmptyPoolError:
            raise BusyError(_RETRY_SECONDS) from None
        except ReadTimeoutError:
            raise QueryTimeoutError(0) from None
        except HTTPError as error:
            raise EngineFailedError(
                f"the engine that holds the graph cannot be reached: {_first_line(error)}"
            ) from error

    def _read(self, response: BaseHTTPResponse, finish_by: float, most: int) -> Reply:
        with ExitStack() as undo:
            undo.callback(response.close)  # What is left of an answer must not be taken for the next one.
            _check_status(response)
            body = b"".join(_pieces(response, finish_by, most))
            if any(name in response.headers for name in _CUT):
                raise EngineFailedError("the engine that holds the graph has cut the answer at a limit of its own")
            undo.pop_all()
        response.release_conn()
        return Reply(response.headers.get("Content-Type", "").partition(";")[0].strip().lower(), body)


def _pieces(response: BaseHTTPResponse, finish_by: float, most: int) -> Iterator[bytes]:
    size = 0
    for piece in response.stream(_PIECE_BYTES):
        size += len(piece)
        if size > most:
            raise AnswerTooLargeError(most)
        if time.monotonic() > finish_by:
            raise QueryTimeoutError(0)
        yield piece


def _check_status(response: BaseHTTPResponse) -> None:
    status = response.status
    if status == HTTPStatus.OK:
        return
    if status in _TIMED_OUT:
        raise QueryTimeoutError(0)
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        raise BusyError(_RETRY_SECONDS)
    if status in _PASSING or status in _CLOSED or status < HTTPStatus.BAD_REQUEST:
        raise EngineFailedError(f"the engine that holds the graph answers with status {status}")
    raise QueryEvaluationError(f"the engine answers with status {status}{_told(response)}")


def _told(response: BaseHTTPResponse) -> str:
    """What the engine says of the query, if it says it in plain text."""
    if not response.headers.get("Content-Type", "").startswith("text/plain"):
        return ""
    text = (response.read(_MESSAGE_BYTES) or b"").decode(errors="replace")
    line = " ".join(text.strip().splitlines()[:1])
    return f": {line[:_MESSAGE_LENGTH]}" if line.isprintable() and line else ""


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:_MESSAGE_LENGTH]
