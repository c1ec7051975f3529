"""The journal of a writable dataset: every operation that was acknowledged, on the disk before its answer went out."""

import json
import os
import zlib
from collections.abc import Iterator
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
    with file.open("ab") as journal:
        journal.write(f"{zlib.crc32(text.encode()):08x} {text}\n".encode())
        journal.flush()
        os.fsync(journal.fileno())


def read(file: Path) -> Iterator[Operation]:
    """Yield the operations in order.

    The last line may have been cut by a fall of the machine; its operation was not acknowledged, and it is left out.

    Raises:
        DamagedJournalError: Another line than the last is not as it was written.
    """
    lines = file.read_bytes().splitlines() if file.exists() else []
    for number, line in enumerate(lines, start=1):
        checksum, _, text = line.partition(b" ")
        if checksum.decode("ascii", "replace") == f"{zlib.crc32(text):08x}":
            yield Operation(**json.loads(text))
        elif number < len(lines):
            raise DamagedJournalError(f"{file}:{number}: the line is damaged")


class DamagedJournalError(ValueError):
    """A line of the journal is not as it was written."""
