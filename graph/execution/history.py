"""The journals that others have taken the place of: what was changed before, as far back as there is room for it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moonpact.graph.execution.record import Record, read_records

_FOLDER: Final = "history"
_DIGITS: Final = 12


def keep(journal: Path, first: int, most_bytes: int) -> None:
    """Keep a journal that is about to be replaced, and give up the oldest where they are more bytes than these.

    Args:
        journal: The file.
        first: The number of its first line, by which it is found among the others.
        most_bytes: How much is kept in all; with 0, nothing.
    """
    folder = journal.with_name(_FOLDER)
    if most_bytes:
        folder.mkdir(exist_ok=True)
        kept = folder / f"{first:0{_DIGITS}}{journal.suffix}"
        kept.unlink(missing_ok=True)  # It is the same file, where its replacement was cut off.
        os.link(journal, kept)
    for old in _beyond(_segments(journal), most_bytes):
        old.unlink()
    if folder.exists():
        sync(folder)


def all_records(journal: Path) -> Iterator[Record]:
    """Yield what was changed, the oldest first, as far as it is kept.

    Raises:
        DamagedJournalError: A line is not as it was written.
    """
    last = -1
    for file in (*_segments(journal), journal):
        for record, _ in read_records(file):
            if record.number > last:
                yield record
                last = record.number


def sync(place: Path) -> None:
    """Return when a file, or which files are in a folder, is on the disk."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _segments(journal: Path) -> list[Path]:
    return sorted(journal.with_name(_FOLDER).glob(f"*{journal.suffix}"))


def _beyond(files: list[Path], most_bytes: int) -> Iterator[Path]:
    """The oldest of the files, without which the others have no more bytes than these."""
    size = sum(file.stat().st_size for file in files)
    for file in files:
        if size <= most_bytes:
            return
        size -= file.stat().st_size
        yield file
