"""The journal of a writable dataset: every operation that was acknowledged, on the disk before its answer went out."""

import json
import os
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Final

from moonpact.graph.execution.operation import Operation
from moonpact.graph.sparql.tokens import keywords

# Repeated on the same data, an update with one of these may do something else.
_CHANGING: Final = {
    "BNODE", "NOW", "RAND", "STRUUID", "UUID", "LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT",
}  # fmt: skip
_SHORT_BYTES: Final = 1_000_000


class DamagedJournalError(ValueError):
    """A line of the journal is not as it was written."""


def is_repeatable(operation: Operation) -> bool:
    """Tell whether the operation, applied again to the same data, has the same result."""
    return operation.action != "update" or not _CHANGING & keywords(operation.text)


@dataclass
class Journal:
    """A file with a line for each operation; in place of those up to some day, lines that make what they made."""

    file: Path
    operations: int = 0
    """How many operations were made, with those that others stand for."""
    first_bytes: int = 0
    """How long the first line is, where it holds all the data of its day."""

    def recover(self) -> list[Operation]:
        """Return the operations that make the data, in order.

        The last line may have been cut by a fall of the machine; its operation was not acknowledged, and it is taken
        off.

        Raises:
            DamagedJournalError: Another line than the last is not as it was written.
        """
        lines = self.file.read_bytes().splitlines(keepends=True) if self.file.exists() else []
        entries = [_parse(line) for line in lines]
        if entries and entries[-1] is None:
            entries.pop()
            os.truncate(self.file, sum(map(len, lines[:-1])))
        whole = [entry for entry in entries if entry is not None]
        if len(whole) < len(entries):
            raise DamagedJournalError(f"{self.file}:{entries.index(None) + 1}: the line is damaged")
        if whole:
            self.operations = whole[-1][0]
            self.first_bytes = len(lines[0]) if whole[0][1].action == "restore" else 0
        return [operation for _, operation in whole]

    def write(self, operation: Operation, everything: Callable[[], Iterable[Operation]]) -> None:
        """Write down the operation, and return when it is on the disk.

        Where it would not have the same result twice, or the journal has grown to twice what it was when it was
        shortened last, what makes everything as it is now takes the place of the journal.
        """
        number = self.operations + 1
        if is_repeatable(operation) and self._size() <= max(2 * self.first_bytes, _SHORT_BYTES):
            self._append(_line(number, operation))
        else:
            self._replace([_line(number, each) for each in everything()])
        self.operations = number

    def _size(self) -> int:
        return self.file.stat().st_size if self.file.exists() else 0

    def _append(self, line: bytes) -> None:
        before = self._size()
        with self.file.open("ab", buffering=0) as journal:
            try:
                _write(journal, line)
            except OSError:  # The disk may be full; half a line would spoil those that follow.
                journal.truncate(before)
                raise

    def _replace(self, lines: list[bytes]) -> None:
        new = self.file.with_name(f"{self.file.name}.new")
        try:
            with new.open("wb", buffering=0) as journal:
                _write(journal, b"".join(lines))
            new.replace(self.file)
        finally:
            new.unlink(missing_ok=True)
        _sync_folder(self.file.parent)
        self.first_bytes = len(lines[0])


def _line(number: int, operation: Operation) -> bytes:
    text = json.dumps({"number": number, **operation.to_json()}, ensure_ascii=False).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _parse(line: bytes) -> tuple[int, Operation] | None:
    checksum, _, text = line.partition(b" ")
    text, end = text[:-1], text[-1:]
    if end != b"\n" or checksum.decode("ascii", "replace") != f"{zlib.crc32(text):08x}":
        return None
    table = json.loads(text)
    return table.pop("number"), Operation(**table)


def _write(journal: FileIO, lines: bytes) -> None:
    while lines:
        lines = lines[journal.write(lines) :]
    os.fsync(journal.fileno())


def _sync_folder(folder: Path) -> None:
    # That a file has another's place is on the disk when its folder is.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
