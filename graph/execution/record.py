"""A line of the journal: a change, its number, when and by whom it was made, and a checksum over all of it."""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from moonpact.graph.execution.operation import Operation

_END: Final = b"\n"
# What a fall of the machine leaves of a line that was being written: its beginning, or blocks of zeros in it.
_TORN: Final = re.compile(rb"\A\0|\0{4}|[^\n]\Z")


class DamagedJournalError(ValueError):
    """A line of the journal is not as it was written."""


@dataclass(frozen=True)
class Record:
    """A change that was made."""

    number: int
    """How many changes there had been after it."""
    operation: Operation
    """What makes the data as it was after it: the change itself, or all the data in its place."""
    by: str = ""
    """The name of the token that it came with."""
    at: str = ""
    """When it was written down (ISO 8601, in UTC)."""
    made: Operation | None = None
    """The change itself, where all the data stands in its place."""
    base: str = ""
    """Of what the version is named, where that is not what the files of the folder hold."""

    def to_line(self) -> bytes:
        """Return the record as a line."""
        table = {"number": self.number, "at": self.at, "by": self.by, **self.operation.to_json()}
        if self.made is not None:
            table["made"] = self.made.to_json()
        if self.base:
            table["base"] = self.base
        text = json.dumps(table, ensure_ascii=False).encode()
        return b"%08x %s\n" % (zlib.crc32(text), text)


def now() -> str:
    """Return the time as records have it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_torn(line: bytes) -> bool:
    """Tell whether the last line of a journal was not written to its end, as against: changed afterwards."""
    return _TORN.search(line) is not None and parse_record(line[:-1] + _END) is None


def parse_record(line: bytes) -> Record | None:
    """Return the record of a line; None if the line is not as it was written."""
    checksum, _, text = line.partition(b" ")
    text, end = text[:-1], text[-1:]
    if end != _END or checksum.decode("ascii", "replace") != f"{zlib.crc32(text):08x}":
        return None
    table = json.loads(text)
    number, made = table.pop("number"), table.pop("made", None)
    told = {name: table.pop(name, "") for name in ("by", "at", "base")}
    return Record(number, Operation(**table), made=Operation(**made) if made else None, **told)


def read_records(file: Path) -> Iterator[tuple[Record, int]]:
    """Yield the records of a journal, each with the length of its line; none where there is no journal.

    The last line may have been cut by a fall of the machine, or be in the course of being written; it is left out.

    Raises:
        DamagedJournalError: A line is not as it was written.
    """
    if not file.exists():
        return
    with file.open("rb") as lines:
        for place, line in enumerate(lines, start=1):
            record = parse_record(line)
            if record is None:
                if is_torn(line) and not next(lines, b""):
                    return
                raise DamagedJournalError(f"{file}:{place}: the line is damaged")
            yield record, len(line)
