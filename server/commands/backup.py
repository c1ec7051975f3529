"""`moonpact backup`: all data of a folder in one file, while it is served."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from moonpact.graph.execution.backup import verify_backup, write_backup
from moonpact.graph.execution.folder import DataFolder
from moonpact.graph.execution.history import sync
from moonpact.server.commands.failure import UsageFailure, examples
from moonpact.server.commands.options import data_option


@click.command(epilog=examples("moonpact backup --data DIR monday.zip", "moonpact restore monday.zip NEW"))
@click.argument("file", type=click.Path(path_type=Path))
@data_option
def backup(file: Path, data: Path | None) -> None:
    """Write all data of a folder into a new FILE, and check what was written.

    A server may go on changing it meanwhile: the backup has what was acknowledged when it began.
    """
    if data is None:
        raise UsageFailure("name the folder with --data")
    with _new(file) as output:
        state = DataFolder(data).state()
        write_backup(state.store, state.version, output)
    click.echo(f"{verify_backup(file).version}: {file}")


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
