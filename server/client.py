"""Whether the client of a request is still there, so that nobody's query runs on."""

import re
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

# The connections of this machine (proc(5)): the other side's address and the state are the third and the fourth column.
_CONNECTIONS: Final = {4: Path("/proc/net/tcp"), 6: Path("/proc/net/tcp6")}
_ESTABLISHED: Final = "01"
_NAME: Final = re.compile("[A-Za-z0-9-]{16,64}")
# The names of queries that were stopped last; a query lasts seconds, so that older ones are over.
_STOPPED: Final[OrderedDict[str, None]] = OrderedDict()
_MOST_STOPPED: Final = 1_000


def watch(environ: "WSGIEnvironment") -> Callable[[], bool]:
    """Return what tells whether the client of a request has left, or has had its query stopped.

    waitress tells it of the connection. granian tells a WSGI application neither this nor which connection it is, so
    that a client has left when no connection from its address is there any more.
    """
    told: Callable[[], bool] | None = environ.get("waitress.client_disconnected")
    has_left = told or partial(_has_left, environ.get("REMOTE_ADDR", ""), environ.get("SERVER_PORT", ""))
    name = environ.get("HTTP_MOONPACT_QUERY", "")
    return (lambda: name in _STOPPED or has_left()) if name else has_left


def stop(name: str) -> bool:
    """Stop the query whose client named it so; tell whether it is a name.

    A browser that gives up a request tells the server nothing as long as another page of the site is open: it names the
    query beforehand by what nobody can guess, and says that it is to be stopped.
    """
    if not _NAME.fullmatch(name):
        return False
    _STOPPED[name] = None
    with suppress(KeyError):  # Another thread was as quick.
        if len(_STOPPED) > _MOST_STOPPED:
            _STOPPED.popitem(last=False)
    return True


def _has_left(address: str, port: str) -> bool:
    try:
        found = ip_address(address)
        lines = _CONNECTIONS[found.version].read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):  # Where the system does not tell, the client is taken to be there.
        return False
    here, there = f":{int(port):04X}", "".join(_words(found.packed))
    return not any(
        ours.endswith(here) and theirs.startswith(f"{there}:") and state == _ESTABLISHED
        for _, ours, theirs, state, *_ in (line.split(maxsplit=4) for line in lines[1:])
    )


def _words(packed: bytes) -> Iterator[str]:
    for start in range(0, len(packed), 4):
        yield f"{int.from_bytes(packed[start : start + 4], sys.byteorder):08X}"
