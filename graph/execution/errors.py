"""Why a query was not answered or a change not made, beside what is wrong with its text; how errors are passed on."""

import logging
from collections.abc import Mapping, Sequence
from typing import Final

from moonpact.graph.execution.frames import Header
from moonpact.graph.sparql.query import QUERY_ERRORS, InternalError


class QueryTimeoutError(TimeoutError):
    """The query was not answered within its deadline."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the query was stopped after {seconds:g} s")
        self.seconds = seconds


class QueryTooExpensiveError(RuntimeError):
    """The query took more memory than it may, or nested deeper, and the process that evaluated it ended."""

    def __init__(self) -> None:
        super().__init__("the query was stopped: it took more memory than it may")


class QueryTooLargeError(ValueError):
    """The text of the query is longer than is read."""

    def __init__(self, size: int, most: int) -> None:
        super().__init__(f"the query has {size:,} bytes; at most {most:,} are read")
        self.size = size
        self.most = most


class BusyError(RuntimeError):
    """So many queries are running that this one was not begun or was stopped; it can be asked again."""

    def __init__(self, retry_seconds: int) -> None:
        super().__init__("all workers are busy with other queries")
        self.retry_seconds = retry_seconds


class QueryStoppedError(RuntimeError):
    """An operator stopped the query."""

    def __init__(self) -> None:
        super().__init__("the query was stopped by an operator of this server")


class ClientLeftError(ConnectionError):
    """Nobody waits for the answer any more; the query was stopped."""

    def __init__(self) -> None:
        super().__init__("the client left before the answer came")


class StorageFullError(RuntimeError):
    """There is no room on the disk for the change; nothing is changed."""

    def __init__(self) -> None:
        super().__init__("there is no room on the disk for the change; nothing is changed")


class ShapesViolatedError(ValueError):
    """The data would not conform to the shapes after the change; nothing is changed."""

    def __init__(self, total: int, results: Sequence[Mapping[str, str]]) -> None:
        super().__init__(f"the data would break the shapes in {total} places; nothing is changed")
        self.total = total
        self.results = results
        """The first results of the validation report, by the names of SHACL."""


class LoadError(RuntimeError):
    """The data could not be loaded."""


_LOG: Final = logging.getLogger(__name__)
_PASSED_ON: Final = {
    error.__name__: error for error in (*QUERY_ERRORS, InternalError, ShapesViolatedError, StorageFullError)
}


def error_of(header: Header) -> Exception | None:
    """Return the error that a process has passed on in the header of its answer, if it has."""
    if "error" not in header:
        return None
    if header["error"] == InternalError.__name__:
        _LOG.error("a query could not be answered: %s", header["fields"]["cause"])
    return _PASSED_ON[header["error"]](**header["fields"])


def raise_error(header: Header) -> None:
    """Raise the error that a process has passed on in the header of its answer, if it has.

    Raises:
        InvalidQueryError, …: One of `graph.query.QUERY_ERRORS`, or `InternalError`.
    """
    if (error := error_of(header)) is not None:
        raise error
