"""`moonpact log`: who changed what in a folder, and when."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from moonpact.graph.execution.folder import DataFolder
from moonpact.graph.execution.record import Record
from moonpact.server.commands.failure import UsageFailure, examples
from moonpact.server.commands.options import data_option
from moonpact.server.commands.table import write_csv

_HEAD: Final = ("version", "before", "at", "by", "operation", "graph", "bytes")


@click.command(
    epilog=examples("moonpact log --data DIR", "moonpact log --data DIR --format jsonl   with the text of each change")
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("csv", "jsonl")),
    default="csv",
    show_default=True,
    help="A table, or a line of JSON for each change with its text.",
)
@data_option
def log(format_: str, data: Path | None) -> None:
    """List the changes of a folder, the oldest first, as far back as they are kept; a server may go on meanwhile."""
    if data is None:
        raise UsageFailure("name the folder with --data")
    folder = DataFolder(data)
    rows = _rows(folder)
    if format_ == "csv":
        click.echo(write_csv([_HEAD, *(row for row, _ in rows)]), nl=False)
        return
    for row, record in rows:
        change = (record.made or record.operation).to_json()
        click.echo(json.dumps({**dict(zip(_HEAD[:4], row, strict=False)), **change}, ensure_ascii=False))


def _rows(folder: DataFolder) -> Iterator[tuple[tuple[str, ...], Record]]:
    base = folder.base()
    for record in folder.records():
        change = record.made or record.operation
        versions = f"{base}.{record.number}", f"{base}.{record.number - 1}"
        if change.action == "restore":  # What was before it was another folder's.
            versions = versions[0], ""
        size = str(len(change.text.encode()))
        yield (*versions, record.at, record.by, change.action, change.graph or "", size), record
