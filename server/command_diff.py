"""`moonpact diff`: what came, went or changed between two datasets."""

from pathlib import Path
from typing import Final

import click

from moonpact.graph.build import build_dataset
from moonpact.graph.dataset import Dataset, open_dataset
from moonpact.graph.difference import difference
from moonpact.graph.difference_formats import as_json, as_text, as_turtle
from moonpact.server.failure import examples

_FORMATS: Final = {"text": as_text, "json": as_json, "ttl": as_turtle}
_FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(
    epilog=examples("moonpact diff old-dataset new-dataset", "moonpact diff old-data new-data --format json")
)
@click.argument("old", type=_FOLDER)
@click.argument("new", type=_FOLDER)
@click.option("--format", "format_", type=click.Choice(tuple(_FORMATS)), default="text", show_default=True)
def diff(old: Path, new: Path, format_: str) -> None:
    """Tell what changed between two datasets: sources, claims, decisions, conclusions and disagreements.

    OLD and NEW are folders that `moonpact build` wrote, or folders of data.
    """
    click.echo(_FORMATS[format_](difference(_dataset(old).store, _dataset(new).store)).rstrip("\n"))


def _dataset(folder: Path) -> Dataset:
    is_data = (folder / "source").is_dir()
    return build_dataset(folder, shapes=False) if is_data else open_dataset(folder)
