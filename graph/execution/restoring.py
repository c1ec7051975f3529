"""A folder from a backup, or from another folder, as the data was at a time."""

import hashlib
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from moonpact.graph.execution.backup import read_backup
from moonpact.graph.execution.change import everything
from moonpact.graph.execution.folder import DataFolder, State
from moonpact.graph.execution.history import sync
from moonpact.graph.execution.journal import write_journal
from moonpact.graph.execution.ownership import own
from moonpact.graph.execution.record import Record, now

_BY: Final = "moonpact restore"
_VERSION_LENGTH: Final = 12
_PATIENCE_SECONDS: Final = 0.5
_TOKENS: Final = "tokens.jsonl"
# A colon is not for names of files everywhere.
_PLAIN: Final = str.maketrans("", "", ":")


class RestoreError(ValueError):
    """The data cannot be restored so."""


def restore(source: Path, folder: Path, until: str | None, history: Path | None, *, force: bool) -> State:
    """Write the data of a source into a folder, and return it.

    Args:
        source: A backup, or the folder of a dataset that may be changed.
        folder: Where to; it is there as a whole or not at all.
        until: A version, the number of its changes, or a time (ISO 8601, in UTC if it names no zone), as of which the
            data is to be; None for all that the source has.
        history: The folder whose journal has the changes since the backup; None for the source itself.
        force: Whether another folder may stand there; it is kept beside, under another name.

    Raises:
        RestoreError: There is such a folder, or the changes up to this point are not all there.
        DamagedBackupError, DamagedJournalError, InvalidDataError: The source is not as it was written.
        FolderInUseError: A server writes to the folder.
        OSError: A file cannot be read or written.
    """
    if folder.exists() and any(folder.iterdir()) and not force:
        raise RestoreError(f"{folder} is there already; --force puts it aside")
    state = read_state(source, until, history)
    _write(state, folder)
    return state


def read_state(source: Path, until: str | None, history: Path | None) -> State:
    """Return the data of a source as of a point; arguments and errors are those of `restore`."""
    if source.is_file():
        state = read_backup(source)
    elif until is None:
        return DataFolder(source).state()
    else:
        state, history = DataFolder(source).begin(), source
    if until is None:
        return state
    if history is None:
        raise RestoreError("the changes since a backup are in the journal of its folder: name it with --history")
    _follow(state, DataFolder(history), until)
    return state


def _follow(state: State, folder: DataFolder, until: str) -> None:
    """Make the changes of the folder's journal, up to the point."""
    if (base := folder.base()) != state.base:
        raise RestoreError(f"{folder.path} is another dataset: its versions begin with {base}, not with {state.base}")
    began, point = state.operations, _point(until, base)
    for record in folder.records():
        if record.number > began and _is_until(record, point):
            if record.number != state.operations + 1 and record.operation.action != "restore":
                raise RestoreError(f"changes after {base}.{state.operations} and before {record.at} are not kept")
            state.follow(record)
    if isinstance(point, int) and state.operations != point:
        raise RestoreError(f"there is no way from {base}.{began} to {base}.{point}: the journal ends or begins between")


def _is_until(record: Record, point: int | datetime) -> bool:
    if isinstance(point, int):
        return record.number <= point
    return datetime.fromisoformat(record.at) <= point


def _point(until: str, base: str) -> int | datetime:
    number = until.removeprefix(f"{base}.")
    if number.isdecimal():
        return int(number)
    try:
        point = datetime.fromisoformat(until)
    except ValueError:
        raise RestoreError(f"'{until}' is no version of this dataset ({base}.NUMBER), and no time") from None
    return point if point.tzinfo else point.replace(tzinfo=UTC)


def _write(state: State, folder: Path) -> None:
    """Write the data into a new folder; its versions have a name of their own, as other changes will follow."""
    new = folder.with_name(f".{folder.name}.new")
    try:
        new.mkdir(parents=True)
    except FileExistsError:
        raise RestoreError(f"{new} is there: another is restoring, or was cut off; then remove it") from None
    try:
        data, at = everything(state.store), now()
        state.base = hashlib.sha256(f"{at} {data.text}".encode()).hexdigest()[:_VERSION_LENGTH]
        write_journal(DataFolder(new).journal, Record(state.operations, data, _BY, at, base=state.base))
        if folder.exists():
            _put_aside(folder, new, at)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    sync(folder.parent)


def _put_aside(folder: Path, new: Path, at: str) -> None:
    """Give the folder another name, if nobody writes to it; its tokens stay good in the new one."""
    owned = own(folder, _PATIENCE_SECONDS)
    try:
        if (tokens := folder / _TOKENS).exists():
            shutil.copy2(tokens, new)
        if any(folder.iterdir()):
            folder.rename(folder.with_name(f"{folder.name}.before-{at.translate(_PLAIN)}"))
        else:
            folder.rmdir()
    finally:
        os.close(owned)
