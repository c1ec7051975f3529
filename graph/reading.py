"""Answers read back: rows and graphs as the engine's own types."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from moonpact.graph.formats import Kind

# In which format an answer of each kind can be read back.
READABLE: Final[Mapping[Kind, str]] = {"rows": "json", "boolean": "json", "graph": "nt"}


def read_rows(body: bytes) -> QuerySolutions:
    """Return the solutions that stand in a body in JSON."""
    return cast("QuerySolutions", parse_query_results(body, QueryResultsFormat.JSON))


def read_boolean(body: bytes) -> bool:
    """Return the answer that stands in a body in JSON."""
    return bool(cast("QueryBoolean", parse_query_results(body, QueryResultsFormat.JSON)))


def read_graph(body: bytes) -> Sequence[Triple]:
    """Return the triples that stand in a body in N-Triples."""
    return [quad.triple for quad in parse(body, RdfFormat.N_TRIPLES)]
