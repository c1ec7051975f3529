"""Which settings are in force, and from where: options go before environment variables, these before the file."""

import tomllib
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from moonpact.server.settings import SETTINGS, InvalidSettingError, Settings

Flag = str | tuple[str, ...] | None
_Found = tuple[str, object, str]


@dataclass(frozen=True)
class InForce:
    """The settings, and by their names from where each is that is not the default."""

    settings: Settings
    origins: Mapping[str, str]


def settle(flags: Mapping[str, Flag], environment: Mapping[str, str], file: Path | None) -> InForce:
    """Return the settings by options of the command line, environment variables and a TOML file; empty means not given.

    Raises:
        InvalidSettingError: A value is not allowed, also one that another goes before; or the file cannot be read.
    """
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    for name, value, origin in (*_of_file(file), *_of_environment(environment), *_of_flags(flags)):
        values[name], origins[name] = value, origin
    return InForce(Settings(**values), origins)  # type: ignore[arg-type]  # `Setting.check` holds them to their types.


def _of_file(file: Path | None) -> Iterator[_Found]:
    if file is None:
        return
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:  # No TOML, or no UTF-8.
        raise InvalidSettingError(f"{file}: {error}") from error
    known = {setting.name: setting for setting in SETTINGS}
    for name, value in table.items():
        if name not in known:
            raise InvalidSettingError(f"{file}: no setting has the name {name!r}; there are: {', '.join(known)}")
        with _told_of(f"{name} in {file}") as origin:
            yield name, known[name].check(value), origin


def _of_environment(environment: Mapping[str, str]) -> Iterator[_Found]:
    for setting in SETTINGS:
        if text := environment.get(setting.variable):
            with _told_of(setting.variable) as origin:
                yield setting.name, setting.parse(text), origin


def _of_flags(flags: Mapping[str, Flag]) -> Iterator[_Found]:
    for setting in SETTINGS:
        if given := flags.get(setting.name):
            with _told_of(setting.flag) as origin:
                value = setting.parse(given) if isinstance(given, str) else setting.check(given)
                yield setting.name, value, origin


@contextmanager
def _told_of(origin: str) -> Generator[str]:
    try:
        yield origin
    except InvalidSettingError as error:
        raise InvalidSettingError(f"{origin}: {error}") from error
