"""The dataset as it was loaded; another takes its place while the server goes on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from moonpact.graph.checking.report import Report
from moonpact.graph.execution.errors import BusyError
from moonpact.graph.execution.served import Served
from moonpact.graph.execution.views import ServedViews
from moonpact.graph.export.downloads import Exports

_RETRY_SECONDS: Final = 5


@dataclass(eq=False)
class Edition:
    """A dataset and its views, and, if it was built here, the report of its build and its downloads."""

    served: Served
    report: Report | None = None
    exports: Exports | None = None
    views: ServedViews = field(init=False)

    def __post_init__(self) -> None:
        self.views = ServedViews(self.served, built=self.report is not None)


class Editions:
    """The edition that is served, and how the next is opened; threads may use it at the same time.

    A request keeps to the edition that it began with. One that is replaced ends when the last request that uses it is
    done.
    """

    def __init__(self, open_: Callable[[], Edition], renew: Callable[[], None] = lambda: None) -> None:
        """Serve an edition.

        Args:
            open_: Opens it: now, and each time that it is loaded anew.
            renew: What is to be done before it is opened anew.
        """
        self._open = open_
        self._renew = renew
        self._turn = Lock()
        self.prepare: Callable[[Edition], None] = lambda edition: None
        """What is to be done before an edition takes the place of another."""
        self.current = open_()
        """The edition that is served from now on."""

    def reload(self) -> Edition:
        """Open the dataset as it is now and return it once it is served; if it cannot be, the one before stays.

        Raises:
            BusyError: It is being opened already.
            LoadError, InvalidDataError, NoDatasetError, NotLoadedError, OSError: It cannot be served.
        """
        if not self._turn.acquire(blocking=False):
            raise BusyError(_RETRY_SECONDS)
        try:
            self._renew()
            fresh = self._open()
            self.prepare(fresh)
            self.current.served.close_when_unused()
            self.current = fresh
            return fresh
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the processes that answer."""
        self.current.served.close()
