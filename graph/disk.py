"""A dataset that was loaded once from files of any kind: in one file that servers hold in memory, or on the disk."""

import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Literal

from pyoxigraph import RdfFormat, Store

from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.loading import format_of, load, load_files

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_STORE: Final = "store"
_MANIFEST: Final = "store.json"
_PIECE_BYTES: Final = 1 << 20
_QUADS: Final = "data.nq"
MOST_IN_MEMORY: Final = 2_000_000
"""How many quads servers hold in memory if nobody chooses: more would take them half a minute and a gigabyte."""

Keep = Literal["auto", "memory", "disk"]
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Input:
    """What is loaded: a file, or a stream in its place, and its format, if that is known."""

    file: Path
    format: RdfFormat | None
    stream: IO[bytes] | None = None

    @contextmanager
    def opened(self) -> Generator[IO[bytes]]:
        """Yield the content."""
        if self.stream is not None:
            yield self.stream
            return
        with self.file.open("rb") as content:
            yield content


@dataclass(frozen=True)
class Loaded:
    """A dataset that was loaded: the file by which it is served, and how many quads it has."""

    file: Path
    quads: int


class NotLoadedError(Exception):
    """The folder holds no dataset that `load_all` made."""


def inputs_of(paths: Sequence[Path]) -> list[Input]:
    """Return the files of these names, and all files in these folders and below whose names tell a format, in order."""
    return [each for path in paths for each in (_in_folder(path) if path.is_dir() else [Input(path, format_of(path))])]


def _in_folder(folder: Path) -> list[Input]:
    found = ((path, format_of(path)) for path in sorted(folder.rglob("*")) if path.is_file())
    return [Input(path, format_) for path, format_ in found if format_ is not None]


def load_all(
    inputs: Sequence[Input], folder: Path, keep: Keep = "auto", progress: Progress = lambda _step, _share: None
) -> Loaded:
    """Make a dataset of all inputs, or none if one of them has a fault.

    Args:
        inputs: What is loaded.
        folder: Where the dataset is to stand; must be new.
        keep: Whether servers are to hold it in memory or read it on the disk; `auto` tells by its size.
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
        quads = _load_all(inputs, fresh, keep, progress)
        fresh.chmod(0o755)
        fresh.replace(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Loaded(file_of(folder), quads)


def _load_all(inputs: Sequence[Input], fresh: Path, keep: Keep, progress: Progress) -> int:
    # On the disk first: how much it is, nobody knows before.
    store, watched = Store(str(fresh / _STORE)), _Watched(inputs, progress)
    faults = [fault for each in inputs if (fault := watched.load(store, each)) is not None]
    if faults:
        raise InvalidDataError(tuple(faults))
    quads = len(store)
    if keep == "disk" or (keep == "auto" and quads > MOST_IN_MEMORY):
        progress("optimizing", 1.0)
        store.optimize()
        store.flush()
        made = {"quads": quads, "version": watched.digest.hexdigest()}
        (fresh / _MANIFEST).write_text(json.dumps(made), encoding="utf-8")
    else:
        store.dump(str(fresh / _QUADS), RdfFormat.N_QUADS)
        del store
        shutil.rmtree(fresh / _STORE)
    return quads


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


def file_of(folder: Path) -> Path:
    """Return the file by which the dataset that `load_all` made in the folder is served.

    Raises:
        NotLoadedError: There is none.
    """
    for name in (_MANIFEST, _QUADS):
        if (folder / name).is_file():
            return folder / name
    raise NotLoadedError(f"no dataset in {folder}; `moonpact load FILE --out {folder}` makes one")


def is_on_disk(files: Sequence[Path]) -> bool:
    """Tell whether the files stand for a dataset that is read on the disk."""
    return [file.name for file in files] == [_MANIFEST]


def open_files(files: Sequence[Path]) -> Store:
    """Return a store of what the files say, read-only where it is on the disk.

    Raises:
        InvalidDataError: Files are not RDF.
        OSError: A file cannot be read, or the store on the disk is damaged.
    """
    if not is_on_disk(files):
        return load_files(files)
    try:
        return Store.read_only(str(files[0].with_name(_STORE)))
    except RuntimeError as error:  # What the engine raises where the store is damaged.
        raise OSError(str(error)) from error
