"""`moonpact build` and `moonpact check`: from the data to the dataset."""

from pathlib import Path

import click

from moonpact.graph.build import write_dataset
from moonpact.server.options import build_with_progress, data_option, examples


@click.command(epilog=examples("moonpact build --out dataset"))
@data_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    default="dataset",
    show_default=True,
    help="Folder to write the dataset to; what it held before is replaced.",
)
def build(data: Path | None, out: Path) -> None:
    """Check the data and write the dataset."""
    dataset = build_with_progress(data)
    write_dataset(dataset, out)
    click.echo(_lines(dataset.report))
    click.echo(f"written to {out}")


@click.command(epilog=examples("moonpact check", "moonpact check --data my-data"))
@data_option
def check(data: Path | None) -> None:
    """Check the data; nothing is written."""
    click.echo(_lines(build_with_progress(data).report))
