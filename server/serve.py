"""Serving the application over HTTP until somebody stops it."""

import errno
import gc
import os
import signal
import socket
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from threading import Thread
from types import FrameType
from typing import TYPE_CHECKING, Final

from flask import Flask

from moonpact.graph.execution.activity import Activity
from moonpact.graph.execution.errors import BusyError, QueryTimeoutError, QueryTooExpensiveError
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.loop import LoopThread
from moonpact.graph.extras import require
from moonpact.server.access_log import AccessLog
from moonpact.server.app import create_app
from moonpact.server.data import Data
from moonpact.server.edition import Edition, Editions
from moonpact.server.endpoint import Endpoint
from moonpact.server.engine import engine_of, open_engine
from moonpact.server.front import Front
from moonpact.server.hangup import hold_back, on_hangup
from moonpact.server.http.bridge import Bridge
from moonpact.server.http.listener import Listener
from moonpact.server.log import set_up_log
from moonpact.server.notify import tell_ready
from moonpact.server.proxies import Proxies
from moonpact.server.reloading import reload_and_log
from moonpact.server.settings import Settings
from moonpact.server.state import prepare, state_of

if TYPE_CHECKING:
    from moonpact.server.tracing import Tracing

_PAUSE: Final = 0.5
# After so many objects more than went, the collector looks; by itself, it does after 700.
_LEFT_OBJECTS: Final = 10_000


class ListenError(Exception):
    """The server cannot listen on the address."""


class PortInUseError(ListenError):
    """Another program listens on the port."""


def serve(data: Data, settings: Settings, say: Callable[[str], None]) -> None:
    """Serve the data until Ctrl-C or SIGTERM, and say where once it is answered.

    Raises:
        PortInUseError: Another program listens on the port.
        ListenError: The address is none of this machine's, or not allowed.
        InvalidDataError, LoadError, EngineFailedError, …: The data cannot be served.
    """
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, end)
    hold_back()
    set_up_log(settings.log_format)
    with _listen(settings.host, settings.port) as listening, _started(data, settings, listening):
        what = f"the graph in {settings.engine}" if settings.engine else data.in_words()
        say(f"moonpact serves {what} at {_address(listening)} (Ctrl-C stops)")
        tell_ready()
        while True:  # Another thread may get the signal, and not wake this one.
            time.sleep(_PAUSE)


def end(_signal: int, _frame: FrameType | None) -> None:
    """End this process, when it gets the signal, in good order."""
    raise SystemExit


@contextmanager
def _started(data: Data, settings: Settings, listening: socket.socket) -> Generator[None]:
    """Answer requests meanwhile."""
    service_bytes = settings.service_bytes if settings.services else 0
    limits = Limits(deadline_seconds=settings.timeout, service_bytes=service_bytes)
    activity, thread = Activity(), LoopThread()
    with ExitStack() as stack:
        stack.callback(thread.stop)
        editions = stack.enter_context(
            closing(Editions(partial(_open, data, settings, limits, activity, thread), data.build))
        )
        app = create_app(settings, editions, data.gate(settings.tokens))
        tracing = _tracing(settings, activity)
        editions.prepare = partial(_prepare, app)
        Thread(target=editions.prepare, args=(editions.current,), daemon=True).start()
        listener = Listener(listening, _front(app, stack, thread, tracing), thread)
        stack.callback(listener.close, min(settings.stop_seconds, settings.timeout + 1))
        on_hangup(partial(reload_and_log, editions))
        _spare_what_stays()
        yield


def _open(data: Data, settings: Settings, limits: Limits, activity: Activity, thread: LoopThread) -> Edition:
    if engine := engine_of(settings, os.environ):
        return open_engine(engine, limits, activity, thread)
    return data.open(limits, activity, thread)


def _front(app: Flask, stack: ExitStack, thread: LoopThread, tracing: "Tracing | None") -> Front:
    state = state_of(app)
    threads = ThreadPoolExecutor(state.settings.threads, "moonpact-page")
    stack.callback(threads.shutdown, wait=False, cancel_futures=True)
    endpoint = Endpoint(state, Bridge(app, threads, thread), threads, thread)
    state.meters.watch(state.editions, endpoint.cache)
    return Front(
        endpoint, Proxies(state.settings.trusted_proxies), state.meters, AccessLog(state.settings.log_requests), tracing
    )


def _tracing(settings: Settings, activity: Activity) -> "Tracing | None":
    if settings.tracing == "off":
        return None
    require("opentelemetry.exporter.otlp.proto.http", "tracing")  # Which needs all else.
    from moonpact.server.tracing import start_tracing

    tracing = start_tracing(with_queries=settings.log_requests == "queries")
    activity.observe = tracing.of_query
    return tracing


def _prepare(app: Flask, edition: Edition) -> None:
    if edition.report is None:
        return  # Other data may be too large to be read ahead.
    # If it cannot be done now, it is done for the first reader; the server may also be about to end.
    with suppress(OSError, BusyError, QueryTimeoutError, QueryTooExpensiveError):
        prepare(app, edition)


def _spare_what_stays() -> None:
    """Let the collector of garbage look at what requests leave only, and not at all modules for every few of them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_LEFT_OBJECTS)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except socket.gaierror as error:
        raise ListenError(f"no address is known for '{host}'") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"port {port} of {host} is in use; --port takes another one, and 0 any that is free"
            raise PortInUseError(message) from error
        raise ListenError(f"cannot listen on port {port} of {host}: {os.strerror(error.errno or 0)}") from error


def _address(listening: socket.socket) -> str:
    host, port, *_ = listening.getsockname()
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
