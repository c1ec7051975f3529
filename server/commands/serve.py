"""`moonpact serve`: the graph as a web site and SPARQL endpoint."""

import os
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import click

from moonpact.graph.execution.confinement import unenforced
from moonpact.graph.execution.folder import DataFolder
from moonpact.server.commands.failure import Failure, UsageFailure, examples
from moonpact.server.commands.options import data_option, dataset_option, release_of, settings_options
from moonpact.server.configuration import Flag, settle
from moonpact.server.data import Data
from moonpact.server.gate import ENVIRONMENT
from moonpact.server.serve import ListenError
from moonpact.server.serve import serve as serve_data
from moonpact.server.settings import Settings


@click.command(
    epilog=examples(
        "moonpact serve                                        the graph of the package",
        "moonpact serve --port 8080 --dataset dataset          a dataset that was built",
        "moonpact serve --config moonpact.toml                 settings of a file",
        "moonpact serve --engine http://localhost:7878/query   the graph of another SPARQL store",
        "moonpact serve countries.ttl more.nq.gz               RDF of your own, read-only",
        "moonpact serve loaded                                 what `moonpact load` made of it",
        "MOONPACT_TOKEN=… moonpact serve --data DIR --writable  a dataset that may be changed",
    )
)
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@dataset_option
@data_option
@click.option(
    "--writable",
    is_flag=True,
    help="Let whoever sends a token of the scope 'write' change what stands in the --data folder.",
)
@settings_options
def serve(
    files: tuple[Path, ...],
    dataset: Path | None,
    data: Path | None,
    writable: bool,
    config: Path | None,
    **flags: Flag,
) -> None:
    """Serve the graph, or RDF files, as a web site and SPARQL endpoint."""
    settings = settle(flags, os.environ, config).settings
    if settings.engine and (files or dataset or data or writable):
        raise UsageFailure("with --engine the graph is in the engine: give no files, --dataset, --data or --writable")
    if files and (dataset or data or writable):
        raise UsageFailure("give files, or --dataset, or --data, not two of them; files are served read-only")
    try:
        for sentence in unenforced():
            click.echo(f"not enforced on this machine: {sentence}", err=True)
        with nullcontext(Data(())) if settings.engine else _data(files, dataset, data, writable=writable) as served:
            serve_data(_with_rights(served, settings), settings, click.echo)
    except ListenError as error:
        raise Failure(str(error)) from error


@contextmanager
def _data(files: tuple[Path, ...], dataset: Path | None, data: Path | None, *, writable: bool) -> Generator[Data]:
    if files:
        yield Data(tuple(map(str, files)))
    elif writable:
        yield _writable(data)
    else:
        with release_of(dataset, data) as release:
            folder = str(release.folder)
            yield Data(
                (str(release.file),),
                release.version,
                release.report,
                dataset=folder,
                sources=str(data) if data else None,
            )


def _writable(folder: Path | None) -> Data:
    if folder is None:
        raise UsageFailure("--writable needs --data with the folder in which changes are kept")
    return Data(tuple(map(str, DataFolder(folder).files)), folder=str(folder))


def _with_rights(data: Data, settings: Settings) -> Data:
    """The data with what is needed to change it; somebody must have a token where one is needed."""
    token = os.environ.get(ENVIRONMENT, "")
    data = replace(data, token=token, history_bytes=settings.history_bytes, shapes=settings.shapes)
    needed = "--writable" if data.folder else "--readers token" if settings.readers == "token" else None
    if not data.gate(settings.tokens).has_tokens and needed:
        raise UsageFailure(f"{needed} needs a token: one that `moonpact token add` made, or one in {ENVIRONMENT}")
    return data
