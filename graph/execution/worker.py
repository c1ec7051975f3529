"""A process that answers one query at a time, confined, until its connection is closed."""

import io
import os
import select
import socket
import sys
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from pyoxigraph import Store, Variable

from moonpact.graph.execution.confinement import allow_seconds, confine
from moonpact.graph.execution.frames import ClosedError, encoded, receive, send
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.request import Request, read_request
from moonpact.graph.formats import Kind, kind_of, write_to
from moonpact.graph.sparql.query import QUERY_ERRORS, AnswerTooLargeError, InternalError, evaluate


def run_worker(connection: socket.socket, store: Store, limits: Limits) -> None:
    """Confine this process, and answer in it until the connection is closed, even if it is while a query runs.

    The engine recurses into brackets, so that the thread that evaluates has a large stack.
    """
    threading.stack_size(limits.stack_bytes)
    thread = threading.Thread(target=_serve_and_end, args=(connection, store, limits), daemon=True)
    until_end: Callable[[], object] = thread.join
    if sys.platform == "linux":
        closed = select.epoll()
        closed.register(connection, 0)  # That the other side closes it is told always.
        until_end = closed.poll
    confine(limits.memory_bytes + limits.stack_bytes)
    thread.start()
    until_end()


def _serve_and_end(connection: socket.socket, store: Store, limits: Limits) -> None:
    try:
        _serve(connection, store, limits)
    finally:
        os._exit(0)


def _serve(connection: socket.socket, store: Store, limits: Limits) -> None:
    while True:
        try:
            head, body = receive(connection)
        except ClosedError:
            return
        allow_seconds(limits.deadline_seconds)
        send(connection, *_answer_or_fail(store, read_request(head, body), limits.answer_bytes))


def _answer_or_fail(store: Store, request: Request, answer_bytes: int) -> tuple[bytes, bytes]:
    try:
        return answer(store, request, answer_bytes)
    except Exception as error:  # The process ends here: a fault of ours must reach the log and not look like a limit.
        return encoded({"error": InternalError.__name__, "fields": {"cause": repr(error)}}), b""


def answer(store: Store, request: Request, answer_bytes: int) -> tuple[bytes, bytes]:
    """Return the header of the answer, encoded, and its body, or a header that names the error."""
    try:
        return _answer(store, request, answer_bytes)
    except QUERY_ERRORS as error:
        return encoded({"error": type(error).__name__, "fields": vars(error)}), b""


def _answer(store: Store, request: Request, answer_bytes: int) -> tuple[bytes, bytes]:
    results = evaluate(
        store,
        request.text,
        {Variable(name): value for name, value in request.values.items()},
        default_graphs=request.default_graphs,
        named_graphs=request.named_graphs,
        base=request.base,
    )
    kind = kind_of(results)
    name = request.formats.get(kind)
    if name is None:
        return _head(kind, None), b""
    output = _Limited(answer_bytes)
    write_to(output, results, name)
    return _head(kind, name), output.getvalue()


@cache
def _head(kind: Kind, name: str | None) -> bytes:
    return encoded({"kind": kind, "format": name})


class _Limited(io.BytesIO):
    """A buffer that takes no more than so many bytes."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - the type of the base class is a buffer of any kind.
        if self.tell() + len(data) > self.most:
            raise AnswerTooLargeError(self.most)
        return super().write(data)
