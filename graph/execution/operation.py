"""What changes a store: an update, or a graph replaced, merged or deleted (SPARQL 1.1 Graph Store HTTP Protocol)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from functools import partial
from typing import Any, Literal, assert_never

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from moonpact.graph.formats import GRAPH_FORMATS
from moonpact.graph.sparql.diagnose import invalid_query, parse_update
from moonpact.graph.sparql.guard import check_query
from moonpact.graph.sparql.query import InvalidDocumentError, InvalidGraphNameError, UpdateConflictError

Action = Literal["update", "replace", "merge", "delete", "restore"]


@dataclass(frozen=True)
class Operation:
    """A change: the text of an update, a document for the graph of this name, or N-Quads that replace everything.

    None names the default graph; the format of a document is one of `formats.GRAPH_FORMATS`, and the base of an update
    or a document is an IRI. Beside N-Quads go the names of the graphs that have no statements.
    """

    action: Action
    text: str = ""
    graph: str | None = None
    format: str = "nt"
    base: str | None = None
    empty_graphs: Sequence[str] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the operation as JSON, without what is as it is by default."""
        defaults = {field.name: field.default for field in fields(self)}
        return {name: value for name, value in asdict(self).items() if value != defaults[name]}


def apply(store: Store, operation: Operation) -> None:
    """Apply the operation to the store, the whole of it or nothing.

    Raises:
        InvalidQueryError: The text is not an update.
        ServiceNotAllowedError: It asks for data from outside.
        QueryTooDeepError: Its brackets are nested too deep.
        InvalidDocumentError: The document is not of its format.
        InvalidGraphNameError: The name of the graph is no IRI.
        UpdateConflictError: The update does not fit the data.
    """
    match operation.action:
        case "update":
            _update(store, operation.text, operation.base)
        case "delete":
            store.remove_graph(_graph(operation.graph))
        case "replace":
            store.clear_graph(_graph(operation.graph))
            _load(store, operation)
        case "merge":
            _load(store, operation)
        case "restore":
            store.clear()
            store.bulk_load(operation.text.encode(), format=RdfFormat.N_QUADS)
            for graph in operation.empty_graphs:
                store.add_graph(NamedNode(graph))
        case _:
            assert_never(operation.action)


def _update(store: Store, text: str, base: str | None) -> None:
    parse = partial(parse_update, base=base)
    check_query(text, parse)
    try:
        store.update(text, base_iri=base)
    except SyntaxError as error:
        raise invalid_query(text, str(error), parse) from error
    except (OSError, RuntimeError) as error:
        raise UpdateConflictError(str(error).partition("\n")[0]) from error


def _load(store: Store, operation: Operation) -> None:
    graph = _graph(operation.graph)
    if isinstance(graph, NamedNode):
        store.add_graph(graph)  # A graph that was put is there, even if it is empty.
    format_ = GRAPH_FORMATS[operation.format]
    try:
        store.load(operation.text.encode(), format_, base_iri=operation.base, to_graph=graph)
    except SyntaxError as error:
        raise InvalidDocumentError(_reason(error), error.lineno or 1) from error


def _reason(error: SyntaxError) -> str:
    return error.msg.partition(": ")[2] or error.msg


def _graph(name: str | None) -> NamedNode | DefaultGraph:
    try:
        return DefaultGraph() if name is None else NamedNode(name)
    except ValueError as error:
        raise InvalidGraphNameError(name or "") from error
