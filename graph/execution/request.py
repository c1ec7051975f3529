"""A query with all that its answer depends on, and its answer, as they pass between processes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

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
    def key(self) -> tuple[bytes, bytes]:
        """What is equal for equal requests."""
        return self.head, self.body

    @cached_property
    def body(self) -> bytes:
        """The text as it is sent."""
        return self.text.encode()

    @cached_property
    def head(self) -> bytes:
        """All but the text, in JSON."""
        values = tuple((name, *_term_to_json(value)) for name, value in self.values.items())
        return _head(tuple(self.formats.items()), values, self.default_graphs, self.named_graphs, self.base)


@dataclass(frozen=True)
class Answer:
    """The whole answer in one format; with None as format, the request names none for this kind of result."""

    kind: Kind
    format: str | None
    body: bytes


def read_request(head: bytes, body: bytes) -> Request:
    """Return the request of this head and body."""
    return replace(_without_text(head), text=body.decode())


# Most requests have the same head as one before.
@lru_cache(maxsize=256)
def _head(
    formats: tuple[tuple[Kind, str], ...],
    values: tuple[tuple[str | None, ...], ...],
    default_graphs: tuple[str, ...],
    named_graphs: tuple[str, ...],
    base: str | None,
) -> bytes:
    return json.dumps([dict(formats), values, default_graphs, named_graphs, base], sort_keys=True).encode()


@lru_cache(maxsize=256)
def _without_text(head: bytes) -> Request:
    formats, values, default_graphs, named_graphs, base = json.loads(head)
    terms = {name: _term_from_json(parts) for name, *parts in values}
    return Request("", formats, terms, tuple(default_graphs), tuple(named_graphs), base)


def _term_to_json(term: Value) -> tuple[str | None, ...]:
    if isinstance(term, NamedNode):
        return (term.value,)
    return term.value, term.language, term.datatype.value


def _term_from_json(parts: list[str]) -> Value:
    if len(parts) == 1:
        return NamedNode(parts[0])
    value, language, datatype = parts
    return Literal(value, language=language) if language else Literal(value, datatype=NamedNode(datatype))
