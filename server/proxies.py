"""Who asks, and under which address, where proxies stand between: their headers count only if they are trusted."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from moonpact.server.networks import Networks, read_address

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

FORWARDED: Final = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST")
"""The headers by which a request tells that a proxy has passed it on."""
_FOR: Final = "HTTP_X_FORWARDED_FOR"
_MOST_HOPS: Final = 32
_SCHEMES: Final = ("http", "https")
_HOST: Final = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")


class Proxies:
    """The proxies whose headers are believed; by default none."""

    def __init__(self, trusted: Iterable[str]) -> None:
        """Believe these addresses and networks."""
        self._trusted = Networks(trusted)

    def client(self, environ: "WSGIEnvironment") -> str:
        """Return the address of the client; what a trusted proxy says of the request's own address holds from now on.

        The last address in `X-Forwarded-For` that is no trusted proxy's is the client's: those before it are what
        the client says.
        """
        peer: str = environ.get("REMOTE_ADDR", "")
        if not self._trusted or not self._is_trusted(peer):
            return peer
        _take_over(environ)
        for hop in _hops(environ.get(_FOR, "")):
            if (address := read_address(hop)) is None:
                return peer
            peer = str(address)
            if address not in self._trusted:
                return peer
        return peer

    def _is_trusted(self, peer: str) -> bool:
        address = read_address(peer)
        return address is not None and address in self._trusted


def _hops(header: str) -> Iterator[str]:
    """The addresses that a request has passed, the nearest first."""
    return (hop for hop in reversed(header.split(",")[-_MOST_HOPS:]) if hop.strip())


def _take_over(environ: "WSGIEnvironment") -> None:
    scheme = _last(environ.get("HTTP_X_FORWARDED_PROTO", "")).lower()
    if scheme in _SCHEMES:
        environ["wsgi.url_scheme"] = scheme
    host = _last(environ.get("HTTP_X_FORWARDED_HOST", ""))
    if _HOST.fullmatch(host):
        environ["HTTP_HOST"] = host


def _last(header: str) -> str:
    return header.rpartition(",")[2].strip()
