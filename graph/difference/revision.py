"""The data as it stands in a revision of its git repository."""

import io
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from moonpact.graph.build import build_dataset
from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.dataset import Dataset

PREFIX: Final = "git:"
# All that a build reads, and no name that leads out of the folder.
_WANTED: Final = re.compile(r"(?:\./)?((?:source/[^/]+\.trig)|(?:register/[^/]+\.ttl)|expected\.toml|left-out\.md)")


class RevisionError(ValueError):
    """There is no such revision, or no data in it."""


def build_revision(revision: str, folder: Path) -> Dataset:
    """Build the dataset of the data that the revision has in the place of the folder, by the rules of this program.

    Args:
        revision: A commit as git names it: a hash, tag, branch, or what leads from one to another (gitrevisions(7)).
        folder: The folder of the data in the working tree.

    Raises:
        RevisionError: The folder is in no git repository, or the revision is none or has no data there.
        InvalidDataError: The data has faults; their files are named `git:REVISION/…`.
    """
    with _data_at(revision, folder) as then:
        try:
            return build_dataset(then, shapes=False)
        except InvalidDataError as error:
            raise InvalidDataError(tuple(_in_revision(fault, revision, then) for fault in error.faults)) from error


def _in_revision(fault: Fault, revision: str, folder: Path) -> Fault:
    if not fault.file.is_relative_to(folder):
        return fault
    return replace(fault, file=Path(f"{PREFIX}{revision}") / fault.file.relative_to(folder))


@contextmanager
def _data_at(revision: str, folder: Path) -> Generator[Path]:
    commit = _commit(revision, folder)
    archive = _git(folder, "archive", "--format=tar", commit, ".")
    with tempfile.TemporaryDirectory(prefix="moonpact-") as made:
        if archive is None or not _unpack(archive, Path(made)):
            raise RevisionError(f"revision '{revision}' has no data in the place of {folder}")
        yield Path(made)


def _commit(revision: str, folder: Path) -> str:
    if _git(folder, "rev-parse", "--git-dir") is None:
        raise RevisionError(f"{folder} is in no git repository; --data names a folder of data that is in one")
    # What begins with a dash would be an option, and a name with a zero byte cannot be passed on.
    if revision.startswith("-") or "\0" in revision:
        raise RevisionError(f"{revision!r} is no name of a revision")
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        raise RevisionError(f"there is no revision '{revision}' in the git repository of {folder}")
    return found.decode().strip()


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return what git writes, or None where it fails."""
    if not (program := shutil.which("git")):
        raise RevisionError("git is not installed; revisions of the data cannot be read without it")
    command = [program, "-C", str(folder), *arguments]
    result = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell, no options of others.
    return result.stdout if result.returncode == 0 else None


def _unpack(archive: bytes, folder: Path) -> bool:
    """Write the files of the data; return whether there was a source among them."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as members:
        for member in members:
            content = members.extractfile(member) if member.isfile() else None
            if content is not None and (name := _WANTED.fullmatch(member.name)):
                file = folder / name[1]
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(content.read())
    return (folder / "source").is_dir()
