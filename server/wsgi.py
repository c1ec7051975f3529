"""The application as WSGI servers load it, told by the environment what to serve."""

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from moonpact.graph.checking.report import Report
from moonpact.graph.execution.activity import Activity
from moonpact.graph.execution.errors import BusyError, QueryTimeoutError, QueryTooExpensiveError
from moonpact.graph.execution.limits import Limits
from moonpact.server.app import create_app
from moonpact.server.commands.failure import Failure, failures_as_sentences
from moonpact.server.data import Data
from moonpact.server.edition import Edition, Editions
from moonpact.server.hangup import on_hangup
from moonpact.server.log import set_up_log
from moonpact.server.notify import tell_ready
from moonpact.server.reloading import reload_and_log
from moonpact.server.settings import Settings
from moonpact.server.state import prepare

if TYPE_CHECKING:
    from flask import Flask

_VARIABLE: Final = "MOONPACT_SERVE"
_PAUSE: Final = 0.01
_WATCH_SECONDS: Final = 0.5


@dataclass(frozen=True)
class Job:
    """What is to be served, how, and where it can be reached."""

    data: Data
    settings: Settings
    address: str
    failure: str = ""
    """The file that is to say why the data cannot be served."""

    def to_environment(self) -> None:
        """Leave the job to the processes that are started from here."""
        data = {**asdict(self.data), "report": self.data.report and json.loads(self.data.report.to_json())}
        os.environ[_VARIABLE] = json.dumps({**asdict(self), "data": data})

    def start(self) -> tuple["Flask", Editions]:
        """Start the processes that answer, and return the application and what it serves."""
        set_up_log(self.settings.log_format)
        service_bytes = self.settings.service_bytes if self.settings.services else 0
        limits = Limits(deadline_seconds=self.settings.timeout, service_bytes=service_bytes)
        activity = Activity()
        editions = Editions(lambda: self.data.open(limits, activity), self.data.build)
        app = create_app(self.settings, editions, self.data.gate(self.settings.tokens))
        editions.prepare = partial(_prepare, app)
        Thread(target=editions.prepare, args=(editions.current,), daemon=True).start()
        return app, editions

    def sentence(self) -> str:
        """Return what is served, and where."""
        return f"moonpact serves {self.data.in_words()} at {self.address} (Ctrl-C stops)"


def end(_signal: int, _frame: FrameType | None) -> None:
    """End this process, when it gets the signal, in good order."""
    sys.exit()


def load() -> "Flask":
    """Return the application of the job that the environment names, and say that it can be reached."""
    # Ctrl-C reaches this process too, but it is the one that started it that says when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, end)
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    job = _from_environment()
    with _failure_passed_on(job.failure):
        app, editions = job.start()
    on_hangup(partial(reload_and_log, editions))
    # The server opens its socket when it has the application.
    Thread(target=_say_when_reachable, args=(job,), daemon=True).start()
    return app


def _prepare(app: "Flask", edition: Edition) -> None:
    if edition.report is None:
        return  # Other data may be too large to be read ahead.
    # If it cannot be done now, it is done for the first reader; the server may also be about to end.
    with suppress(OSError, BusyError, QueryTimeoutError, QueryTooExpensiveError):
        prepare(app, edition)


def _from_environment() -> Job:
    table = json.loads(os.environ.pop(_VARIABLE))
    told: dict[str, Any] = table["data"]
    told["files"] = tuple(told["files"])
    told["report"] = Report(**told["report"]) if told["report"] else None
    data = Data(**told)
    return Job(data, Settings(**table["settings"]), table["address"], table["failure"])


@contextmanager
def _failure_passed_on(file: str) -> Generator[None]:
    """Let the process that started this one end with the sentence, instead of starting it again."""
    try:
        with failures_as_sentences():
            yield
    except Failure as failure:
        Path(file).write_text(failure.message, encoding="utf-8")
        os.kill(os.getppid(), signal.SIGTERM)
        sys.exit(failure.exit_code)


def _end_with(parent: int) -> None:
    """End this process once the one that started it has ended, which may have had no time to say so."""
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _say_when_reachable(job: Job) -> None:
    while not _is_reachable(job.address):
        time.sleep(_PAUSE)
    print(job.sentence(), flush=True)
    tell_ready()


def _is_reachable(address: str) -> bool:
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1).close()
    except OSError:
        return False
    return True
