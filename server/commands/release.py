"""`moonpact release`: the dataset with its version, date, checksums, licence, changes and citation."""

from pathlib import Path

import click

from moonpact.graph.build import DATA
from moonpact.graph.difference.release import write_release
from moonpact.server.commands.failure import examples
from moonpact.server.commands.options import build_with_progress, data_option


@click.command(
    epilog=examples("moonpact release releases/first", "moonpact release releases/second --previous releases/first")
)
@click.argument("out", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--previous",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of the release before, to tell what changed since.",
)
@data_option
def release(out: Path, previous: Path | None, data: Path | None) -> None:
    """Write a release of the data into the new folder DIR.

    It holds the dataset in several formats, its version and date, what changed since the release before, the licence,
    how to cite it, and SHA256SUMS, which `sha256sum --check` reads. The date is that of the newest source: the same
    data gives the same files on any day and any machine.
    """
    edition = write_release(build_with_progress(data), data or DATA, previous, out)
    click.echo(f"version {edition} written to {out}")
