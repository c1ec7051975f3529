"""Whether the client of a request is still there, so that nobody's query runs on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from moonpact.server.http.connection import IS_LEFT

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def watch(environ: "WSGIEnvironment") -> Callable[[], bool]:
    """Return what tells whether the client of a request has left."""
    has_left: Callable[[], bool] = environ[IS_LEFT]
    return has_left
