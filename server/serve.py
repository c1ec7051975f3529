"""Serving the application over HTTP until somebody stops it."""

import errno
import logging
import os
import signal
import socket
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from math import ceil
from pathlib import Path

from moonpact.server.data import Data
from moonpact.server.hangup import hold_back, on_hangup, pass_on
from moonpact.server.notify import tell_ready
from moonpact.server.reloading import reload_and_log
from moonpact.server.settings import Settings
from moonpact.server.wsgi import Job, end


class ListenError(Exception):
    """The server cannot listen on the address."""


class PortInUseError(ListenError):
    """Another program listens on the port."""


class StartError(Exception):
    """The data cannot be served."""


def serve(data: Data, settings: Settings, say: Callable[[str], None]) -> None:
    """Serve the data until Ctrl-C or SIGTERM, and say where once it can be reached.

    By granian, or, where it is not installed, by waitress, which answers several times fewer requests in a second.

    Raises:
        PortInUseError: Another program listens on the port.
        ListenError: The address is none of this machine's, or not allowed.
        StartError, InvalidDataError, LoadError, …: The data cannot be served.
    """
    with _listen(settings.host, settings.port) as listening:
        job = Job(data, settings, _address(listening))
        if not find_spec("granian"):
            _serve_by_waitress(job, listening, say)
            return
        host, port, *_ = listening.getsockname()
    _serve_by_granian(job, host, port)


def _serve_by_granian(job: Job, host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    # The address was free a moment ago: granian opens its own socket.
    server = Granian(
        "moonpact.server.wsgi:load",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=job.settings.threads,
        factory=True,
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=ceil(min(job.settings.stop_seconds, job.settings.timeout + 1)),
    )
    with tempfile.TemporaryDirectory(prefix="moonpact-") as folder:
        failure = Path(folder) / "failure"
        replace(job, failure=str(failure)).to_environment()
        on_hangup(pass_on)
        try:
            server.serve()
        finally:
            if failure.exists():
                raise StartError(failure.read_text(encoding="utf-8"))


def _serve_by_waitress(job: Job, listening: socket.socket, say: Callable[[str], None]) -> None:
    from waitress.server import create_server

    # A queue that is longer than the threads are many is no fault.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, end)
    hold_back()
    app, editions = job.start()
    on_hangup(partial(reload_and_log, editions))
    with closing(editions):
        server = create_server(
            app,
            sockets=[listening],
            threads=job.settings.threads,
            ident="moonpact",
            channel_request_lookahead=1,  # So that it sees that a client leaves while its request is answered.
        )
        say(job.sentence())
        tell_ready()
        server.run()


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
