"""The options that several commands share, and the dataset that they name."""

import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

import click
from rich.console import Console

from moonpact.graph.build import build_dataset
from moonpact.graph.dataset import Dataset, Release, find_release, open_dataset, write_dataset
from moonpact.graph.engine import Store
from moonpact.graph.view import parse_view, sources_of
from moonpact.graph.whole import apply_view
from moonpact.server.commands.failure import UsageFailure
from moonpact.server.commands.progress import progress_bar
from moonpact.server.settings import SETTINGS, Settings, sentence_on

_DAY: Final = 86_400
_Function = TypeVar("_Function", bound=Callable[..., object])
_FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)

data_option = click.option(
    "--data", type=_FOLDER, metavar="DIR", help="Folder of data to use instead of the data of the package."
)
dataset_option = click.option("--dataset", type=_FOLDER, metavar="DIR", help="Folder that `moonpact build` wrote.")


timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(0, _DAY, min_open=True),
    default=Settings.timeout,
    show_default=True,
    metavar="SECONDS",
    help=sentence_on("timeout"),
)
as_of_option = click.option(
    "--as-of", "as_of", metavar="DATE", help="Answer from what the sources known by this day say, such as 2023-09-30."
)
according_to_option = click.option(
    "--according-to",
    "according_to",
    metavar="LIST",
    help="Answer from what sources of these kinds, these sources by their slugs, or bodies such as "
    "organization:cnsa say; commas between them.",
)


def settings_options(command: _Function) -> _Function:
    """Give the command `--config` and an option for each setting, whose values `configuration.settle` checks."""
    for setting in reversed(SETTINGS):
        default = "" if setting.is_list else f"  [default: {setting.default}]"
        command = click.option(
            setting.flag, setting.name, multiple=setting.is_list, metavar="VALUE", help=f"{setting.sentence}{default}"
        )(command)
    return click.option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        envvar="MOONPACT_CONFIG",
        metavar="FILE",
        help="TOML file of settings; options and environment variables go before it.  [env: MOONPACT_CONFIG]",
    )(command)


def load_view(dataset: Path | None, data: Path | None, as_of: str | None, according_to: str | None) -> Store:
    """Return the store of a dataset as `load_dataset` finds it, or of the view of it that the texts name.

    Raises:
        InvalidViewError: They name no view.
        UsageFailure, …: As `load_dataset`.
    """
    store = load_dataset(dataset, data).store
    if as_of is None and according_to is None:
        return store
    view = parse_view(as_of, according_to, sources_of(store))
    return store if view is None else apply_view(store, view)


def load_dataset(dataset: Path | None, data: Path | None) -> Dataset:
    """Return the built dataset of a folder; without one, build from the data.

    Raises:
        UsageFailure: Both are given.
        NoDatasetError: The folder holds no dataset.
        InvalidDataError: The data has faults.
    """
    _require_one(dataset, data)
    return open_dataset(dataset) if dataset else _build(data)


@contextmanager
def release_of(dataset: Path | None, data: Path | None) -> Generator[Release]:
    """Yield the built dataset of a folder; without one, build from the data into a folder for the time being.

    Raises:
        UsageFailure: Both are given.
        NoDatasetError: The folder holds no dataset.
        InvalidDataError: The data has faults.
    """
    _require_one(dataset, data)
    if dataset:
        yield find_release(dataset)
        return
    with tempfile.TemporaryDirectory(prefix="moonpact-") as folder:
        write_dataset(_build(data), Path(folder))
        yield find_release(Path(folder))


def _build(data: Path | None) -> Dataset:
    # The data of the package has passed the shapes in its tests; other data may have faults that only they find.
    return build_with_progress(data, shapes=data is not None)


def _require_one(dataset: Path | None, data: Path | None) -> None:
    if dataset and data:
        raise UsageFailure("give --dataset or --data, not both")


def build_with_progress(data: Path | None, *, shapes: bool = True) -> Dataset:
    """Build from the data, with a progress bar if it takes long.

    Raises:
        InvalidDataError: The data has faults.
    """
    with progress_bar(Console(stderr=True)) as report:
        return build_dataset(data, progress=report, shapes=shapes)
