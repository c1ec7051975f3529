"""What the asker of a question chose, as RDF terms."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, cast

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Variable, parse_query_results

from moonpact.graph.names import XSD
from moonpact.graph.prefixes import PREFIXES
from moonpact.queries.question import Kind, Parameter, Question

_SCHEMES = ("https://", "http://", "urn:")
# No longer: more digits do not fit into the engine's xsd:integer, and the value would become another kind of term.
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
# Python's date.fromisoformat reads 20250429 and 2025-W18-2 as well, xsd:date does not.
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ALLOWED: dict[Kind, str] = {
    "string": "text",
    "iri": "an IRI, in short (country:egypt) or in full (https://w3id.org/moonpact/id/country/egypt)",
    "date": "a date as year-month-day (2025-04-29)",
    "integer": "a whole number of at most 18 digits",
}
# What a value of each kind must be, as a JSON Schema.
SCHEMAS: Final[Mapping[Kind, dict[str, Any]]] = {
    "string": {"type": "string"},
    "iri": {"type": "string", "pattern": r"^(https?://|urn:|[a-z-]+:)\S+$"},
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer", "minimum": 1 - 10**18, "maximum": 10**18 - 1},
}


class InvalidParameterError(ValueError):
    """A parameter has a value that is not allowed, or the question has no such parameter."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.message = message


def substitutions(question: Question, values: Mapping[str, str]) -> dict[Variable, NamedNode | Literal]:
    """Return the term for each parameter: its value, or its default; an empty one is left out.

    Raises:
        InvalidParameterError: A value is not of the parameter's kind, or the question has no such parameter.
    """
    _require_known(question, values)
    chosen = {parameter: values.get(parameter.name) or parameter.default for parameter in question.parameters}
    return {Variable(parameter.name): _term(parameter, value) for parameter, value in chosen.items() if value}


def without_parameters(solutions: QuerySolutions, question: Question) -> QuerySolutions:
    """Return the solutions without the columns that only carry the parameters into the query."""
    # The engine has no way to make solutions from Python but to parse them.
    results = json.loads(solutions.serialize(format=QueryResultsFormat.JSON) or b"")
    names = {parameter.name for parameter in question.parameters}
    results["head"]["vars"] = [name for name in results["head"]["vars"] if name not in names]
    for binding in results["results"]["bindings"]:
        for name in names & binding.keys():
            del binding[name]
    return cast("QuerySolutions", parse_query_results(json.dumps(results), QueryResultsFormat.JSON))


def _require_known(question: Question, values: Mapping[str, str]) -> None:
    known = [parameter.name for parameter in question.parameters]
    for name in values:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise InvalidParameterError(name, f"question '{question.name}' has no parameter '{name}'; {takes}")


def _term(parameter: Parameter, value: str) -> NamedNode | Literal:
    try:
        return _TERMS[parameter.kind](value)
    except ValueError as error:
        message = f"parameter '{parameter.name}': '{value}' is not {_ALLOWED[parameter.kind]}. {parameter.description}"
        raise InvalidParameterError(parameter.name, message) from error


def _iri(value: str) -> NamedNode:
    prefix, _, name = value.partition(":")
    iri = PREFIXES[prefix] + name if prefix in PREFIXES else value
    # A misspelt short form (countri:egypt) is an IRI by the grammar, with a scheme that nobody means.
    if not iri.startswith(_SCHEMES):
        raise ValueError(value)
    return NamedNode(iri)


def _date(value: str) -> Literal:
    if not _DATE.fullmatch(value):
        raise ValueError(value)
    return Literal(date.fromisoformat(value).isoformat(), datatype=NamedNode(XSD + "date"))


def _integer(value: str) -> Literal:
    if not _INTEGER.fullmatch(value):
        raise ValueError(value)
    return Literal(value, datatype=NamedNode(XSD + "integer"))


def _string(value: str) -> Literal:
    return Literal(value)


_TERMS: dict[Kind, Callable[[str], NamedNode | Literal]] = {
    "string": _string,
    "iri": _iri,
    "date": _date,
    "integer": _integer,
}
