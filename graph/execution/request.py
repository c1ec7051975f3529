"""A query with all that its answer depends on, and its answer, as they pass between processes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode

from moonpact.graph.formats import Kind

Value = NamedNode | Literal


@dataclass(frozen=True)
class Request:
    """A query, the values of its variables, its graphs and its base IRI, and the format for each kind of result."""

    text: str
    formats: Mapping[Kind, str]
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None

    @property
    def key(self) -> str:
        """The request as text: equal for equal requests."""
        return json.dumps(self.to_json(), sort_keys=True)

    def to_json(self) -> dict[str, Any]:
        """Return the request as JSON."""
        return {
            "text": self.text,
            "formats": dict(self.formats),
            "values": {name: _term_to_json(value) for name, value in self.values.items()},
            "defaultGraphs": self.default_graphs,
            "namedGraphs": self.named_graphs,
            "base": self.base,
        }


@dataclass(frozen=True)
class Answer:
    """The whole answer in one format; with None as format, the request names none for this kind of result."""

    kind: Kind
    format: str | None
    body: bytes


def request_from_json(table: Mapping[str, Any]) -> Request:
    """Return the request that `Request.to_json` wrote."""
    return Request(
        text=table["text"],
        formats=table["formats"],
        values={name: _term_from_json(value) for name, value in table["values"].items()},
        default_graphs=tuple(table["defaultGraphs"]),
        named_graphs=tuple(table["namedGraphs"]),
        base=table["base"],
    )


def _term_to_json(term: Value) -> list[str | None]:
    if isinstance(term, NamedNode):
        return [term.value]
    return [term.value, term.language, term.datatype.value]


def _term_from_json(parts: list[str]) -> Value:
    if len(parts) == 1:
        return NamedNode(parts[0])
    value, language, datatype = parts
    return Literal(value, language=language) if language else Literal(value, datatype=NamedNode(datatype))
