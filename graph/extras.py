"""Libraries that only some need, each installed by an extra of the package's name."""

from importlib import import_module
from types import ModuleType


class MissingExtraError(ImportError):
    """A library is not installed; the message says how to get it."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is not installed; pip install 'moonpact[{extra}]' installs it", name=library)
        self.extra = extra


def require(library: str, extra: str) -> ModuleType:
    """Return the module of a library that comes with an extra.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        return import_module(library)
    except ModuleNotFoundError as error:
        if not f"{library}.".startswith(f"{error.name}."):
            raise  # The library is there, and misses one of its own.
        raise MissingExtraError(library, extra) from error
