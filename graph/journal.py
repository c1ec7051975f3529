"""The journal of a writable dataset: every operation that was acknowledged, on the disk before its answer went out."""

import json
import os
import zlib
from io import FileIO
from pathlib import Path
from typing import Final

from moonpact.graph.operation import Operation
from moonpact.graph.tokens import keywords

# Repeated on the same data, an update with one of these may do something else.
_CHANGING: Final = {
    "BNODE", "NOW", "RAND", "STRUUID", "UUID", "LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT",
}  # fmt: skip


def is_repeatable(operation: Operation) -> bool:
    """Tell whether the operation, applied again to the same data, has the same result."""
    return operation.action != "update" or not _CHANGING & keywords(operation.text)


def append(file: Path, operation: Operation) -> None:
    """Write the operation at the end of the journal, and return when it is on the disk."""
    text = json.dumps(operation.to_json(), ensure_ascii=False)
    with file.open("ab", buffering=0) as journal:
        before = journal.tell()
        try:
            _write(journal, f"{zlib.crc32(text.encode()):08x} {text}\n".encode())
            os.fsync(journal.fileno())
        except OSError:  # The disk may be full; half a line would spoil those that follow.
            journal.truncate(before)
            raise


def _write(journal: FileIO, line: bytes) -> None:
    while line:
        line = line[journal.write(line) :]


def recover(file: Path) -> list[Operation]:
    """Return the operations in order.

    The last line may have been cut by a fall of the machine; its operation was not acknowledged, and it is taken off.

    Raises:
        DamagedJournalError: Another line than the last is not as it was written.
    """
    lines = file.read_bytes().splitlines(keepends=True) if file.exists() else []
    operations = [_parse(line) for line in lines]
    if operations and operations[-1] is None:
        operations.pop()
        os.truncate(file, sum(map(len, lines[:-1])))
    whole = [operation for operation in operations if operation is not None]
    if len(whole) < len(operations):
        raise DamagedJournalError(f"{file}:{operations.index(None) + 1}: the line is damaged")
    return whole


def _parse(line: bytes) -> Operation | None:
    checksum, _, text = line.partition(b" ")
    text, end = text[:-1], text[-1:]
    if end != b"\n" or checksum.decode("ascii", "replace") != f"{zlib.crc32(text):08x}":
        return None
    return Operation(**json.loads(text))


class DamagedJournalError(ValueError):
    """A line of the journal is not as it was written."""
