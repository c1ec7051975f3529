"""A release: the dataset with all that somebody who was not there needs to use, check and cite it."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from pyoxigraph import DefaultGraph, RdfFormat, Store, serialize

from moonpact.graph.dataset import RELEASE, RELEASED_QUADS, Dataset, open_dataset, sorted_quads
from moonpact.graph.difference.datasets import Difference, difference
from moonpact.graph.difference.formats import as_table, as_text
from moonpact.graph.prefixes import PREFIXES
from moonpact.graph.view import sources_of

_SUMS: Final = "SHA256SUMS"
_LICENCE: Final = "LICENSE.md"
_CITATION: Final = "CITATION.cff"


class InvalidReleaseError(ValueError):
    """The release cannot be written as it was asked for."""


@dataclass(frozen=True)
class Edition:
    """A version of the data, and the day of its newest source."""

    version: str
    date: date

    def __str__(self) -> str:
        """Return the version and the day: `3c62ca25c4ff of 2026-10-10`."""
        return f"{self.version} of {self.date}"

    def to_json(self) -> dict[str, str]:
        """Return the edition as JSON."""
        return {"version": self.version, "date": self.date.isoformat()}


def edition_of(dataset: Dataset) -> Edition:
    """Return the edition that a dataset is; its day is the first on which all of its sources are known."""
    return Edition(dataset.version, sources_of(dataset.store).last)


def write_release(dataset: Dataset, data: Path, previous: Path | None, out: Path) -> Edition:
    """Write the release of a dataset into a new folder; the same data gives the same bytes.

    Args:
        dataset: What is released.
        data: The folder it was built from, which holds its licence and its citation.
        previous: The folder of the release before, or of a dataset; None for the first release.
        out: The folder to write; it is there as a whole or not at all.

    Raises:
        InvalidReleaseError: There is something in the folder already, or the release before is the later one.
        NoDatasetError: There is no dataset in the folder of the release before.
        OSError: A file cannot be read or written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InvalidReleaseError(f"{out} is there already; a release is written into a new folder")
    edition, before = edition_of(dataset), _previous(previous)
    if before and edition_of(before).date > edition.date:
        raise InvalidReleaseError(f"{previous} holds {edition_of(before)}, which is later than {edition}")
    files = dict(_files(dataset, edition, before, data))
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    _write({**files, _SUMS: sums.encode()}, out)
    return edition


def _previous(folder: Path | None) -> Dataset | None:
    return None if folder is None else open_dataset(folder)


def _files(dataset: Dataset, edition: Edition, before: Dataset | None, data: Path) -> Iterator[tuple[str, bytes]]:
    for name, content in _DATA_FILES.items():
        yield name, content(dataset.store)
    since = edition_of(before) if before else None
    changes = difference(before.store, dataset.store) if before else None
    head = {**edition.to_json(), "previous": since and since.to_json()}
    yield RELEASE, _json({**head, "numbers": json.loads(dataset.report.to_json())})
    yield "CHANGES.json", _json({**head, "changes": changes and as_table(changes)})
    yield "CHANGES.txt", _changes(edition, since, changes).encode()
    yield _LICENCE, (data / _LICENCE).read_bytes()
    stated = f'version: "{edition.version}"\ndate-released: "{edition.date}"\n'
    yield _CITATION, (data / _CITATION).read_bytes() + stated.encode()


def _changes(edition: Edition, since: Edition | None, changes: Difference | None) -> str:
    if since is None or changes is None:
        return f"Version {edition}, the first release.\n"
    return f"Version {edition}, since {since}.\n\n{as_text(changes)}\n"


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _write(files: Mapping[str, bytes], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=out.parent) as made:
        fresh = Path(made) / "release"
        fresh.mkdir()
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        os.replace(fresh, out)  # noqa: PTH105 - the name says what it does


def _trig(store: Store) -> bytes:
    """The named graphs: who says what."""
    named = [quad for quad in store if not isinstance(quad.graph_name, DefaultGraph)]
    named.sort(key=lambda quad: (str(quad.graph_name), str(quad)))
    return serialize(named, format=RdfFormat.TRIG, prefixes=_prefixes()) or b""


def _turtle(store: Store) -> bytes:
    """The default graph: what is said by any."""
    merged = (quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph()))
    return serialize(sorted(merged, key=str), format=RdfFormat.TURTLE, prefixes=_prefixes()) or b""


def _prefixes() -> dict[str, str]:
    return dict(PREFIXES)


# The files of the data itself. A further format of the whole dataset takes its place here.
_DATA_FILES: Final[Mapping[str, Callable[[Store], bytes]]] = {
    RELEASED_QUADS: sorted_quads,
    "moonpact.trig": _trig,
    "moonpact.ttl": _turtle,
}
