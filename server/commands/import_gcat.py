"""`moonpact import`: catalogues of others as claims."""

from pathlib import Path

import click

from moonpact.graph.gcat.importing import QUADS, import_gcat
from moonpact.server.commands.failure import UsageFailure, examples
from moonpact.server.commands.options import data_option


@click.group()
def import_() -> None:
    """Turn catalogues of others into claims."""


@import_.command(epilog=examples("moonpact import gcat tables --out gcat && moonpact serve gcat/gcat.nq"))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="NEW", help="Folder to write; must be new."
)
@data_option
def gcat(folder: Path, out: Path, data: Path | None) -> None:
    """Turn the tables orgs.tsv, sites.tsv and launchlog.tsv of GCAT in DIR into claims.

    NEW gets gcat.nq, and matches.tsv, which tells what is a thing of our register, what is not, and why.
    """
    try:
        done = import_gcat(folder, out, data)
    except FileExistsError as error:
        raise UsageFailure(str(error)) from error
    click.echo(
        f"{done.statements:,} statements on {done.things:,} things, {done.matched} of our register: {out / QUADS}"
    )
