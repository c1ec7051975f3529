"""The formats in which a network is written, by the names people give them in `format=`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from moonpact.graph.network.attributes import as_edges_csv, as_neo4j_edges, as_neo4j_nodes, as_nodes_csv
from moonpact.graph.network.document import NetworkDocument, as_json
from moonpact.graph.network.dot import as_dot
from moonpact.graph.network.json_formats import as_cytoscape, as_json_graph
from moonpact.graph.network.svg import MOST, as_svg
from moonpact.graph.network.xml_formats import as_gexf, as_graphml


@dataclass(frozen=True)
class NetworkFormat:
    """A format: its title, its media type, what writes it, and the most nodes that it can hold, if not all."""

    title: str
    media_type: str
    write: Callable[[NetworkDocument], bytes]
    most: int | None = None


NETWORK_FORMATS: Final[Mapping[str, NetworkFormat]] = {
    "json": NetworkFormat("JSON", "application/json", as_json),
    "graphml": NetworkFormat("GraphML", "application/graphml+xml", as_graphml),
    "gexf": NetworkFormat("GEXF (Gephi)", "application/gexf+xml", as_gexf),
    "cyjs": NetworkFormat("Cytoscape JSON", "application/vnd.cytoscape.cyjs+json", as_cytoscape),
    "jgf": NetworkFormat("JSON Graph Format", "application/vnd.jgf+json", as_json_graph),
    "dot": NetworkFormat("DOT (Graphviz)", "text/vnd.graphviz", as_dot),
    "svg": NetworkFormat("SVG", "image/svg+xml", as_svg, MOST),
    "nodes-csv": NetworkFormat("Nodes as CSV", "text/csv", as_nodes_csv),
    "edges-csv": NetworkFormat("Edges as CSV", "text/csv", as_edges_csv),
    "neo4j-nodes-csv": NetworkFormat("Nodes for Neo4j", "text/csv", as_neo4j_nodes),
    "neo4j-edges-csv": NetworkFormat("Edges for Neo4j", "text/csv", as_neo4j_edges),
}
