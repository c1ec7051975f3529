"""The rules by which the graph chooses between claims, and the order of the kinds of source, from preference.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).with_name("preference.toml")


@dataclass(frozen=True)
class Row:
    """A rule or a kind of source, by the slug of its concept, and the editors' reason for its place."""

    name: str
    reason: str


@dataclass(frozen=True)
class Order:
    """The order of the kinds of source for one property, and the editors' reason for it."""

    property_name: str
    kinds: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Table:
    """The rules and the kinds of source, each in their order, and the properties that have an order of their own."""

    rules: tuple[Row, ...]
    kinds: tuple[Row, ...]
    orders: tuple[Order, ...]


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


def load_table(file: Path = _FILE) -> Table:
    """Read the table with its reasons.

    Raises:
        KeyError: A row has no name or no reason.
    """
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    orders = (Order(row["property"], tuple(row["kinds"]), row["reason"]) for row in table.get("order", ()))
    return Table(_rows(table, "rule"), _rows(table, "kind"), tuple(orders))


def load_preference(file: Path = _FILE) -> Preference:
    """Read the order of preference."""
    table = load_table(file)
    kinds = tuple(row.name for row in table.kinds)
    return Preference(kinds, {order.property_name: order.kinds for order in table.orders})


def _rows(table: Mapping[str, Any], name: str) -> tuple[Row, ...]:
    return tuple(Row(row["name"], row["reason"]) for row in table[name])
