"""The order of preference between kinds of source, read from preference.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("preference.toml")


@dataclass(frozen=True)
class Preference:
    """The kinds of source in their order, in general and for single properties."""

    default: tuple[str, ...]
    by_property: dict[str, tuple[str, ...]]

    def rank(self, property_name: str, kind: str) -> int:
        """Return the place of a kind of source for a property; 0 is the best.

        Raises:
            ValueError: The kind is not in the order: a new kind of source needs its place.
        """
        return self.by_property.get(property_name, self.default).index(kind)


def load_preference(file: Path = _FILE) -> Preference:
    """Read the order of preference."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return Preference(tuple(table["default"]), {name: tuple(kinds) for name, kinds in table["property"].items()})
