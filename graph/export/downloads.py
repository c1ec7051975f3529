"""The downloads of a dataset that is served: made in the background when first asked for, kept by version."""

import shutil
import subprocess
import sys
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final
from weakref import finalize

from moonpact.graph.dataset import Release
from moonpact.graph.export.files import Export, read_export
from moonpact.graph.export.program import arguments
from moonpact.graph.sparql.query import InternalError
from moonpact.graph.view import View

# Of the whole and of views; each takes about 70 MB for the data of the package.
_MOST: Final = 4


@dataclass
class _Making:
    version: str
    process: subprocess.Popen[bytes]


class Exports:
    """The files of a built dataset and of its views; threads may use it at the same time.

    They are made by one process at a time, and the least recently asked for are removed.
    """

    def __init__(self, find: Callable[[], Release | None]) -> None:
        """Offer the files of the dataset that this finds; of none while it finds none."""
        self._find = find
        self._place: Path | None = None
        self._made: OrderedDict[str, Export] = OrderedDict()
        self._making: _Making | None = None
        self._lock = Lock()

    def get(self, view: View | None) -> Export | None:
        """Return what there is of the dataset or view; None while it, or what comes before it, is being made.

        Raises:
            InternalError: They could not be made.
        """
        if (release := self._find()) is None:
            return None
        version = view.version_of(release.version) if view else release.version
        with self._lock:
            self._finish()
            if version in self._made:
                self._made.move_to_end(version)
                return self._made[version]
            if self._making is None:
                self._making = _Making(version, self._start(release, version, view))
            return None

    def file(self, version: str, path: str) -> Path:
        """Return where a file of a version that was made stands."""
        return self._folder(version) / path

    def _start(self, release: Release, version: str, view: View | None) -> subprocess.Popen[bytes]:
        if self._place is None:
            self._place = Path(tempfile.mkdtemp(prefix="moonpact-"))
            finalize(self, shutil.rmtree, self._place, ignore_errors=True)
        command = arguments(release.file, release.version, self._folder(version), view)
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)  # noqa: S603 - our own program.
        finalize(self, process.kill)
        return process

    def _finish(self) -> None:
        """Take over what has been made; remove what is more than is kept."""
        if self._making is None or (status := self._making.process.poll()) is None:
            return
        version, self._making = self._making.version, None
        if status:
            raise InternalError(f"the downloads of {version} could not be made: exit status {status}")
        self._made[version] = read_export(self._folder(version))
        while len(self._made) > _MOST:
            shutil.rmtree(self._folder(self._made.popitem(last=False)[0]))

    def _folder(self, version: str) -> Path:
        assert self._place  # noqa: S101 - Set before anything is made.
        return self._place / version
