"""Compressed files, read as what they hold; one that was cut is told from one that ends."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from zstandard import ZstdDecompressor, ZstdError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE_BYTES: Final = 16 * 1024
DAMAGES: Final = (EOFError, OSError, zlib.error, lzma.LZMAError, ZstdError)
"""What is raised where the content is not what the ending of its name promises; an OSError has no number then."""


class _ZstdReader(io.RawIOBase):
    # The reader of zstandard takes a file that was cut for one that ends.
    def __init__(self, raw: IO[bytes]) -> None:
        super().__init__()
        self._raw = raw
        self._frame = ZstdDecompressor().decompressobj()
        self._compressed = self._content = b""
        self._is_within = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        while not self._content:
            compressed = self._compressed or self._raw.read(_PIECE_BYTES)
            if not compressed and self._is_within:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            if not compressed:
                return 0
            self._decompress(compressed)
        view = memoryview(buffer).cast("B")
        taken, self._content = self._content[: len(view)], self._content[len(view) :]
        view[: len(taken)] = taken
        return len(taken)

    def _decompress(self, compressed: bytes) -> None:
        self._content = self._frame.decompress(compressed)
        self._is_within, self._compressed = not self._frame.eof, self._frame.unused_data
        if self._frame.eof:
            self._frame = ZstdDecompressor().decompressobj()


_OPENERS: Final[Mapping[str, Callable[[IO[bytes]], IO[bytes]]]] = {
    ".gz": lambda raw: cast("IO[bytes]", gzip.GzipFile(fileobj=raw)),
    ".bz2": lambda raw: bz2.BZ2File(raw),
    ".xz": lambda raw: lzma.LZMAFile(raw),  # noqa: SIM115 (closed with what it reads from)
    ".zst": lambda raw: io.BufferedReader(_ZstdReader(raw)),
}
ENDINGS: Final = tuple(_OPENERS)
"""The endings of the names of compressed files."""


def decompressed(file: Path, raw: IO[bytes]) -> IO[bytes]:
    """Return what the content of the file holds, by the ending of its name; other content as it is."""
    return _OPENERS[file.suffix](raw) if file.suffix in _OPENERS else raw


def without_ending(file: Path) -> str:
    """Return the name of the file that is compressed in this one, or else of this one."""
    return file.stem if file.suffix in _OPENERS else file.name
