"""A backup: all data in one file, which tells whether it is whole, and which other programs can read too.

It is a ZIP file of N-Quads and a manifest: any unpacker opens it, any RDF store loads it, and each of its parts can be
read without the others.
"""

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version as version_of_package
from pathlib import Path
from typing import IO, Any, Final, cast

from pyoxigraph import RdfFormat, Store, serialize

from moonpact.graph.execution.change import empty_graphs
from moonpact.graph.execution.folder import State
from moonpact.graph.execution.operation import Operation, apply
from moonpact.graph.execution.record import now

_DATA: Final = "data.nq"
_MANIFEST: Final = "manifest.json"
_FORMAT: Final = 1
_CHUNK: Final = 1 << 20
# What the reader of ZIP files makes of one whose bytes are others.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


class DamagedBackupError(ValueError):
    """The file is no backup, or not as it was written."""


@dataclass(frozen=True)
class Manifest:
    """What a backup tells of itself."""

    version: str
    """The version of the data, as the server has it."""
    made: str
    """When it was made (ISO 8601, in UTC)."""
    sha256: str
    """The hash of the N-Quads."""
    empty_graphs: tuple[str, ...]
    """The names of the graphs that have no statements."""
    program: str
    format: int = _FORMAT


class _Hashing:
    """A file that is written, and the hash of what is written to it."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self.hash = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        return self._output.write(data)

    def flush(self) -> None:
        self._output.flush()


def write_backup(store: Store, version: str, output: IO[bytes]) -> None:
    """Write a backup of the store, whose data is of this version."""
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as parts:
        with parts.open(_DATA, "w", force_zip64=True) as data:
            hashing = _Hashing(data)
            serialize(store, cast("IO[bytes]", hashing), RdfFormat.N_QUADS)
        program = f"moonpact {version_of_package('moonpact')}"
        manifest = Manifest(version, now(), hashing.hash.hexdigest(), tuple(empty_graphs(store)), program)
        parts.writestr(_MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=2))


def verify_backup(file: Path) -> Manifest:
    """Return what a backup tells of itself, if its data is what was written.

    Raises:
        DamagedBackupError: It is not.
    """
    with _opened(file) as (parts, manifest):
        found = hashlib.sha256()
        with parts.open(_DATA) as data:
            while piece := data.read(_CHUNK):
                found.update(piece)
        if found.hexdigest() != manifest.sha256:
            raise DamagedBackupError(f"{file}: the data is not what was written: its SHA-256 is another")
    return manifest


def read_backup(file: Path) -> State:
    """Return the data of a backup.

    Raises:
        DamagedBackupError: The file is no backup, or not as it was written.
    """
    manifest = verify_backup(file)
    with _opened(file) as (parts, _):
        text = parts.read(_DATA).decode()
    state = State(Store(), *_parted(manifest.version))
    apply(state.store, Operation("restore", text, empty_graphs=manifest.empty_graphs))
    return state


@contextmanager
def _opened(file: Path) -> Generator[tuple[zipfile.ZipFile, Manifest]]:
    with file.open("rb") as opened:
        try:
            with zipfile.ZipFile(opened) as parts:
                yield parts, _manifest(json.loads(parts.read(_MANIFEST)), file)
        except DamagedBackupError:
            raise
        except _DAMAGED as error:
            raise DamagedBackupError(f"{file}: no backup, or not as it was written: {error}") from error


def _manifest(table: dict[str, Any], file: Path) -> Manifest:
    if table["format"] != _FORMAT:
        raise DamagedBackupError(f"{file}: a backup of format {table['format']}; this program reads {_FORMAT}")
    return replace(Manifest(**table), empty_graphs=tuple(table["empty_graphs"]))


def _parted(version: str) -> tuple[str, int]:
    """What a version is named after, and its number of changes: none where the data could not be changed."""
    base, _, number = version.partition(".")
    return base, int(number or 0)
