"""A file that is handed out: what it is, and what it is known by."""

import gzip
import hashlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

import zstandard

from moonpact.graph.names import local_name

# Better than the default, and still as quick as reading from the disk.
_GZIP_LEVEL: Final = 6
_ZSTD_LEVEL: Final = 10
MEDIA_TYPES: Final = {"gz": "application/gzip", "zst": "application/zstd"}


@dataclass(frozen=True)
class ExportFile:
    """A file: its path in the folder, part of the dataset, title, media type, size in bytes and SHA-256.

    `compressed` is the ending of the compression, or empty.
    """

    path: str
    part: str
    title: str
    media_type: str
    size: int
    sha256: str
    compressed: str = ""

    def to_json(self) -> Mapping[str, Any]:
        """Return the file as JSON."""
        return {name: value for name, value in asdict(self).items() if value != ""}


def file_name(iri: str) -> str:
    """Return the local name of the IRI in letters, digits and `-._~%`, so that it is a name of a file everywhere."""
    return quote(local_name(iri), safe="")


def described(file: Path, folder: Path, part: str, title: str, media_type: str, compressed: str = "") -> ExportFile:
    """Return what is to be known of a file in the folder."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    path = file.relative_to(folder).as_posix()
    return ExportFile(path, part, title, media_type, file.stat().st_size, digest, compressed)


def with_compressed(file: Path, folder: Path, part: str, title: str, media_type: str) -> Iterator[ExportFile]:
    """Yield the file, and the same compressed by gzip and by Zstandard, which are written beside it."""
    yield described(file, folder, part, title, media_type)
    for ending, compress in (("gz", _gzip), ("zst", _zstd)):
        compressed = file.with_name(f"{file.name}.{ending}")
        with file.open("rb") as plain, compressed.open("wb") as output:
            compress(plain, output, file.stat().st_size)
        yield described(compressed, folder, part, title, MEDIA_TYPES[ending], ending)


def _gzip(plain: IO[bytes], output: IO[bytes], _size: int) -> None:
    # Without the name and the time, so that the same file is the same bytes.
    with gzip.GzipFile("", "wb", _GZIP_LEVEL, output, mtime=0) as compressed:
        shutil.copyfileobj(plain, compressed)


def _zstd(plain: IO[bytes], output: IO[bytes], size: int) -> None:
    zstandard.ZstdCompressor(level=_ZSTD_LEVEL).copy_stream(plain, output, size=size)
