"""Opening the graph, wherever it is."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import overload

from moonpact.graph.build import build_dataset
from moonpact.graph.dataset import find_release, write_dataset
from moonpact.graph.execution.limits import Limits
from moonpact.library.graph import Graph
from moonpact.library.local import LocalGraph
from moonpact.library.remote import RemoteGraph


@overload
def open_graph(source: Path | None = None, *, timeout: float = ...) -> LocalGraph: ...
@overload
def open_graph(source: str, *, timeout: float = ...) -> Graph: ...
def open_graph(source: str | Path | None = None, *, timeout: float = Limits.deadline_seconds) -> Graph:
    """Open the graph.

    Args:
        source: The folder that `moonpact build` wrote, or the address of a server, such as `http://127.0.0.1:8000/`;
            without it, the graph is built from the data that comes with the package, which takes some seconds.
        timeout: Seconds after which a query is stopped.

    Raises:
        NoDatasetError: The folder holds no dataset.
        ValueError: The address is none of http or https.
    """
    if isinstance(source, str) and "://" in source:
        return RemoteGraph(source, timeout)
    if source is not None:
        return LocalGraph(find_release(Path(source)), timeout)
    folder = TemporaryDirectory(prefix="moonpact-")
    write_dataset(build_dataset(shapes=False), Path(folder.name))
    return LocalGraph(find_release(Path(folder.name)), timeout, folder)
