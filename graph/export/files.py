"""All files of a dataset that are handed out: RDF, tables, parts, checksums, and the list of them."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from pyoxigraph import NamedNode, QueryTriples, RdfFormat, Store, Variable

from moonpact.graph.build import DATA
from moonpact.graph.dataset import Release
from moonpact.graph.export.file import ExportFile, described, file_name, with_compressed
from moonpact.graph.export.rdf import export_rdf, graph_title, write_triples
from moonpact.graph.export.tables import PARQUET_MISSING, export_tables, has_parquet
from moonpact.graph.formats import GRAPH_FORMATS
from moonpact.graph.network.document import LICENCE
from moonpact.graph.sparql.query import evaluate, select
from moonpact.queries.files import read_query

LIST: Final = "downloads.json"
LICENCE_FILE: Final = "LICENSE.md"
CHECKSUMS: Final = "SHA256SUMS"


class NotEmptyError(FileExistsError):
    """The folder to write to holds something else."""


@dataclass(frozen=True)
class Export:
    """The files of one version of the dataset, or of a view of it, and what could not be made."""

    version: str
    view: Mapping[str, str]
    files: tuple[ExportFile, ...]
    checksums: ExportFile
    missing: tuple[str, ...] = ()

    def to_json(self) -> Mapping[str, Any]:
        """Return the list as JSON."""
        return {
            "version": self.version,
            "view": dict(self.view),
            "license": LICENCE,
            "checksums": self.checksums.to_json(),
            "missing": list(self.missing),
            "files": [file.to_json() for file in self.files],
        }

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> "Export":
        """Return the list that `to_json` wrote."""
        files = tuple(ExportFile(**file) for file in table["files"])
        checksums = ExportFile(**table["checksums"])
        return cls(table["version"], table["view"], files, checksums, tuple(table["missing"]))


def read_export(folder: Path) -> Export:
    """Return the list of the files that `export` wrote into the folder.

    Raises:
        FileNotFoundError: There is none.
    """
    return Export.from_json(json.loads((folder / LIST).read_text(encoding="utf-8")))


def export(release: Release, folder: Path, view: Mapping[str, str] | None = None) -> Export:
    """Write all files of the dataset into the folder, which must be new or empty: all of them, or none.

    Args:
        release: The dataset.
        folder: Where they are to stand.
        view: What the dataset is a view of, if it is one.

    Raises:
        NotEmptyError: The folder holds something else.
    """
    if folder.exists() and any(folder.iterdir()):
        raise NotEmptyError(f"{folder} is not empty; give a new folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        written = _write(release, fresh, view or {})
        fresh.chmod(0o755)
        os.replace(fresh, folder)  # noqa: PTH105 - the name says what it does
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return written


def _write(release: Release, folder: Path, view: Mapping[str, str]) -> Export:
    name = f"moonpact-{release.version}"
    files = [*export_rdf(release.file, folder, name), *_from_store(release.file, folder, name)]
    (folder / LICENCE_FILE).write_bytes((DATA / LICENCE_FILE).read_bytes())
    files.append(described(folder / LICENCE_FILE, folder, "licence", "Licence of the data", "text/markdown"))
    sums = sorted(f"{file.sha256}  {file.path}\n" for file in files)
    (folder / CHECKSUMS).write_text("".join(sums), encoding="utf-8")
    checksums = described(folder / CHECKSUMS, folder, "checksums", "SHA-256 of every file", "text/plain")
    missing = () if has_parquet() else (PARQUET_MISSING,)
    written = Export(release.version, view, tuple(files), checksums, missing)
    text = json.dumps(written.to_json(), ensure_ascii=False, indent=1)
    (folder / LIST).write_text(f"{text}\n", encoding="utf-8")
    return written


def _from_store(quads: Path, folder: Path, name: str) -> Iterator[ExportFile]:
    """What queries find, from a store on the disk: in memory, it would grow with the dataset."""
    with tempfile.TemporaryDirectory(prefix="moonpact-") as place:
        store = Store(place)
        store.bulk_load(path=quads, format=RdfFormat.N_QUADS)
        yield from _export_initiatives(store, folder, name)
        yield from export_tables(store, folder, name)
        del store


def _export_initiatives(store: Store, folder: Path, name: str) -> Iterator[ExportFile]:
    for initiative in _initiatives(store):
        part = f"initiative-{file_name(initiative.value)}"
        found = evaluate(store, read_query("exports/initiative"), {Variable("initiative"): initiative})
        triples = sorted(set(cast("QueryTriples", found)), key=str)
        for ending in GRAPH_FORMATS:
            file = folder / f"{name}-{part}.{ending}"
            write_triples(file, ending, triples)
            yield from with_compressed(file, folder, part, *graph_title(ending))


def _initiatives(store: Store) -> Sequence[NamedNode]:
    rows = select(store, read_query("exports/initiatives"))
    return [each for row in rows if isinstance(each := row["initiative"], NamedNode)]
