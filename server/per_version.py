"""What is made of what is served, once for each version: made when it is first needed, given up with its view."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from moonpact.graph.execution.served import Served

_T = TypeVar("_T")


class PerVersion(Generic[_T]):
    """What is made of each dataset and view, for its version; threads may use it at the same time."""

    def __init__(self, make: Callable[[Served], _T]) -> None:
        self._make = make
        self._made: WeakKeyDictionary[Served, tuple[str, _T]] = WeakKeyDictionary()
        self._making = Lock()

    def of(self, served: Served) -> _T:
        """Return what is made of the dataset or view; the errors are those of making it."""
        with self._making:
            version = served.version
            made = self._made.get(served)
            if made is None or made[0] != version:
                made = self._made[served] = version, self._make(served)
            return made[1]
