"""`moonpact serve`: the graph as a web site and SPARQL endpoint."""

from dataclasses import replace
from pathlib import Path

import click

from moonpact.server.failure import Failure, examples
from moonpact.server.options import data_option, dataset_option, release_of
from moonpact.server.serve import ListenError
from moonpact.server.serve import serve as serve_release
from moonpact.server.settings import Settings, sentence_on


@click.command(
    epilog=examples(
        "moonpact serve",
        "moonpact serve --port 8080",
        "moonpact serve --dataset dataset --host 0.0.0.0",
    )
)
@dataset_option
@data_option
@click.option("--host", default=Settings.host, show_default=True, help=sentence_on("host"))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=Settings.port,
    show_default=True,
    help=sentence_on("port"),
)
def serve(dataset: Path | None, data: Path | None, host: str, port: int) -> None:
    """Serve the graph as a web site and SPARQL endpoint."""
    settings = replace(Settings(), host=host, port=port)
    try:
        with release_of(dataset, data) as release:
            serve_release(release, settings, click.echo)
    except ListenError as error:
        raise Failure(str(error)) from error
