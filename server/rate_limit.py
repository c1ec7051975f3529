"""How many requests a client may send, so that none takes the server from the others."""

import time
from collections import OrderedDict
from functools import lru_cache
from ipaddress import IPv6Address
from math import ceil
from threading import Lock
from typing import Final

from moonpact.server.networks import read_address
from moonpact.server.problems import Problem, ProblemError

_MINUTE: Final = 60.0
_MOST_CLIENTS: Final = 10_000
# Whoever has one address of a network of this size has all of them (RFC 6177).
_HOST_BITS: Final = 64


class RateLimit:
    """So many requests in a minute, in a row or one by one, for each client; threads may use it at the same time.

    Each client has a bucket that fills by so many a minute, and of which a request takes one ("token bucket"). The
    buckets of those who have not asked for longest are given up: memory is bounded.
    """

    def __init__(self, per_minute: int) -> None:
        """Let each client send so many requests a minute; 0 for no limit."""
        self._most = float(per_minute)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def check(self, client: str) -> None:
        """Let a request from this address pass.

        Raises:
            ProblemError: The client has sent too many.
        """
        if self._most and (wait := self._take(_client_of(client), time.monotonic())) > 0:
            detail = f"there may be {self._most:.0f} requests a minute from {client}"
            raise ProblemError(Problem("too-many-requests", detail, retry_after=ceil(wait)))

    def _take(self, client: str, now: float) -> float:
        """Take one from the bucket, and return 0; else return the seconds until there is one."""
        with self._lock:
            left, before = self._buckets.pop(client, (self._most, now))
            left = min(self._most, left + (now - before) * self._most / _MINUTE)
            is_enough = left >= 1
            self._buckets[client] = (left - is_enough, now)
            if len(self._buckets) > _MOST_CLIENTS:
                self._buckets.popitem(last=False)
        return 0.0 if is_enough else (1 - left) * _MINUTE / self._most


@lru_cache(maxsize=1024)
def _client_of(text: str) -> str:
    address = read_address(text)
    return str(int(address) >> _HOST_BITS) if isinstance(address, IPv6Address) else text
