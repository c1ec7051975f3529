"""The description of a thing: the statements on it, each with its graphs, and how they are written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from moonpact.graph.engine import Row
from moonpact.graph.formats import GRAPH_FORMATS, QUADS_FORMATS, media_types_of, write_graph, write_quads
from moonpact.graph.jsonld import write_jsonld

# JSON-LD twice: `json` for those whose tools know no other media type.
FORMATS: Final = {**media_types_of({**GRAPH_FORMATS, **QUADS_FORMATS}), "json": "application/json"}


@dataclass(frozen=True)
class Description:
    """The statements on a thing; a statement that several graphs make stands once for each of them."""

    thing: NamedNode
    quads: Sequence[Quad]

    @property
    def triples(self) -> list[Triple]:
        """The statements without their graphs."""
        return [quad.triple for quad in self.quads]

    def write(self, name: str) -> bytes:
        """Return the description in the format of this name, one of `FORMATS`."""
        if name in ("json", "jsonld"):
            return write_jsonld(self.triples, self.thing)
        output = BytesIO()
        if name in QUADS_FORMATS:
            # As in the dataset, the default graph is the merge: who asks without GRAPH finds all of it here too.
            write_quads(output, [*self.quads, *(Quad(*triple) for triple in self.triples)], name)
        else:
            write_graph(output, self.triples, name)
        return output.getvalue()


def describe(thing: NamedNode, rows: Iterable[Row]) -> Description:
    """Return the description of which rows tell `subject`, `predicate`, `object` and, where it is named, `graph`."""
    return Description(thing, [quad for row in rows if (quad := _quad(row)) is not None])


def _quad(row: Row) -> Quad | None:
    subject, predicate, value, graph = (row[name] for name in ("subject", "predicate", "object", "graph"))
    if not isinstance(subject, NamedNode | BlankNode) or not isinstance(predicate, NamedNode) or value is None:
        return None  # An error of the engine's optional parts; a statement has all three.
    return Quad(subject, predicate, value, graph if isinstance(graph, NamedNode | BlankNode) else DefaultGraph())
