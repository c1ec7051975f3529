"""Queries on the dataset: the one place where they are evaluated."""

from collections.abc import Mapping, Sequence
from functools import partial

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QuerySolutions, Store, Variable

from moonpact.graph.engine import Results, Row, Term
from moonpact.graph.formats import write
from moonpact.graph.sparql.dataset_clause import clause_graphs, merge
from moonpact.graph.sparql.diagnose import InvalidQueryError, invalid_query, parse_query
from moonpact.graph.sparql.guard import QueryTooDeepError, ServiceNotAllowedError, check_query
from moonpact.graph.sparql.tokens import keywords

__all__ = [
    "QUERY_ERRORS",
    "AnswerTooLargeError",
    "InternalError",
    "InvalidDocumentError",
    "InvalidGraphNameError",
    "InvalidQueryError",
    "QueryEvaluationError",
    "QueryTooDeepError",
    "ServiceNotAllowedError",
    "UpdateConflictError",
    "evaluate",
    "is_repeatable",
    "select",
    "serialize",
]

_CHANGING = {"BNODE", "NOW", "RAND", "SERVICE", "STRUUID", "UUID"}
_GLANCE = ("bnode", "now", "rand", "service", "uuid")


class QueryEvaluationError(RuntimeError):
    """The query is valid, but the engine could not evaluate it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class AnswerTooLargeError(RuntimeError):
    """The answer has more bytes than are allowed."""

    def __init__(self, most: int) -> None:
        super().__init__(f"the answer has more than {most:,} bytes")
        self.most = most


class InvalidGraphNameError(ValueError):
    """What is given as the name of a graph is no IRI."""

    def __init__(self, name: str) -> None:
        super().__init__(f"'{name}' is no IRI")
        self.name = name


class InvalidDocumentError(ValueError):
    """A document is not of the format that it is said to be of."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(f"line {line}: {message}")
        self.message = message
        self.line = line


class UpdateConflictError(RuntimeError):
    """The update does not fit the data: it creates a graph that exists, or clears one that does not."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InternalError(RuntimeError):
    """Something failed that should not; the fault is not the query's."""

    def __init__(self, cause: str) -> None:
        super().__init__("the query could not be answered; the fault is not the query's")
        self.cause = cause


# All that a query can be refused or stopped for where it is evaluated; each names its fields as it takes them.
QUERY_ERRORS = (
    AnswerTooLargeError,
    InvalidDocumentError,
    InvalidGraphNameError,
    InvalidQueryError,
    QueryEvaluationError,
    QueryTooDeepError,
    ServiceNotAllowedError,
    UpdateConflictError,
)


def evaluate(
    store: Store,
    text: str,
    substitutions: Mapping[Variable, Term] | None = None,
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    base: str | None = None,
) -> Results:
    """Evaluate a query, on the whole dataset or on these graphs (SPARQL 1.1 Protocol, section 2.1.4).

    The results are to be read in the thread that called this. Relative IRIs are resolved against the base.

    Raises:
        InvalidQueryError: The text is not a query.
        ServiceNotAllowedError: The query asks for data from outside.
        QueryTooDeepError: Its brackets are nested too deep.
        InvalidGraphNameError: A name of a graph is no IRI.
        QueryEvaluationError: The engine could not evaluate the query.
    """
    parse = partial(parse_query, base=base)
    check_query(text, parse)
    store, default, named = _dataset(store, text, default_graphs, named_graphs, base)
    values = {**(substitutions or {})}
    try:
        return store.query(text, base_iri=base, substitutions=values, default_graph=default, named_graphs=named)
    except SyntaxError as error:
        raise invalid_query(text, str(error), parse) from error
    except (OSError, RuntimeError) as error:
        raise QueryEvaluationError(_first_line(error)) from error


def select(store: Store, text: str, values: Mapping[str, Term] | None = None) -> list[Row]:
    """Return the solutions of a SELECT query in which the variables of these names have these values.

    Raises:
        TypeError: The text is another form of query.
    """
    results = evaluate(store, text, {Variable(name): value for name, value in (values or {}).items()})
    if not isinstance(results, QuerySolutions):
        raise TypeError("not a SELECT query")
    names = [variable.value for variable in results.variables]
    return [dict(zip(names, solution, strict=True)) for solution in results]


def serialize(results: Results, name: str) -> bytes:
    """Return the results in the format of this name, one of `formats.media_types(results)`.

    Raises:
        QueryEvaluationError: The engine could not evaluate the query to its end.
    """
    try:
        return write(results, name)
    except (OSError, RuntimeError) as error:
        raise QueryEvaluationError(_first_line(error)) from error


def is_repeatable(text: str) -> bool:
    """Tell whether the query has the same answer on the same dataset every time."""
    lowered = text.lower()  # A glance first: cutting tokens costs more than most queries.
    return not any(word in lowered for word in _GLANCE) or not _CHANGING & keywords(text)


def _dataset(
    store: Store, text: str, default_graphs: Sequence[str], named_graphs: Sequence[str], base: str | None
) -> tuple[Store, list[NamedNode | BlankNode | DefaultGraph] | None, list[NamedNode | BlankNode] | None]:
    """The store to ask, and its default and named graphs; None for those that the engine takes by itself."""
    given = bool(default_graphs or named_graphs)
    default, named = (default_graphs, named_graphs) if given else clause_graphs(text, base or "")
    if len(default) > 1:
        names = [_graph(name) for name in named]
        return merge(store, map(_graph, default), names), [DefaultGraph()], [*names]
    if not given:
        return store, None, None
    return store, [_graph(name) for name in default], [_graph(name) for name in named]


def _graph(name: str) -> NamedNode:
    try:
        return NamedNode(name)
    except ValueError as error:
        raise InvalidGraphNameError(name) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
