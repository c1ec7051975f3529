"""Rows of the query files that the build itself asks."""

from typing import cast

from pyoxigraph import QuerySolutions, QueryTriples, Store

from moonpact.queries.files import read_query


def select(store: Store, name: str) -> QuerySolutions:
    """Return the solutions of a SELECT query file."""
    return cast("QuerySolutions", store.query(read_query(name)))


def construct(store: Store, name: str) -> QueryTriples:
    """Return the triples of a CONSTRUCT query file."""
    return cast("QueryTriples", store.query(read_query(name)))
