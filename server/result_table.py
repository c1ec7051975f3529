"""Answers as tables on a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from moonpact.graph.engine import Literal, QuerySolutions, QueryTriples, Term
from moonpact.server.terms import is_number

# A column of labels is shown in place of the column of what they label: ?country and ?countryLabel.
_LABEL = "Label"


@dataclass(frozen=True)
class Column:
    """A column: its name, the name of the one with the labels of its terms, and whether it holds numbers only."""

    name: str
    label: str
    numeric: bool


@dataclass(frozen=True)
class ResultTable:
    """The columns, the rows that are shown, and how many there are in all."""

    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Term | None], ...]
    total: int


def table_of(results: QuerySolutions | QueryTriples, most: int) -> ResultTable:
    """Return the results as a table with at most this many rows."""
    names, rows = _read(results)
    return ResultTable(tuple(_columns(names, rows)), tuple(rows[:most]), len(rows))


def _read(results: QuerySolutions | QueryTriples) -> tuple[list[str], list[dict[str, Term | None]]]:
    if isinstance(results, QuerySolutions):
        names = [variable.value for variable in results.variables]
        return names, [dict(zip(names, solution, strict=True)) for solution in results]
    names = ["subject", "predicate", "object"]
    return names, [dict(zip(names, triple, strict=True)) for triple in sorted(set(results), key=str)]


def _columns(names: Sequence[str], rows: Sequence[Mapping[str, Term | None]]) -> Iterable[Column]:
    for name in names:
        label = name + _LABEL
        if name.removesuffix(_LABEL) not in names or name.removesuffix(_LABEL) == name:
            yield Column(name, label if label in names else "", _is_numeric(row[name] for row in rows))


def _is_numeric(terms: Iterable[Term | None]) -> bool:
    bound = [term for term in terms if term is not None]
    return bool(bound) and all(isinstance(term, Literal) and is_number(term) for term in bound)
