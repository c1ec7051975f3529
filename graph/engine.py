"""The engine's types, for those who show its answers and do not call it."""

from collections.abc import Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

Term = NamedNode | BlankNode | Literal | Triple
Row = Mapping[str, Term | None]
Results = QuerySolutions | QueryBoolean | QueryTriples

__all__ = [
    "BlankNode",
    "Literal",
    "NamedNode",
    "Quad",
    "QueryBoolean",
    "QuerySolutions",
    "QueryTriples",
    "Results",
    "Row",
    "Store",
    "Term",
    "Triple",
]
