"""The version of the data in an engine: what the operator says, else what the data tells, else none."""

import logging
import re
from collections.abc import Callable
from threading import Event, Thread
from typing import Final

from moonpact.graph.execution.errors import BusyError, ClientLeftError, QueryTimeoutError
from moonpact.graph.remote.connection import EngineFailedError
from moonpact.graph.sparql.query import AnswerTooLargeError, QueryEvaluationError

# It stands in headers, addresses and names of files.
_ALLOWED: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LOOK_SECONDS: Final = 5.0
_PASSING: Final = (
    AnswerTooLargeError,
    BusyError,
    ClientLeftError,
    EngineFailedError,
    QueryEvaluationError,
    QueryTimeoutError,
)
_LOG: Final = logging.getLogger(__name__)


class Version:
    """The version, looked for again every few seconds until it is closed; threads may use it at the same time."""

    def __init__(self, read: Callable[[], str | None]) -> None:
        """Take the version that `read` reads, as it is now.

        Raises:
            EngineFailedError, …: As `read`, the first time only; later, what was known goes on.
        """
        self._read = read
        self._looks = 0
        self.known = _allowed(read())
        """The version; None where the data tells none."""
        self._closed = Event()
        # In a thread of its own: whoever asks for the version must not wait for the engine.
        Thread(target=self._follow, name="moonpact-version", daemon=True).start()

    @property
    def name(self) -> str:
        """The version; where the data tells none, another name after each look, so that nothing is kept for long."""
        return self.known or f"unversioned.{self._looks}"

    def close(self) -> None:
        """Look no more."""
        self._closed.set()

    def _follow(self) -> None:
        while not self._closed.wait(_LOOK_SECONDS):
            try:
                self.known = _allowed(self._read())
            except _PASSING:
                _LOG.warning("the version of the data in the engine could not be read")
            except ReferenceError:  # Nobody refers to the dataset any more.
                return
            self._looks += 1


def _allowed(told: str | None) -> str | None:
    return told if told is not None and _ALLOWED.fullmatch(told) else None
