"""What an engine answers, in the format that is asked for: read in one that it writes, and written here."""

import json
from io import BytesIO
from typing import Final

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from moonpact.graph.engine import Literal
from moonpact.graph.formats import Kind, write, write_graph
from moonpact.graph.names import XSD
from moonpact.graph.remote.connection import EngineFailedError, Reply

_RESULTS: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
# What can be read, best first: the names of blank nodes and all letters survive in each of them.
ACCEPTED: Final[dict[Kind, str]] = {
    "rows": _RESULTS,
    "boolean": _RESULTS,
    "graph": "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5",
}
_BOOLEAN: Final = f"{XSD}boolean"
_CANONICAL: Final = {"0": "false", "1": "true"}
# Under this name Virtuoso 7 has the answer to ASK, as a row with a number.
_ASKED: Final = "__ASK_RETVAL"


def translate(kind: Kind, reply: Reply, name: str) -> bytes:
    """Return the answer of this kind in the format of this name.

    Raises:
        EngineFailedError: The reply is no such answer.
    """
    try:
        return _graph(reply, name) if kind == "graph" else _results(kind, reply, name)
    except (SyntaxError, ValueError) as error:
        message = f"the engine that holds the graph answers with no {kind}, but with '{reply.media_type}'"
        raise EngineFailedError(message) from error


def _graph(reply: Reply, name: str) -> bytes:
    format_ = RdfFormat.from_media_type(reply.media_type)
    if format_ is None:
        raise ValueError(reply.media_type)
    output = BytesIO()
    write_graph(output, [quad.triple for quad in parse(reply.body, format_)], name)
    return output.getvalue()


def _results(kind: Kind, reply: Reply, name: str) -> bytes:
    format_ = QueryResultsFormat.from_media_type(reply.media_type)
    if format_ is None:
        raise ValueError(reply.media_type)
    body = _canonical(reply.body) if format_ == QueryResultsFormat.JSON else reply.body
    results = parse_query_results(body, format_)
    if kind == "boolean" and isinstance(results, QuerySolutions):
        return _boolean(results, name)
    if isinstance(results, QueryBoolean) != (kind == "boolean"):
        raise ValueError(kind)
    return write(results, name)


def _boolean(solutions: QuerySolutions, name: str) -> bytes:
    if [variable.value for variable in solutions.variables] != [_ASKED]:
        raise ValueError("boolean")
    told = next(iter(solutions))[0]
    answer = {"head": {}, "boolean": isinstance(told, Literal) and told.value == "1"}
    return write(parse_query_results(json.dumps(answer).encode(), QueryResultsFormat.JSON), name)


def _canonical(body: bytes) -> bytes:
    """The results with true and false where an engine writes 1 and 0 (XML Schema Part 2, section 3.2.2.2)."""
    # A glance first: few answers have one.
    if _BOOLEAN.encode() not in body or not (b'"0"' in body or b'"1"' in body):
        return body
    results = json.loads(body)
    for solution in results["results"]["bindings"]:
        for term in solution.values():
            if term.get("datatype") == _BOOLEAN:
                term["value"] = _CANONICAL.get(term["value"], term["value"])
    return json.dumps(results).encode()
