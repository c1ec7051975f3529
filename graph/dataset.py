"""The built dataset: in memory, and in its folder."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Quad, RdfFormat, Store, serialize
from pyoxigraph import Dataset as Quads

from moonpact.graph.checking.report import Report, report_from_json

RELEASE: Final = "release.json"
RELEASED_QUADS: Final = "moonpact.nq"
_QUADS: Final = "dataset.nq"
_REPORT: Final = "report.json"
_VERSION: Final = "version"
_FRESH: Final = ".new-"


class NoDatasetError(Exception):
    """There is no built dataset in the folder."""


@dataclass(frozen=True)
class Dataset:
    """The store, the version of what is in it, and the report of the build."""

    store: Store
    version: str
    report: Report


@dataclass(frozen=True)
class Release:
    """A dataset as it stands on the disk: its folder, the file of its quads, its version, the report of its build."""

    folder: Path
    file: Path
    version: str
    report: Report


def merged(quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads with canonical blank nodes (RDFC-1.0), each in its own graph and in the default graph."""
    named, nameless = list[Quad](), Quads()
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            nameless.add(quad)
        else:
            named.append(quad)
    # The canonical name of a blank node depends on the quads that it stands in, and on no others.
    nameless.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [copy for quad in (*named, *nameless) for copy in (quad, Quad(quad.subject, quad.predicate, quad.object))]


def version_of(store: Store) -> str:
    """Return the dataset's version: the beginning of the SHA-256 of its sorted N-Quads."""
    return hashlib.sha256(sorted_quads(store)).hexdigest()[:12]


def find_release(folder: Path) -> Release:
    """Return what `write_dataset` or `releasing.write_release` wrote into the folder.

    Raises:
        NoDatasetError: The folder holds no dataset.
    """
    if (folder / RELEASE).is_file():
        told = json.loads((folder / RELEASE).read_text(encoding="utf-8"))
        return Release(folder, folder / RELEASED_QUADS, told["version"], Report(**told["numbers"]))
    try:
        version = (folder / _VERSION).read_text(encoding="utf-8").strip()
        report = report_from_json((folder / version / _REPORT).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoDatasetError(f"no dataset in {folder}; `moonpact build --out {folder}` makes one") from error
    return Release(folder, folder / version / _QUADS, version, report)


def open_dataset(folder: Path) -> Dataset:
    """Open the dataset that `find_release` finds in the folder.

    Raises:
        NoDatasetError: The folder holds no dataset.
    """
    release = find_release(folder)
    store = Store()
    store.bulk_load(path=release.file, format=RdfFormat.N_QUADS)
    return Dataset(store, release.version, release.report)


def write_dataset(dataset: Dataset, folder: Path) -> None:
    """Write the dataset beside the one that is there, then put it in its place in one step.

    The file `version` names the folder that holds; replacing it is atomic (POSIX rename), so that a reader sees the
    old dataset or the new one and never a part. The old one stays until the next is written: a server may work with it
    until it loads the new one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=_FRESH, dir=folder))
    (fresh / _QUADS).write_bytes(sorted_quads(dataset.store))
    (fresh / _REPORT).write_text(dataset.report.to_json(), encoding="utf-8")
    fresh.chmod(0o755)
    _move_into_place(fresh, folder / dataset.version)
    kept = {dataset.version, _version_in(folder)}
    pointer = folder / f".{_VERSION}"
    pointer.write_text(f"{dataset.version}\n", encoding="utf-8")
    os.replace(pointer, folder / _VERSION)  # noqa: PTH105 - the name says what it does
    _remove_others(folder, kept)


def _version_in(folder: Path) -> str:
    """The version of the dataset that is in the folder; empty if there is none."""
    pointer = folder / _VERSION
    return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else ""


def _move_into_place(fresh: Path, place: Path) -> None:
    if place.exists():
        shutil.rmtree(fresh)  # The version is a hash of the content: the same name is the same data.
    else:
        fresh.rename(place)


def _remove_others(folder: Path, kept: Set[str]) -> None:
    """Remove the datasets of other versions than these, and what a build left that was stopped."""
    for other in folder.iterdir():
        is_ours = other.name.startswith(_FRESH) or (other / _QUADS).exists()
        if is_ours and other.is_dir() and other.name not in kept:
            shutil.rmtree(other)


def sorted_quads(store: Store) -> bytes:
    """Return the quads as N-Quads, sorted."""
    written = serialize(store, format=RdfFormat.N_QUADS) or b""
    return b"".join(sorted(written.splitlines(keepends=True)))
