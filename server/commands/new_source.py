"""`moonpact new-source`: the file of a new source, to be filled with its claims."""

from datetime import date
from pathlib import Path
from typing import Final

import click

from moonpact.graph.checking.new_source import Dated, InvalidSourceError, NewSource, read_dated, source_text
from moonpact.server.commands.failure import examples
from moonpact.server.commands.options import data_option

_FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(
    name="new-source",
    epilog=examples(
        'moonpact new-source bbc-2026-10-01 --title "Moon base" --publisher BBC --kind news --language en',
        "moonpact new-source ... --issued 2026-10-01 --out graph/data/source",
        'moonpact new-source ... --estimate 2026-10 --basis "latest event it reports"',
    ),
)
@click.argument("slug")
@click.option("--title", required=True, help="Title, in the language of the source.")
@click.option("--publisher", required=True, help="Who published it.")
@click.option("--kind", required=True, help="Kind of source, such as news or agency.")
@click.option("--language", required=True, help="Language of the source, such as en or zh.")
@click.option("--url", help="Address of the source.")
@click.option("--issued", metavar="DATE", help="When it was issued, as far as it says: 2026, 2026-10 or 2026-10-01.")
@click.option("--estimate", metavar="DATE", help="When it was probably issued, where it does not say.")
@click.option("--basis", metavar="TEXT", help="What the estimate rests on.")
@click.option("--read", metavar="DATE", help="The day on which you read it.  [default: today]")
@data_option
@click.option("--out", type=_FOLDER, metavar="DIR", help="Folder to write the file SLUG.trig to; else it is printed.")
def new_source(
    slug: str,
    title: str,
    publisher: str,
    kind: str,
    language: str,
    url: str | None,
    issued: str | None,
    estimate: str | None,
    basis: str | None,
    read: str | None,
    data: Path | None,
    out: Path | None,
) -> None:
    """Begin the file of a new source, called SLUG.

    What is known is filled in, and an example in a comment shows how a claim is written.
    """
    source = NewSource(
        slug=slug,
        title=title,
        publisher=publisher,
        kind=kind,
        language=language,
        read=_day(read),
        url=url,
        issued=_dated(issued),
        estimate=_dated(estimate),
        basis=basis,
    )
    text = source_text(source, data)
    if out is None:
        click.echo(text, nl=False)
        return
    file = out / f"{slug}.trig"
    with file.open("x", encoding="utf-8") as new:
        new.write(text)
    click.echo(f"{file} written; `moonpact check {file}` tells what is wrong with it and what it changes")


def _dated(text: str | None) -> Dated | None:
    return read_dated(text) if text else None


def _day(text: str | None) -> date:
    if text is None:
        return date.today()
    day = read_dated(text)
    if day.precision != "day":
        raise InvalidSourceError(f"'{text}' is no day; write 2024-05-31")
    return day.start
