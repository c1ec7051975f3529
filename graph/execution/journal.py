"""The journal of a writable dataset: every change that was acknowledged, on the disk before its answer went out."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import FileIO
from pathlib import Path
from typing import Final

from moonpact.graph.execution.history import keep, sync
from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.record import Record, now, read_records
from moonpact.graph.sparql.tokens import keywords

# Repeated on the same data, an update with one of these may do something else.
_CHANGING: Final = {
    "BNODE", "NOW", "RAND", "STRUUID", "UUID", "LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT",
}  # fmt: skip
_SHORT_BYTES: Final = 1_000_000


def is_repeatable(operation: Operation) -> bool:
    """Tell whether the operation, applied again to the same data, has the same result."""
    return operation.action != "update" or not _CHANGING & keywords(operation.text)


@dataclass
class Journal:
    """A file with a line for each change; in place of those up to some day, one line with all the data of that day."""

    file: Path
    history_bytes: int = 0
    """How much is kept of the journals that were replaced."""
    operations: int = 0
    """How many changes were made, with those in whose place others stand."""
    first_bytes: int = 0
    """How long the first line is, where it holds all the data of its day."""
    first: int = 0
    """The number of the first line."""
    base: str = ""
    """Of what the version is named, where that is not what the files of the folder hold."""
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
        operations: list[Operation] = []
        for record, size in read_records(self.file):
            if not operations:
                self._begin(record, size)
            self.operations = record.number
            self.size += size
            operations.append(record.operation)
        self.torn_bytes = self._found_size() - self.size
        self.settle()
        return operations

    def _begin(self, record: Record, size: int) -> None:
        self.first, self.base = record.number, record.base
        self.first_bytes = size if record.operation.action == "restore" else 0

    def settle(self) -> None:
        """Take off what stands behind the lines that count: a change whose process ended before it could tell of it."""
        if self._found_size() > self.size:
            os.truncate(self.file, self.size)
            sync(self.file)

    def write(self, operation: Operation, by: str, everything: Callable[[], Operation]) -> None:
        """Write down a change, and return when it is on the disk.

        Where it would not have the same result twice, or the journal has grown to twice what it was when it was
        shortened last, what makes everything as it is now takes the place of the journal.

        Raises:
            OSError: It could not be written; the journal is as before.
        """
        self.settle()
        record = Record(self.operations + 1, operation, by, now())
        if not is_repeatable(operation):
            self._replace(record, everything())
        elif self.size <= max(2 * self.first_bytes, _SHORT_BYTES):
            self._append(record)
        else:
            try:
                self._replace(record, everything())
            except OSError:  # There may be no room for all of it, and yet for one line.
                self._append(record)
        self.operations = record.number

    def _append(self, record: Record) -> None:
        line = record.to_line()
        is_new = not self.file.exists()
        with self.file.open("ab", buffering=0) as journal:
            try:
                _write(journal, line)
            except OSError:  # The disk may be full; half a line would spoil those that follow.
                journal.truncate(self.size)
                raise
        if is_new:
            sync(self.file.parent)
        if not self.size:
            self._begin(record, len(line))
        self.size += len(line)

    def _replace(self, record: Record, everything: Operation) -> None:
        record = replace(record, operation=everything, made=record.operation, base=self.base)
        new, line = self.file.with_name(f"{self.file.name}.new"), record.to_line()
        try:
            with new.open("wb", buffering=0) as journal:
                _write(journal, line)
            if self.size:
                keep(self.file, self.first, self.history_bytes)
            new.replace(self.file)
        finally:
            new.unlink(missing_ok=True)
        sync(self.file.parent)
        self._begin(record, len(line))
        self.size = len(line)

    def _found_size(self) -> int:
        return self.file.stat().st_size if self.file.exists() else 0


def write_journal(file: Path, record: Record) -> None:
    """Write a journal that begins with a record, and return when it is on the disk."""
    with file.open("xb", buffering=0) as journal:
        _write(journal, record.to_line())
    sync(file.parent)


def _write(journal: FileIO, lines: bytes) -> None:
    while lines:
        lines = lines[journal.write(lines) :]
    os.fsync(journal.fileno())
