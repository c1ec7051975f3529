"""Serving the application over HTTP until somebody stops it."""

import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from types import FrameType

from waitress.server import create_server

from moonpact.graph.dataset import Release
from moonpact.graph.limits import Limits
from moonpact.graph.report import Report
from moonpact.graph.served import serve_files
from moonpact.server.app import create_app
from moonpact.server.settings import Settings


class ListenError(Exception):
    """The server cannot listen on the address."""


class PortInUseError(ListenError):
    """Another program listens on the port."""


def serve(release: Release, settings: Settings, say: Callable[[str], None]) -> None:
    """Serve the dataset until Ctrl-C or SIGTERM, and say where once it can be reached.

    Raises:
        PortInUseError: Another program listens on the port.
        ListenError: The address is none of this machine's, or not allowed.
    """
    # A queue that is longer than the threads are many is no fault.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with (
        _listen(settings.host, settings.port) as listening,
        closing(serve_files([release.file], Limits(), release.version)) as served,
    ):
        app = create_app(settings, served, release.report)
        server = create_server(app, sockets=[listening], threads=settings.threads, ident="moonpact")
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, _end)
        say(f"{_what(release.report)} at {_address(listening)} (Ctrl-C stops)")
        server.run()


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit()


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


def _what(report: Report) -> str:
    return f"moonpact serves {report.sources} sources, {report.claims} claims, {report.disagreements} disagreements"


def _address(listening: socket.socket) -> str:
    host, port, *_ = listening.getsockname()
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
