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

from moonpact.graph.limits import Limits
from moonpact.graph.report import Report
from moonpact.graph.served import Served, serve_files, serve_folder
from moonpact.server.app import create_app
from moonpact.server.gate import Gate
from moonpact.server.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

_VARIABLE: Final = "MOONPACT_SERVE"
_PAUSE: Final = 0.01


@dataclass(frozen=True)
class Data:
    """What is to be served: files, and the folder of a journal where changes are written."""

    files: tuple[str, ...]
    version: str | None = None
    report: Report | None = None
    folder: str | None = None
    token: str | None = None

    def serve(self) -> Served:
        """Start the processes that answer."""
        files = [Path(file) for file in self.files]
        if self.folder is None:
            return serve_files(files, Limits(), self.version)
        return serve_folder(Path(self.folder), files, Limits())

    def in_words(self) -> str:
        """Return what is served."""
        if (report := self.report) is not None:
            return f"{report.sources} sources, {report.claims} claims, {report.disagreements} disagreements"
        where = f", and changes in {self.folder}" if self.folder else ""
        return f"{len(self.files)} {'file' if len(self.files) == 1 else 'files'}{where}"


@dataclass(frozen=True)
class Job:
    """What is to be served, how, and where it can be reached."""

    data: Data
    settings: Settings
    address: str

    def to_environment(self) -> None:
        """Leave the job to the processes that are started from here."""
        data = {**asdict(self.data), "report": self.data.report and json.loads(self.data.report.to_json())}
        job = {"data": data, "settings": asdict(self.settings), "address": self.address}
        os.environ[_VARIABLE] = json.dumps(job)

    def start(self) -> tuple["Flask", Served]:
        """Start the processes that answer, and return the application."""
        served = self.data.serve()
        return create_app(self.settings, served, self.data.report, Gate(self.data.token)), served

    def sentence(self) -> str:
        """Return what is served, and where."""
        return f"moonpact serves {self.data.in_words()} at {self.address} (Ctrl-C stops)"


def load() -> "Flask":
    """Return the application of the job that the environment names, and say that it can be reached."""
    table = json.loads(os.environ.pop(_VARIABLE))
    data = table["data"]
    data = Data(**{**data, "files": tuple(data["files"]), "report": data["report"] and Report(**data["report"])})
    job = Job(data, Settings(**table["settings"]), table["address"])
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
