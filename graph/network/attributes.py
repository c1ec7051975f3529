"""What the formats of graph tools tell of each node and edge, in one table, and as CSV."""

from collections.abc import Iterator, Mapping
from typing import Final

from moonpact.graph.network.document import NetworkDocument
from moonpact.graph.network.things import Edge, Node
from moonpact.graph.spreadsheet import write_table

Attributes = Mapping[str, str | int | bool]
# Arrays of Neo4j's import have this between their values.
_BETWEEN: Final = ";"
_NEO4J_NODE: Final = {
    "id": "iri:ID",
    "class": ":LABEL",
    "kinds": "kinds:string[]",
    "takesPartIn": "takesPartIn:string[]",
}
_NEO4J_EDGE: Final = {
    "source": ":START_ID",
    "target": ":END_ID",
    "relation": ":TYPE",
    "sources": "sources:int",
    "sourceKinds": "sourceKinds:string[]",
    "contested": "contested:boolean",
}


def node_attributes(document: NetworkDocument, node: Node) -> Attributes:
    """Return what is told of the node; its id is its IRI."""
    return {
        "id": node.iri,
        "label": document.name(node),
        "class": node.class_,
        "kinds": _BETWEEN.join(node.kinds),
        "takesPartIn": _BETWEEN.join(node.initiatives),
    }


def edge_attributes(document: NetworkDocument, edge: Edge) -> Attributes:
    """Return what is told of the edge; its label is the name of its relation."""
    return {
        "id": edge.id,
        "source": edge.source,
        "target": edge.target,
        "relation": edge.relation,
        "label": document.word(edge.relation),
        "record": edge.record,
        "status": edge.status,
        "group": edge.group,
        "from": edge.start,
        "until": edge.end,
        "sources": edge.sources,
        "sourceKinds": _BETWEEN.join(edge.source_kinds),
        "contested": edge.contested,
    }


def nodes_of(document: NetworkDocument) -> Iterator[Attributes]:
    """Yield what is told of each node."""
    return (node_attributes(document, node) for node in document.network.nodes.values())


def edges_of(document: NetworkDocument) -> Iterator[Attributes]:
    """Yield what is told of each edge."""
    return (edge_attributes(document, edge) for edge in document.network.edges)


def as_nodes_csv(document: NetworkDocument) -> bytes:
    """Return the nodes as CSV."""
    return _as_csv(nodes_of(document), _NODE)


def as_edges_csv(document: NetworkDocument) -> bytes:
    """Return the edges as CSV."""
    return _as_csv(edges_of(document), _EDGE)


def as_neo4j_nodes(document: NetworkDocument) -> bytes:
    """Return the nodes as CSV with the header of `neo4j-admin database import`."""
    return _as_csv(nodes_of(document), {**_NODE, **_NEO4J_NODE})


def as_neo4j_edges(document: NetworkDocument) -> bytes:
    """Return the edges as CSV with the header of `neo4j-admin database import`."""
    return _as_csv(edges_of(document), {**_EDGE, **_NEO4J_EDGE})


def _as_csv(rows: Iterator[Attributes], header: Mapping[str, str]) -> bytes:
    return write_table([list(header.values()), *([_cell(row[name]) for name in header] for row in rows)])


def _cell(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_NODE: Final = {name: name for name in ("id", "label", "class", "kinds", "takesPartIn")}
_EDGE: Final = {
    name: name
    for name in (
        "id",
        "source",
        "target",
        "relation",
        "label",
        "record",
        "status",
        "group",
        "from",
        "until",
        "sources",
        "sourceKinds",
        "contested",
    )
}
