"""`moonpact settings`: which settings are in force, and from where."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import click

from moonpact.server.commands.failure import examples
from moonpact.server.commands.options import settings_options
from moonpact.server.configuration import Flag, InForce, settle
from moonpact.server.settings import SETTINGS, Setting


@click.command(
    epilog=examples(
        "moonpact settings                         what `moonpact serve` would work with here",
        "moonpact settings --config moonpact.toml  the same with this file",
        "moonpact settings > moonpact.toml         begin a file",
    )
)
@click.option("--markdown", is_flag=True, help="Write the table of all settings, as it stands in docs/settings.md.")
@settings_options
def settings(*, markdown: bool, config: Path | None, **flags: Flag) -> None:
    """Tell which settings `moonpact serve` works with, and from where, as a TOML file."""
    lines = _table() if markdown else _in_toml(settle(flags, os.environ, config))
    click.echo("\n".join(lines))


def _in_toml(in_force: InForce) -> Iterator[str]:
    for setting in SETTINGS:
        value = json.dumps(getattr(in_force.settings, setting.name), ensure_ascii=False)
        yield f"{setting.name} = {value}  # {in_force.origins.get(setting.name, 'default')}"


def _table() -> Iterator[str]:
    yield "| Setting | Default | Environment variable | Option | What it is | Allowed |"
    yield "| --- | --- | --- | --- | --- | --- |"
    yield from map(_row, SETTINGS)


def _row(setting: Setting) -> str:
    default = f"`{json.dumps(setting.default)}`"
    names = f"`{setting.name}` | {default} | `{setting.variable}` | `{setting.flag}`"
    return f"| {names} | {setting.sentence} | {setting.allowed} |"
