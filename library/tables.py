"""Rows of terms as tables of pandas and polars, in which a column has one type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import rdflib
from rdflib.term import Node

from moonpact.graph.extras import require

if TYPE_CHECKING:
    import pandas
    import polars

Plain: TypeAlias = bool | int | float | date | str
Rows = Sequence[tuple[Node | None, ...]]
# What fits into the integers of both libraries.
_LARGEST: Final = 2**63
# pandas' names; polars takes Python's own types.
_PANDAS: Final[dict[type[Plain], str]] = {
    bool: "boolean",
    int: "Int64",
    float: "Float64",
    date: "datetime64[s]",
    str: "string",
}


@dataclass(frozen=True)
class Column:
    """A column: its name, the one type of its values, and these, None where there is none."""

    name: str
    type: type[Plain]
    values: Sequence[Plain | None]


def to_pandas(names: Sequence[str], rows: Rows) -> "pandas.DataFrame":
    """Return the rows as a data frame.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    pd = require("pandas", "pandas")
    series = {
        column.name: pd.Series(column.values, dtype=_PANDAS[column.type]) for column in _typed_columns(names, rows)
    }
    frame: pandas.DataFrame = pd.DataFrame(series, columns=list(names))
    return frame


def to_polars(names: Sequence[str], rows: Rows) -> "polars.DataFrame":
    """Return the rows as a data frame.

    Raises:
        MissingExtraError: polars is not installed.
    """
    pl = require("polars", "polars")
    columns = list(_typed_columns(names, rows))
    data = {column.name: column.values for column in columns}
    frame: polars.DataFrame = pl.DataFrame(data, schema={column.name: column.type for column in columns})
    return frame


def text(term: Node | None) -> str:
    """Return the IRI, the lexical form of a literal, the label of a blank node, or nothing."""
    if isinstance(term, rdflib.BNode):
        return f"_:{term}"
    return "" if term is None else str(term)


def _typed_columns(names: Sequence[str], rows: Rows) -> Iterator[Column]:
    for place, name in enumerate(names):
        yield _typed(name, [row[place] for row in rows])


def _typed(name: str, terms: Sequence[Node | None]) -> Column:
    values = [None if term is None else _plain(term) for term in terms]
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        return Column(name, float, [None if value is None else float(str(value)) for value in values])
    if len(kinds) == 1:
        return Column(name, kinds.pop(), values)
    return Column(name, str, [None if term is None else text(term) for term in terms])


def _plain(term: Node) -> Plain:
    """The value of a boolean, number or date, or else the text."""
    value = term.toPython() if isinstance(term, rdflib.Literal) else text(term)
    if isinstance(value, Decimal):
        return float(value)
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    is_integer = isinstance(value, int) and abs(value) < _LARGEST
    return cast("Plain", value) if is_day or is_integer or isinstance(value, float) else text(term)
