"""A network as GraphML and GEXF, written by networkx."""

import re
from typing import TYPE_CHECKING, Any, Final

from moonpact.graph.network.attributes import Attributes, edges_of, nodes_of
from moonpact.graph.network.document import NetworkDocument

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    Graph = MultiDiGraph[str]

_HEAD: Final = "<?xml version='1.0' encoding='utf-8'?>\n"
# What XML 1.0 cannot hold, not even escaped (section 2.2).
_UNSPEAKABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A day of which less is known, as the first day that it can be.
_FIRST: Final = "0000-01-01"


def as_graphml(document: NetworkDocument) -> bytes:
    """Return the network as GraphML."""
    from networkx import generate_graphml

    lines = generate_graphml(_graph(document), edge_id_from_attribute="id")
    return (_HEAD + "\n".join(lines) + "\n").encode()


def as_gexf(document: NetworkDocument) -> bytes:
    """Return the network as GEXF 1.2, in which edges begin and end on days: Gephi's timeline shows them."""
    from networkx.readwrite.gexf import GEXFWriter

    graph = _graph(document)
    for _, _, told in graph.edges(data=True):
        told.update({name: _day(told[of]) for name, of in (("start", "from"), ("end", "until")) if told[of]})
    writer = GEXFWriter(graph)
    # networkx dates the file by the clock.
    meta = writer.xml.find("meta")
    meta.set("lastmodifieddate", document.network.known)
    meta.find("creator").text = "moonpact"
    return (_HEAD + str(writer) + "\n").encode()


def _graph(document: NetworkDocument) -> "Graph":
    # Loaded here: most who use the program draw no network.
    from networkx import MultiDiGraph

    graph: Graph = MultiDiGraph()
    graph.graph["name"] = speakable(document.title)
    for node in nodes_of(document):
        graph.add_node(str(node["id"]), **_but(node, "id"))
    for edge in edges_of(document):
        graph.add_edge(str(edge["source"]), str(edge["target"]), **_but(edge, "source", "target"))
    return graph


def _but(attributes: Attributes, *others: str) -> dict[str, Any]:
    """All attributes but those that stand in places of their own."""
    return {
        name: speakable(value) if isinstance(value, str) else value
        for name, value in attributes.items()
        if name not in others
    }


def speakable(text: str) -> str:
    """Return the text with a mark in place of each letter that XML cannot hold."""
    return _UNSPEAKABLE.sub("\ufffd", text)


def _day(known: str) -> str:
    return known + _FIRST[len(known) :]
