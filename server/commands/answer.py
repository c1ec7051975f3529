"""Answers to queries at the command line: a table for a terminal, a file format for everything else."""

import signal
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import Final

import click
from click.decorators import FC
from rich.console import Console

from moonpact.graph.engine import QueryBoolean, QuerySolutions, Results
from moonpact.graph.formats import kind_of, media_types
from moonpact.graph.sparql.query import serialize
from moonpact.server.commands.failure import UsageFailure
from moonpact.server.commands.table import print_list, print_table, write_csv
from moonpact.server.result_table import table_of

ROW_FORMATS: Final = ("table", "csv", "json", "tsv", "xml")
GRAPH_FORMATS: Final = ("ttl", "nt", "jsonld", "rdf")


def print_answer(results: Results, format_: str | None) -> None:
    """Print the results in this format, or in the one that suits them and the place they go to.

    Raises:
        UsageFailure: Results of this kind have no such format.
    """
    chosen = format_ or _suitable(results)
    if chosen == "table" and isinstance(results, QuerySolutions):
        print_table(table_of(results), Console())
    elif chosen in ("table", "csv") and isinstance(results, QueryBoolean):
        click.echo("true" if results else "false")
    else:
        _print_serialized(results, chosen)


def print_entries(columns: tuple[str, str], entries: Iterable[tuple[str, str]]) -> None:
    """Print names and what they stand for: as a list to a terminal, as CSV to everything else."""
    if sys.stdout.isatty():
        print_list(entries, Console())
    else:
        click.echo(write_csv([columns, *entries]), nl=False)


def format_option(formats: tuple[str, ...]) -> Callable[[FC], FC]:
    """Return the option that chooses among these formats."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        help="Format of the answer; without it, a table in a terminal and CSV in a pipe.",
    )


@contextmanager
def interruptible() -> Generator[None]:
    """Let Ctrl-C end the process while the engine works.

    Python would hand the signal over after the engine's call has returned, which an endless query never does.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _suitable(results: Results) -> str:
    if not isinstance(results, QuerySolutions | QueryBoolean):
        return "ttl"
    return "table" if sys.stdout.isatty() else "csv"


def _print_serialized(results: Results, format_: str) -> None:
    offered = media_types(kind_of(results))
    if format_ not in offered:
        raise UsageFailure(f"this answer cannot be written as {format_}; choose {', '.join(offered)}")
    written = serialize(results, format_)
    click.echo(written, nl=not written.endswith(b"\n"))
