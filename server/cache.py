"""Answers kept in memory, the least recently used ones given up first."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Generic, Protocol, TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True)
class _Kept(Generic[_V]):
    value: _V
    size: int


class Counted(Protocol):
    """What is told of a cache."""

    hits: int
    misses: int
    size: int

    def __len__(self) -> int: ...


class Cache(Generic[_K, _V]):
    """Values by key, up to so many bytes; threads may use it at the same time."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self.hits = 0
        """How often what was asked for was kept."""
        self.misses = 0
        """How often it was not."""
        self.size = 0
        """The bytes of all values."""
        self._kept: OrderedDict[_K, _Kept[_V]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: _K) -> _V | None:
        """Return the value, if it is kept."""
        with self._lock:
            if (kept := self._kept.get(key)) is None:
                self.misses += 1
                return None
            self.hits += 1
            self._kept.move_to_end(key)
            return kept.value

    def put(self, key: _K, value: _V, size: int) -> None:
        """Keep the value, which has so many bytes; one that is larger than a quarter of the cache is not kept."""
        if size > self._most // 4:
            return
        with self._lock:
            if (before := self._kept.pop(key, None)) is not None:
                self.size -= before.size
            self._kept[key] = _Kept(value, size)
            self.size += size
            while self.size > self._most:
                _, given_up = self._kept.popitem(last=False)
                self.size -= given_up.size
