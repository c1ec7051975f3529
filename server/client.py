"""Whether the client of a request is still there, so that nobody's query runs on."""

import re
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from moonpact.server.http.connection import IS_LEFT

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_NAME: Final = re.compile("[A-Za-z0-9-]{16,64}")
# The names of queries that were stopped last; a query lasts seconds, so that older ones are over.
_STOPPED: Final[OrderedDict[str, None]] = OrderedDict()
_MOST_STOPPED: Final = 1_000


def watch(environ: "WSGIEnvironment") -> Callable[[], bool]:
    """Return what tells whether the client of a request has left, or has had its query stopped."""
    has_left: Callable[[], bool] = environ[IS_LEFT]
    name = environ.get("HTTP_MOONPACT_QUERY", "")
    return (lambda: name in _STOPPED or has_left()) if name else has_left


def stop(name: str) -> bool:
    """Stop the query whose client named it so; tell whether it is a name.

    A browser that gives up a request may close the connection late: it names the query beforehand by what nobody can
    guess, and says that it is to be stopped.
    """
    if not _NAME.fullmatch(name):
        return False
    _STOPPED[name] = None
    with suppress(KeyError):  # Another thread was as quick.
        if len(_STOPPED) > _MOST_STOPPED:
            _STOPPED.popitem(last=False)
    return True
