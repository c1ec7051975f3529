"""`moonpact reload` and `moonpact queries`: what operators ask of a running server."""

import os
from collections.abc import Callable
from typing import Final, TypeVar

import click

from moonpact.graph.spreadsheet import write_table
from moonpact.server.commands.failure import Failure, examples
from moonpact.server.gate import ENVIRONMENT
from moonpact.server.operator import OperatorError, RemoteServer

_Function = TypeVar("_Function", bound=Callable[..., object])
_SECONDS: Final = 10
# A large dataset takes minutes to load.
_LOAD_SECONDS: Final = 3600
_COLUMNS: Final = ("number", "lane", "seconds", "requestId", "version", "query")

_server_option = click.option(
    "--server",
    default="http://127.0.0.1:8000",
    show_default=True,
    metavar="ADDRESS",
    help=f"The server; the environment variable {ENVIRONMENT} has a token of the scope 'admin' for it.",
)


@click.command(epilog=examples("moonpact build --out dataset && moonpact reload"))
@_server_option
def reload(server: str) -> None:
    """Let a running server load its data anew, and tell the version once it is served.

    Requests go on: each is answered from the data before or from the new data.
    """
    click.echo(_ask(server, "POST", "/admin/reload", _LOAD_SECONDS)["version"])


@click.command(epilog=examples("moonpact queries", "moonpact queries --stop 12345"))
@click.option("--stop", type=click.IntRange(min=0), multiple=True, metavar="NUMBER", help="Stop the query.")
@_server_option
def queries(stop: tuple[int, ...], server: str) -> None:
    """List the queries that a server runs as CSV, the oldest first, or stop some."""
    for number in stop:
        _ask(server, "DELETE", f"/admin/queries/{number}", _SECONDS)
    if not stop:
        found = _ask(server, "GET", "/admin/queries", _SECONDS)["queries"]
        rows = ([_on_a_line(str(each[name])) for name in _COLUMNS] for each in found)
        click.echo(write_table([_COLUMNS, *rows]), nl=False)


def _on_a_line(text: str) -> str:
    # What a client wrote must not move the cursor of the operator's terminal.
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _ask(server: str, method: str, path: str, seconds: float) -> dict[str, list[dict[str, object]]]:
    try:
        return RemoteServer(server, os.environ.get(ENVIRONMENT, "")).ask(method, path, seconds) or {}
    except OperatorError as error:
        raise Failure(str(error)) from error
