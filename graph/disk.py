"""A dataset on the disk: made once from files of any kind, and read by as many servers as there are."""

import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from pyoxigraph import RdfFormat, Store

from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.loading import format_of, load

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_STORE: Final = "store"
_MANIFEST: Final = "store.json"
_PIECE_BYTES: Final = 1 << 20
_VERSION_LENGTH: Final = 12

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Input:
    """What is loaded: a file, or a stream in its place, and its format, if that is known."""

    file: Path
    format: RdfFormat | None
    stream: IO[bytes] | None = None

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Yield the content."""
        if self.stream is not None:
            yield self.stream
            return
        with self.file.open("rb") as content:
            yield content


@dataclass(frozen=True)
class DiskDataset:
    """A dataset on the disk: how many quads it has, and its version, which tells of what it was made."""

    folder: Path
    quads: int
    version: str

    def open(self) -> Store:
        """Return its store, read-only; other processes may read it at the same time."""
        return Store.read_only(str(self.folder / _STORE))


class NoDiskDatasetError(Exception):
    """The folder holds no dataset that `load_to_disk` made."""


def inputs_of(paths: Sequence[Path]) -> list[Input]:
    """Return the files of these names, and all files in these folders and below whose names tell a format, in order."""
    return [each for path in paths for each in (_in_folder(path) if path.is_dir() else [Input(path, format_of(path))])]


def _in_folder(folder: Path) -> list[Input]:
    found = ((path, format_of(path)) for path in sorted(folder.rglob("*")) if path.is_file())
    return [Input(path, format_) for path, format_ in found if format_ is not None]


def load_to_disk(inputs: Sequence[Input], folder: Path, progress: Progress = lambda *_: None) -> DiskDataset:
    """Make a dataset on the disk of all inputs, or none if one of them has a fault.

    Args:
        inputs: What is loaded.
        folder: Where the dataset is to stand; must be new.
        progress: Told what is read now, and what share of all bytes has been.

    Raises:
        FileExistsError: There is something in the folder.
        InvalidDataError: Inputs are not RDF, or of no known format; all of them are in the error.
        OSError: An input cannot be read, or the disk is full.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; give a new folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        made = _load_all(inputs, fresh, progress)
        fresh.chmod(0o755)
        fresh.replace(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return DiskDataset(folder, **made)


def _load_all(inputs: Sequence[Input], fresh: Path, progress: Progress) -> dict[str, Any]:
    store, watched = Store(str(fresh / _STORE)), _Watched(inputs, progress)
    faults = [fault for each in inputs if (fault := watched.load(store, each)) is not None]
    if faults:
        raise InvalidDataError(tuple(faults))
    progress("optimizing", 1.0)
    store.optimize()
    store.flush()
    made = {"quads": len(store), "version": watched.digest.hexdigest()[:_VERSION_LENGTH]}
    (fresh / _MANIFEST).write_text(json.dumps(made), encoding="utf-8")
    return made


class _Watched:
    # All bytes that are read: their hash, and which share of them has been.
    def __init__(self, inputs: Sequence[Input], progress: Progress) -> None:
        self.digest = hashlib.sha256()
        self._bytes = sum(each.file.stat().st_size for each in inputs if each.stream is None) or 1
        self._read = 0
        self._progress = progress

    def load(self, store: Store, each: Input) -> Fault | None:
        with each.opened() as content:
            raw = io.BufferedReader(_Watching(content, lambda piece: self._take(each.file.name, piece)), _PIECE_BYTES)
            return load(store, each.file, raw, each.format)

    def _take(self, name: str, piece: bytes) -> None:
        self.digest.update(piece)
        self._read += len(piece)
        self._progress(name, min(self._read / self._bytes, 1.0))


class _Watching(io.RawIOBase):
    def __init__(self, content: IO[bytes], take: Callable[[bytes], None]) -> None:
        super().__init__()
        self._content = content
        self._take = take

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._content.read(len(view))
        view[: len(piece)] = piece
        self._take(piece)
        return len(piece)


def find_disk_dataset(folder: Path) -> DiskDataset:
    """Return the dataset that `load_to_disk` made in the folder.

    Raises:
        NoDiskDatasetError: There is none.
    """
    try:
        made = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoDiskDatasetError(f"no dataset in {folder}; `moonpact load FILE --out {folder}` makes one") from None
    return DiskDataset(folder, **made)
