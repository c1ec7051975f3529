"""What is to be served, and how it is found again when it is loaded anew."""

import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from moonpact.graph.checking.report import Report
from moonpact.graph.dataset import Release, find_release
from moonpact.graph.disk import file_of
from moonpact.graph.execution.activity import Activity
from moonpact.graph.execution.errors import LoadError
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.loop import LoopThread
from moonpact.graph.execution.served import Served
from moonpact.graph.execution.serving import serve_files, serve_folder
from moonpact.graph.export.downloads import Exports
from moonpact.server.edition import Edition
from moonpact.server.gate import Gate
from moonpact.server.tokens import FILE

_PROGRAM: Final = (sys.executable, "-c", "from moonpact.server.command import main; main()")


@dataclass(frozen=True)
class Data:
    """What is to be served: files, or a built dataset, and the folder of a journal where changes are written."""

    files: tuple[str, ...]
    version: str | None = None
    report: Report | None = None
    folder: str | None = None
    token: str = ""
    history_bytes: int = 0
    """How much is kept of journals that are replaced."""
    shapes: str = ""
    """The file of the shapes to which the data must conform after each change."""
    dataset: str | None = None
    """The folder of the built dataset whose file, version and report these are."""
    sources: str | None = None
    """The folder of data from which it is built into that folder, if it is built by the server."""

    def found(self) -> "Data":
        """Return the data with what is in its folders now: a dataset that was built, or those that were loaded.

        Raises:
            NoDatasetError, NotLoadedError: There is none.
        """
        if self.dataset is None:
            return replace(self, files=tuple(map(_file_in, self.files)))
        release = find_release(Path(self.dataset))
        return replace(self, files=(str(release.file),), version=release.version, report=release.report)

    def build(self) -> None:
        """Build the dataset, if that is for the server to do, in a process of its own: readers are not to wait for it.

        Raises:
            LoadError: The data has faults, or is changed here, so that nothing is to be loaded anew.
        """
        if self.folder is not None:
            raise LoadError("this dataset is changed here, by requests; it is not loaded anew from elsewhere")
        if self.sources is not None and self.dataset is not None:
            command = [*_PROGRAM, "build", "--data", self.sources, "--out", self.dataset]
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program.
            if done.returncode:
                raise LoadError(done.stderr.strip())

    def open(self, limits: Limits, activity: Activity, thread: LoopThread) -> Edition:
        """Start the processes that answer within these limits, and return what is served.

        Raises:
            InvalidDataError, LoadError, NoDatasetError, NotLoadedError, NotWritableError: It cannot be.
        """
        now = self.found()
        served = now.serve(limits, activity, thread)
        return Edition(served, now.report, now.exports())

    def serve(self, limits: Limits, activity: Activity, thread: LoopThread) -> Served:
        """Start the processes that answer within these limits, for which the thread waits; count their queries."""
        files = [Path(file) for file in self.files]
        if self.folder is None:
            return serve_files(files, limits, self.version, activity, thread)
        shapes = Path(self.shapes) if self.shapes else None
        return serve_folder(Path(self.folder), files, limits, self.history_bytes, shapes, thread)

    def gate(self, tokens: str) -> Gate:
        """Return who may read, change and administer: by the tokens of this file, else of that in the folder.

        Raises:
            InvalidTokensError: The file is not as it must be.
        """
        file = Path(tokens) if tokens else Path(self.folder) / FILE if self.folder else None
        return Gate(file, self.token, writable=self.folder is not None)

    def exports(self) -> Exports | None:
        """Return the downloads of the dataset, if it was built here."""
        if self.report is None or self.version is None:
            return None
        file = Path(self.files[0])
        release = Release(file.parent, file, self.version, self.report)
        return Exports(lambda: release)

    def in_words(self) -> str:
        """Return what is served."""
        if (report := self.report) is not None:
            return f"{report.sources} sources, {report.claims} claims, {report.disagreements} disagreements"
        where = f", and changes in {self.folder}" if self.folder else ""
        return f"{len(self.files)} {'file' if len(self.files) == 1 else 'files'}{where}"


def _file_in(place: str) -> str:
    return str(file_of(Path(place))) if Path(place).is_dir() else place
