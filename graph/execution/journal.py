"""The journal of a writable dataset: every change that was acknowledged, on the disk before its answer went out."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Final

from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.record import Record, is_torn, now, parse_record
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
    """A file with a line for each change; in place of those up to some day, one line with all the data of that day."""

    file: Path
    operations: int = 0
    """How many changes were made, with those in whose place others stand."""
    first_bytes: int = 0
    """How long the first line is, where it holds all the data of its day."""
    size: int = 0
    """How long the lines are that count; what stands behind them was never acknowledged."""
    torn_bytes: int = 0
    """How much was taken off at the start."""

    def recover(self) -> list[Operation]:
        """Return the operations that make the data, in order.

        The last line may have been cut by a fall of the machine; its operation was not acknowledged, and it is taken
        off.

        Raises:
            DamagedJournalError: A line is not as it was written.
        """
        lines = self.file.read_bytes().splitlines(keepends=True) if self.file.exists() else []
        records = [parse_record(line) for line in lines]
        if records and records[-1] is None and is_torn(lines[-1]):
            records.pop()
            self.torn_bytes = len(lines.pop())
        whole = [record for record in records if record is not None]
        if len(whole) < len(records):
            raise DamagedJournalError(f"{self.file}:{records.index(None) + 1}: the line is damaged")
        self.size = sum(map(len, lines))
        self.settle()
        if whole:
            self.operations = whole[-1].number
            self.first_bytes = len(lines[0]) if whole[0].operation.action == "restore" else 0
        return [record.operation for record in whole]

    def settle(self) -> None:
        """Take off what stands behind the lines that count: a change whose process ended before it could tell of it."""
        if self._found_size() > self.size:
            os.truncate(self.file, self.size)
            _sync(self.file)

    def write(self, operation: Operation, by: str, everything: Callable[[], Operation]) -> None:
        """Write down a change, and return when it is on the disk.

        Where it would not have the same result twice, or the journal has grown to twice what it was when it was
        shortened last, what makes everything as it is now takes the place of the journal.

        Raises:
            OSError: It could not be written; the journal is as before.
        """
        number, at = self.operations + 1, now()
        record = Record(number, operation, by, at)
        if not is_repeatable(operation):
            self._replace(Record(number, everything(), by, at, operation))
        elif self.size <= max(2 * self.first_bytes, _SHORT_BYTES):
            self._append(record.to_line())
        else:
            try:
                self._replace(Record(number, everything(), by, at, operation))
            except OSError:  # There may be no room for all of it, and yet for one line.
                self._append(record.to_line())
        self.operations = number

    def _append(self, line: bytes) -> None:
        self.settle()
        is_new = not self.file.exists()
        with self.file.open("ab", buffering=0) as journal:
            try:
                _write(journal, line)
            except OSError:  # The disk may be full; half a line would spoil those that follow.
                journal.truncate(self.size)
                raise
        if is_new:
            _sync(self.file.parent)
        self.size += len(line)

    def _replace(self, record: Record) -> None:
        new, line = self.file.with_name(f"{self.file.name}.new"), record.to_line()
        try:
            with new.open("wb", buffering=0) as journal:
                _write(journal, line)
            new.replace(self.file)
        finally:
            new.unlink(missing_ok=True)
        _sync(self.file.parent)
        self.size = self.first_bytes = len(line)

    def _found_size(self) -> int:
        return self.file.stat().st_size if self.file.exists() else 0


def _write(journal: FileIO, lines: bytes) -> None:
    while lines:
        lines = lines[journal.write(lines) :]
    os.fsync(journal.fileno())


def _sync(place: Path) -> None:
    # That a file is there, or has another's place, is on the disk when its folder is.
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
