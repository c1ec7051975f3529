"""`moonpact backup`: all data of a folder in one file, while it is served."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import click

from moonpact.graph.execution.backup import verify_backup, write_backup
from moonpact.graph.execution.folder import DataFolder
from moonpact.graph.execution.history import sync
from moonpact.server.commands.failure import Failure, UsageFailure, examples
from moonpact.server.commands.options import data_option
from moonpact.server.gate import ENVIRONMENT
from moonpact.server.operator import OperatorError, RemoteServer

# The server writes all of it before it sends the first of it.
_SECONDS: Final = 3600


@click.command(
    epilog=examples("moonpact backup --data DIR monday.zip", "moonpact backup --server https://… monday.zip")
)
@click.argument("file", type=click.Path(path_type=Path))
@data_option
@click.option(
    "--server",
    metavar="ADDRESS",
    help=f"The server that has the folder; {ENVIRONMENT} has a token of the scope 'admin' for it.",
)
def backup(file: Path, data: Path | None, server: str | None) -> None:
    """Write all data of a folder, or of a server, into a new FILE, and check what was written.

    A server may go on changing it meanwhile: the backup has what was acknowledged when it began.
    """
    if (data is None) == (server is None):
        raise UsageFailure("name the folder with --data, or the server with --server")
    with _new(file) as output:
        if server is not None:
            _download(server, output)
        elif data is not None:
            state = DataFolder(data).state()
            write_backup(state.store, state.version, output)
    click.echo(f"{verify_backup(file).version}: {file}")


def _download(server: str, output: IO[bytes]) -> None:
    try:
        RemoteServer(server, os.environ.get(ENVIRONMENT, "")).download("/admin/backup", output, _SECONDS)
    except OperatorError as error:
        raise Failure(str(error)) from error


@contextmanager
def _new(file: Path) -> Generator[IO[bytes]]:
    """A file that is there when all of it is on the disk, and never in the place of another."""
    if file.exists():
        raise UsageFailure(f"{file} is there already")
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as output:
            yield output
            output.flush()
            os.fsync(output.fileno())
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    sync(file.parent)
