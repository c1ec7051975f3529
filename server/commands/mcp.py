"""`moonpact mcp`: the graph for language models."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from moonpact.graph.extras import require
from moonpact.server.commands.failure import examples
from moonpact.server.commands.options import data_option, dataset_option, release_of, timeout_option
from moonpact.server.serve import end


@click.command(
    epilog=examples(
        "moonpact mcp                      the graph of the package",
        "moonpact mcp --dataset dataset    a dataset that was built, which starts at once",
    )
)
@dataset_option
@data_option
@timeout_option
def mcp(dataset: Path | None, data: Path | None, timeout: float) -> None:
    """Answer a language model's program (MCP) over standard input and output, read-only."""
    require("mcp", "mcp")
    from moonpact.library import LocalGraph
    from moonpact.server.mcp.reading import Reader
    from moonpact.server.mcp.server import make_server

    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, end)
    try:
        with release_of(dataset, data) as release, LocalGraph(release, timeout) as graph:
            # In a thread of its own: what waits for standard input cannot be woken, and would keep the signals waiting.
            ThreadPoolExecutor(1).submit(make_server(Reader(graph)).run, "stdio").result()
    except SystemExit:
        os._exit(0)  # All is closed but standard input.
