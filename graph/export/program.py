"""The files of a dataset or of a view of it; started as a program, for a server that goes on meanwhile."""

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from moonpact.graph.checking.report import Report
from moonpact.graph.dataset import Dataset, Release, find_release, write_dataset
from moonpact.graph.export.files import Export, export
from moonpact.graph.view import View
from moonpact.graph.whole import apply_view

# So that queries, which somebody waits for, come first.
_NICENESS: Final = 10
_NO_REPORT: Final = Report(0, 0, 0, 0, 0, 0, ())


def export_view(release: Release, folder: Path, view: View | None) -> Export:
    """Write all files of the dataset, or of the view of it, into the folder, which must be new or empty.

    Raises:
        NotEmptyError: The folder holds something else.
    """
    if view is None:
        return export(release, folder)
    store = Store()
    store.bulk_load(path=release.file, format=RdfFormat.N_QUADS)
    viewed = Dataset(apply_view(store, view), view.version_of(release.version), release.report)
    with tempfile.TemporaryDirectory(prefix="moonpact-") as place:
        write_dataset(viewed, Path(place))
        asked = {name: value for name, value in view.to_json().items() if value}
        return export(find_release(Path(place)), folder, asked)


def arguments(file: Path, version: str, folder: Path, view: View | None) -> list[str]:
    """Return the arguments with which this program writes the files of a dataset that stands in a file of N-Quads."""
    job = {"file": str(file), "version": version, "folder": str(folder), "view": view and view.to_json()}
    return [sys.executable, "-m", "moonpact.graph.export.program", json.dumps(job)]


def main(given: Sequence[str]) -> None:
    """Write the files that the arguments tell of."""
    os.nice(_NICENESS)
    job = json.loads(given[0])
    view = View.from_json(job["view"]) if job["view"] else None
    release = Release(Path(job["file"]).parent, Path(job["file"]), job["version"], _NO_REPORT)
    try:
        export_view(release, Path(job["folder"]), view)
    except FileNotFoundError:
        if release.file.exists():
            raise
        sys.exit(1)  # The server that asked has ended, and taken its files along.


if __name__ == "__main__":
    main(sys.argv[1:])
