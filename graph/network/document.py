"""A network as it is handed out: with the version it is of, in one language, and as JSON for the pages that draw it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from moonpact.graph.names import IDENTIFIERS
from moonpact.graph.network.subnetwork import Part
from moonpact.graph.network.things import Edge, Network, Node, named, short_id

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class NetworkDocument:
    """A part of the network of one version of the dataset, or of a view of it, in one language."""

    network: Network
    part: Part
    version: str
    language: str = "en"
    view: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def title(self) -> str:
        """What is drawn, and of which version."""
        centre = self.network.nodes.get(self.part.centre)
        of = f": {self.name(centre)}" if centre else ""
        return f"moonpact network{of} ({self.version})"

    def name(self, node: Node) -> str:
        """The name of the node."""
        return named(node.names, self.language)

    def word(self, term: str) -> str:
        """The name of a class, relation, status or kind by its local name."""
        return named(self.network.names.get(term, {}), self.language) or term


def as_json(document: NetworkDocument) -> bytes:
    """Return the network as JSON; `docs/network.md` describes its members."""
    network, part = document.network, document.part
    content = {
        "version": document.version,
        "view": dict(document.view),
        "license": LICENCE,
        "language": document.language,
        "base": IDENTIFIERS,
        "centre": short_id(part.centre) or None,
        "depth": part.depth if part.centre else None,
        "leftOut": {"nodes": network.nodes_left_out, "edges": network.edges_left_out},
        "names": {term: document.word(term) for term in sorted(_terms(network)) if term},
        "nodes": [_filled(_node(document, node)) for node in network.nodes.values()],
        "edges": [_filled(_edge(edge)) for edge in network.edges],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _terms(network: Network) -> set[str]:
    nodes, edges = network.nodes.values(), network.edges
    of_nodes = {term for node in nodes for term in (node.class_, *node.kinds)}
    return of_nodes | {term for edge in edges for term in (edge.relation, edge.status, edge.group, *edge.source_kinds)}


def _node(document: NetworkDocument, node: Node) -> Iterable[tuple[str, object]]:
    yield "id", node.id
    yield "label", document.name(node)
    yield "class", node.class_
    yield "kinds", node.kinds
    yield "takesPartIn", node.initiatives
    yield "neighbours", document.network.neighbours.get(node.iri)


def _edge(edge: Edge) -> Iterable[tuple[str, object]]:
    yield "source", short_id(edge.source)
    yield "target", short_id(edge.target)
    yield "relation", edge.relation
    yield "record", short_id(edge.record)
    yield "status", edge.status
    yield "group", edge.group
    yield "from", edge.start
    yield "until", edge.end
    yield "sources", edge.sources
    yield "sourceKinds", edge.source_kinds
    yield "contested", edge.contested


def _filled(members: Iterable[tuple[str, object]]) -> dict[str, object]:
    """The members that have a value; one that is missing is empty, 0 or false."""
    return {name: value for name, value in members if value}
