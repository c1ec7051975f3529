"""The indexes of what is served: made when somebody searches first, given up with the view that they are of."""

from threading import Lock
from weakref import WeakKeyDictionary

from moonpact.graph.execution.served import Served
from moonpact.graph.search.index import QUERY, Index, make_index
from moonpact.queries.files import read_query


class Indexes:
    """The index of each dataset and view, for its version; threads may use it at the same time."""

    def __init__(self) -> None:
        self._made: WeakKeyDictionary[Served, tuple[str, Index]] = WeakKeyDictionary()
        self._making = Lock()

    def of(self, served: Served) -> Index:
        """Return the index of what is served.

        Raises:
            QueryTimeoutError, …: As `graph.lanes.Lanes.answer`.
        """
        with self._making:
            version = served.version
            made = self._made.get(served)
            if made is None or made[0] != version:
                made = self._made[served] = version, make_index(served.select(read_query(QUERY)))
            return made[1]
