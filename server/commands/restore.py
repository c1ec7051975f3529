"""`moonpact restore`: a folder from a backup, or as the data was at a time."""

from pathlib import Path

import click

from moonpact.graph.execution.restoring import restore as write_restored
from moonpact.server.commands.failure import examples


@click.command(
    epilog=examples(
        "moonpact restore monday.zip NEW                                      the data of a backup",
        "moonpact restore monday.zip NEW --history DIR --to 2026-11-25T09:30  with the changes since, up to a time",
        "moonpact restore DIR NEW --to 0c1d2e3f4a5b.17                        a folder as it was at a version",
        "moonpact serve --data NEW --writable",
    )
)
@click.argument("source", type=click.Path(exists=True, path_type=Path), metavar="BACKUP|FOLDER")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="NEW")
@click.option("--to", "until", metavar="VERSION|TIME", help="Restore what there was then; times are of UTC.")
@click.option(
    "--history",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder whose journal has the changes since the backup.",
)
@click.option("--force", is_flag=True, help="Put a folder that is there already aside, under another name.")
def restore(source: Path, folder: Path, until: str | None, history: Path | None, *, force: bool) -> None:
    """Write a folder NEW with the data of a backup, or of a folder, as it was at some time."""
    state = write_restored(source, folder, until, history, force=force)
    click.echo(f"{state.version}: {folder}")
