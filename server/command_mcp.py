"""`moonpact mcp`: the graph for language models."""

from pathlib import Path

import click

from moonpact.graph.extras import require
from moonpact.server.failure import examples
from moonpact.server.options import data_option, dataset_option, release_of, timeout_option


@click.command(
    epilog=examples(
        "moonpact mcp                      the graph of the package",
        "moonpact mcp --dataset dataset    a dataset that was built, which starts at once",
        "claude mcp add moonpact -- moonpact mcp",
    )
)
@dataset_option
@data_option
@timeout_option
def mcp(dataset: Path | None, data: Path | None, timeout: float) -> None:
    """Answer a language model's program (MCP) over standard input and output, read-only."""
    require("mcp", "mcp")
    from moonpact.library import LocalGraph
    from moonpact.server.mcp_reading import Reader
    from moonpact.server.mcp_server import make_server

    with release_of(dataset, data) as release, LocalGraph(release, timeout) as graph:
        make_server(Reader(graph)).run("stdio")
