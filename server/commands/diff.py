"""`moonpact diff`: what came, went or changed between two datasets, revisions or days."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import click

from moonpact.graph.build import DATA, build_dataset
from moonpact.graph.dataset import open_dataset
from moonpact.graph.difference.datasets import Difference, difference
from moonpact.graph.difference.formats import as_json, as_text, as_turtle
from moonpact.graph.difference.period import changes_in, parse_period
from moonpact.graph.difference.revision import PREFIX, build_revision
from moonpact.graph.engine import Store
from moonpact.graph.whole import Whole, read_whole
from moonpact.server.commands.failure import UsageFailure, examples
from moonpact.server.commands.options import data_option, dataset_option, load_dataset

_FORMATS: Final[dict[str, Callable[[Difference], str]]] = {"text": as_text, "json": as_json, "ttl": as_turtle}
_LIKE_A_DAY: Final = re.compile(r"\d+-\d+-\d+")


@click.command(
    epilog=examples(
        "moonpact diff old-dataset new-dataset",
        "moonpact diff git:v1 git:v2 --format json",
        "moonpact diff git:HEAD graph/data",
        "moonpact diff 2023-01-01 2024-01-01",
    )
)
@click.argument("old")
@click.argument("new")
@data_option
@dataset_option
@click.option("--format", "format_", type=click.Choice(tuple(_FORMATS)), default="text", show_default=True)
def diff(old: str, new: str, data: Path | None, dataset: Path | None, format_: str) -> None:
    """Tell what changed between two datasets: sources, claims, decisions, conclusions and disagreements.

    OLD and NEW are folders that `moonpact build` wrote, folders of data, revisions of the data (git:REVISION), or two
    days: what was known on the one and on the other. Days and revisions are of the data of the package, or of --data;
    days also of --dataset.
    """
    sides = _Sides(data, dataset)
    if _LIKE_A_DAY.fullmatch(old) and _LIKE_A_DAY.fullmatch(new):
        found = sides.between_days(old, new)
    else:
        found = difference(sides.store(old), sides.store(new))
    click.echo(_FORMATS[format_](found).rstrip("\n"))


@dataclass(frozen=True)
class _Sides:
    """What two sides of a comparison can be, given the folders of the options."""

    data: Path | None
    dataset: Path | None

    @cached_property
    def whole(self) -> Whole:
        return read_whole(load_dataset(self.dataset, self.data).store)

    def between_days(self, old: str, new: str) -> Difference:
        return changes_in(self.whole, parse_period(old, new, None, self.whole.sources))

    def store(self, text: str) -> Store:
        if text.startswith(PREFIX):
            return build_revision(text.removeprefix(PREFIX), self.data or DATA).store
        if not (folder := Path(text)).is_dir():
            raise UsageFailure(
                f"'{text}' is no folder; OLD and NEW are two folders, two days such as 2023-09-30, or revisions such "
                f"as {PREFIX}HEAD"
            )
        is_data = (folder / "source").is_dir()
        return build_dataset(folder, shapes=False).store if is_data else open_dataset(folder).store
