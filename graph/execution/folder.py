"""The folder of a dataset that may be changed: the files it began with, the journal, and the journals before."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from moonpact.graph.dataset import NoDatasetError, find_release
from moonpact.graph.execution.history import all_records
from moonpact.graph.execution.operation import apply
from moonpact.graph.execution.record import Record, read_records
from moonpact.graph.loading import format_of, load_files

_JOURNAL: Final = "journal.jsonl"
_VERSION_LENGTH: Final = 12


def hash_of(files: Sequence[Path]) -> str:
    """Return the beginning of the SHA-256 of what the files hold."""
    found = hashlib.sha256()
    for file in files:
        with file.open("rb") as content:
            found.update(hashlib.file_digest(content, "sha256").digest())
    return found.hexdigest()[:_VERSION_LENGTH]


@dataclass
class State:
    """All data as it was after so many changes."""

    store: Store
    base: str
    """What the version is named after, before the number of the changes."""
    operations: int

    @property
    def version(self) -> str:
        """The version, as a server has it."""
        return f"{self.base}.{self.operations}"

    def follow(self, record: Record) -> None:
        """Make the change of the record."""
        apply(self.store, record.operation)
        self.operations = record.number


@dataclass(frozen=True)
class DataFolder:
    """A folder of this place; what is read of it may be served meanwhile."""

    path: Path

    @property
    def files(self) -> list[Path]:
        """The files it began with: those of a release or of a built dataset, else all that are RDF."""
        try:
            return [find_release(self.path).file]
        except NoDatasetError:
            return sorted(file for file in self.path.iterdir() if file.is_file() and format_of(file))

    @property
    def journal(self) -> Path:
        """The file of the journal."""
        return self.path / _JOURNAL

    def records(self) -> Iterator[Record]:
        """Yield what was changed, the oldest first, as far as it is kept; errors are those of `read_records`."""
        return all_records(self.journal)

    def base(self) -> str:
        """Return what the versions are named after."""
        first = next(read_records(self.journal), None)
        return first[0].base if first and first[0].base else hash_of(self.files)

    def begin(self) -> State:
        """Return the data that it began with.

        Raises:
            InvalidDataError, OSError: As `load_files`.
        """
        return State(load_files(self.files), self.base(), 0)

    def state(self) -> State:
        """Return the data as it is now.

        Raises:
            DamagedJournalError, InvalidDataError, OSError: As `begin` and `read_records`.
        """
        state = self.begin()
        for record, _ in read_records(self.journal):
            state.follow(record)
        return state
