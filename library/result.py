"""The answer to a question or a query, and all that it can be made into."""

import csv
import io
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import rdflib
from rdflib.term import Node

from moonpact.graph.engine import Term
from moonpact.graph.formats import Kind
from moonpact.graph.reading import read_boolean, read_graph, read_rows
from moonpact.library import tables
from moonpact.library.terms import to_rdflib

if TYPE_CHECKING:
    import pandas
    import polars

_TRIPLE: Final = ("subject", "predicate", "object")
_BOOLEAN: Final = ("boolean",)

Row = tuple[Node | None, ...]


class KindError(TypeError):
    """The answer is of another kind: a graph is only the answer to CONSTRUCT and DESCRIBE."""


@dataclass(frozen=True)
class Result:
    """Rows of rdflib terms under the names of their columns.

    The answer to SELECT has the variables as columns; that to CONSTRUCT and DESCRIBE `subject`, `predicate` and
    `object`; that to ASK one row with one column, `boolean`. Iterating gives each row as a mapping of the names of the
    columns to terms, None where there is no value.
    """

    kind: Kind
    columns: tuple[str, ...]
    rows: Sequence[Row] = field(repr=False)
    view: str = ""
    """The view from which the answer is, such as `as-of=2023-09-30`; empty where it is from all sources."""

    def __iter__(self) -> Iterator[Mapping[str, Node | None]]:
        """Yield the rows."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def __bool__(self) -> bool:
        """Tell the answer to ASK; of other queries, whether anything was found."""
        return bool(self.rows) and (self.kind != "boolean" or self.rows[0] == (rdflib.Literal(True),))

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the rows as a data frame; a column whose values are all numbers, booleans or dates is typed as such.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return tables.to_pandas(self.columns, self.rows)

    def to_polars(self) -> "polars.DataFrame":
        """Return the rows as a data frame; a column whose values are all numbers, booleans or dates is typed as such.

        Raises:
            MissingExtraError: polars is not installed.
        """
        return tables.to_polars(self.columns, self.rows)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the graph that CONSTRUCT or DESCRIBE made.

        Raises:
            KindError: The query was another one.
        """
        if self.kind != "graph":
            raise KindError("only the answer to CONSTRUCT or DESCRIBE is a graph")
        graph = rdflib.Graph()
        for subject, predicate, object_ in self.rows:
            if subject is not None and predicate is not None and object_ is not None:
                graph.add((subject, predicate, object_))
        return graph

    def to_csv(self, file: str | Path | None = None) -> str:
        """Return the rows as CSV (SPARQL 1.1 Query Results CSV, section 3), and write them to a file if one is named.

        Raises:
            OSError: The file cannot be written.
        """
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(self.columns)
        writer.writerows([tables.text(term) for term in row] for row in self.rows)
        if file is not None:
            Path(file).write_text(text.getvalue(), encoding="utf-8", newline="")
        return text.getvalue()


def read_result(kind: Kind, body: bytes, view: str = "", without: Container[str] = ()) -> Result:
    """Return the answer that stands in a body in the format `READABLE[kind]`, without the columns of these names.

    Raises:
        SyntaxError, ValueError: The body is not in this format.
        TypeError: A term is one of RDF 1.2.
    """
    if kind == "boolean":
        return Result(kind, _BOOLEAN, [(rdflib.Literal(read_boolean(body)),)], view)
    if kind == "graph":
        return Result(kind, _TRIPLE, [tuple(map(to_rdflib, triple)) for triple in read_graph(body)], view)
    solutions = read_rows(body)
    names = [variable.value for variable in solutions.variables if variable.value not in without]
    rows = [tuple(_term(solution[name]) for name in names) for solution in solutions]
    return Result(kind, tuple(names), rows, view)


def _term(term: Term | None) -> Node | None:
    return None if term is None else to_rdflib(term)
