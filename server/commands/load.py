"""`moonpact load`: RDF files become a dataset on the disk."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console

from moonpact.graph.disk import Input, Keep, inputs_of, load_all
from moonpact.graph.loading import FORMATS
from moonpact.server.commands.failure import UsageFailure, examples
from moonpact.server.commands.progress import progress_bar

_STANDARD_INPUT = "-"


@click.command(
    epilog=examples(
        "moonpact load dump.nq.gz more/ --out loaded && moonpact serve loaded",
        "curl … | moonpact load - --format ttl --out loaded",
    )
)
@click.argument("sources", nargs=-1, required=True, metavar="FILE|DIR|-…")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="NEW", help="Folder to write; must be new."
)
@click.option("--format", "ending", type=click.Choice(list(FORMATS)), help="Format of the files whose names tell none.")
@click.option(
    "--keep",
    type=click.Choice(["auto", "memory", "disk"]),
    default="auto",
    show_default=True,
    help="Whether servers hold it in memory, which is faster, or read it on the disk; auto: by its size.",
)
def load(sources: tuple[str, ...], out: Path, ending: str | None, keep: Keep) -> None:
    """Load RDF files, compressed or not, folders of them, or standard input (-) into NEW, all of it or nothing."""
    inputs = list(_inputs(sources, ending))
    if not inputs:
        raise UsageFailure(f"no file in {', '.join(sources)} has an ending of a known format")
    try:
        with progress_bar(Console(stderr=True)) as progress:
            done = load_all(inputs, out, keep, progress)
    except FileExistsError as error:
        raise UsageFailure(str(error)) from error
    click.echo(f"quads: {done.quads:,}; files: {len(inputs):,}; moonpact serve {out}")


def _inputs(sources: tuple[str, ...], ending: str | None) -> Iterator[Input]:
    format_ = FORMATS[ending] if ending else None
    for source in sources:
        if source == _STANDARD_INPUT:
            if format_ is None:
                raise UsageFailure("name the --format of standard input")
            yield Input(Path("standard-input"), format_, sys.stdin.buffer)
        elif not Path(source).exists():
            raise UsageFailure(f"'{source}' does not exist")
        else:
            yield from (each if each.format else Input(each.file, format_) for each in inputs_of([Path(source)]))
