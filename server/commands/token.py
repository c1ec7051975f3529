"""`moonpact token`: who may read, change and administer a server."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

import click

from moonpact.server.commands.failure import UsageFailure, examples
from moonpact.server.commands.options import data_option
from moonpact.server.commands.table import write_csv
from moonpact.server.tokens import FILE, SCOPES, Scope, add_token, read_tokens, revoke_token, today

_Function = TypeVar("_Function", bound=Callable[..., object])
_HEAD: Final = ("name", "scopes", "created", "expires")


@click.group()
def token() -> None:
    """Keep the tokens that let people and programs in; a running server follows at once."""


def _file_options(command: _Function) -> _Function:
    tokens = click.option(
        "--tokens",
        type=click.Path(dir_okay=False, path_type=Path),
        envvar="MOONPACT_TOKENS",
        metavar="FILE",
        help=f"File of the tokens, instead of {FILE} in the --data folder.  [env: MOONPACT_TOKENS]",
    )
    return data_option(tokens(command))


@token.command(epilog=examples("moonpact token add editor --scope write --data DIR"))
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES), help="What it is for; several may be."
)
@click.option(
    "--expires",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Last day on which it is good (UTC); for ever without.",
)
@_file_options
def add(name: str, scopes: tuple[Scope, ...], expires: datetime | None, data: Path | None, tokens: Path | None) -> None:
    """Make a token of this NAME and print it, this once: only its hash is kept."""
    last = None if expires is None else expires.date().isoformat()
    if last is not None and last < today():
        raise UsageFailure(f"the token would have expired after {last}")
    click.echo(add_token(_file(data, tokens), name, scopes, last))


@token.command("list")
@_file_options
def list_(data: Path | None, tokens: Path | None) -> None:
    """List the tokens as CSV, without their hashes."""
    rows = [
        (each.name, " ".join(each.scopes), each.created, each.expires or "")
        for each in read_tokens(_file(data, tokens))
    ]
    click.echo(write_csv([_HEAD, *rows]), nl=False)


@token.command(epilog=examples("moonpact token revoke editor --data DIR"))
@click.argument("name")
@_file_options
def revoke(name: str, data: Path | None, tokens: Path | None) -> None:
    """Take the token of this NAME back."""
    revoke_token(_file(data, tokens), name)


def _file(data: Path | None, tokens: Path | None) -> Path:
    if (found := tokens or (data and data / FILE)) is None:
        raise UsageFailure("name the folder that is served with --data, or the file of the tokens with --tokens")
    return found
