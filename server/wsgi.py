"""The application as WSGI servers load it, told by the environment what to serve."""

import json
import os
import socket
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from moonpact.graph.dataset import Release
from moonpact.graph.limits import Limits
from moonpact.graph.report import Report
from moonpact.graph.served import Served, serve_files
from moonpact.server.app import create_app
from moonpact.server.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

_VARIABLE: Final = "MOONPACT_SERVE"
_PAUSE: Final = 0.01


@dataclass(frozen=True)
class Job:
    """What is to be served, how, and where it can be reached."""

    release: Release
    settings: Settings
    address: str

    def to_environment(self) -> None:
        """Leave the job to the processes that are started from here."""
        release = {"file": str(self.release.file), "version": self.release.version}
        report = json.loads(self.release.report.to_json())
        job = {"release": release, "report": report, "settings": asdict(self.settings), "address": self.address}
        os.environ[_VARIABLE] = json.dumps(job)

    def start(self) -> tuple["Flask", Served]:
        """Start the processes that answer, and return the application."""
        served = serve_files([self.release.file], Limits(), self.release.version)
        return create_app(self.settings, served, self.release.report), served

    def sentence(self) -> str:
        """Return what is served, and where."""
        report = self.release.report
        numbers = f"{report.sources} sources, {report.claims} claims, {report.disagreements} disagreements"
        return f"moonpact serves {numbers} at {self.address} (Ctrl-C stops)"


def load() -> "Flask":
    """Return the application of the job that the environment names, and say that it can be reached."""
    table = json.loads(os.environ.pop(_VARIABLE))
    release = Release(Path(table["release"]["file"]), table["release"]["version"], Report(**table["report"]))
    job = Job(release, Settings(**table["settings"]), table["address"])
    app, _ = job.start()
    # The server opens its socket when it has the application.
    Thread(target=_say_when_reachable, args=(job,), daemon=True).start()
    return app


def _say_when_reachable(job: Job) -> None:
    while not _is_reachable(job.address):
        time.sleep(_PAUSE)
    print(job.sentence(), flush=True)


def _is_reachable(address: str) -> bool:
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1).close()
    except OSError:
        return False
    return True
