"""A network as a picture: SVG in which each node is a link, and contested edges are dashed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from moonpact.graph.network.attributes import Attributes, edge_attributes
from moonpact.graph.network.document import NetworkDocument
from moonpact.graph.network.labels import Box, place_labels
from moonpact.graph.network.layout import Point, lay_out
from moonpact.graph.network.things import Edge, Node
from moonpact.graph.network.xml_formats import speakable

MOST: Final = 300
# Of the style below, so that a policy can allow it and no other (CSP 3, section 8.4).
STYLE: Final = (
    ":root{--ink:#1b1d24;--paper:#fbfaf6;--line:#8a8fa0;--warn:#c2410c;--Country:#1f4aa8;--Initiative:#8a2f00;"
    "--Agency:#14532d;--Organization:#3f7d58;--Instrument:#7a5b00;--Mission:#5b3a8e;--other:#5b6070}"
    "@media screen and (prefers-color-scheme:dark){:root{--ink:#e9e7e0;--paper:#12141b;--line:#646a7c;--warn:#fb923c;"
    "--Country:#9dbcff;--Initiative:#f0a878;--Agency:#7fd6a0;--Organization:#a5c9b3;--Instrument:#dcc27a;"
    "--Mission:#c9adf5;--other:#a3a7b5}}"
    "svg{background:var(--paper);font:11px system-ui,'Noto Sans','Noto Sans CJK SC',sans-serif}"
    "text{fill:var(--ink);stroke:var(--paper);stroke-width:3px;paint-order:stroke}"
    "line{stroke:var(--line)}.contested{stroke:var(--warn);stroke-dasharray:5 3}"
    "circle{fill:var(--other);stroke:var(--paper)}a:focus circle,a:hover circle{stroke:var(--ink);stroke-width:2px}"
    + "".join(
        f".{name}{{fill:var(--{name})}}"
        for name in ("Country", "Initiative", "Agency", "Organization", "Instrument", "Mission")
    )
)
_MARGIN: Final = 20


def as_svg(document: NetworkDocument) -> bytes:
    """Return the picture; its links lead to the IRIs of the things."""
    network, centre = document.network, document.part.centre
    degrees = Counter(end for edge in network.edges for end in (edge.source, edge.target))
    nodes = sorted(network.nodes.values(), key=lambda node: (node.iri != centre, -degrees[node.iri]))
    places = lay_out([node.iri for node in nodes], [(edge.source, edge.target) for edge in network.edges])
    sizes = {node.iri: 4 + min(10, degrees[node.iri] ** 0.5) for node in nodes}
    # A node's title has its name where there is no room for it.
    labels = list(place_labels({node.iri: document.name(node) for node in nodes}, places, sizes))
    parts = [
        *_head(document, [*((x, y, x, y) for x, y in places.values()), *(box for _, box in labels)]),
        *(_edge(document, edge, places) for edge in network.edges),
        *(_node(document, node, places[node.iri], sizes[node.iri], degrees[node.iri]) for node in nodes),
        *(f'<text x="{box[0]:.1f}" y="{box[3] - 2:.1f}">{_escaped(text)}</text>' for text, box in labels),
        "</svg>",
    ]
    return ("\n".join(parts) + "\n").encode()


def _head(document: NetworkDocument, boxes: Sequence[Box]) -> Iterator[str]:
    left, top = (min((box[edge] for box in boxes), default=0) - _MARGIN for edge in (0, 1))
    right, bottom = (max((box[edge] for box in boxes), default=0) + _MARGIN for edge in (2, 3))
    view = f"{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}"
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" role="img" aria-labelledby="title">'
    yield f'<title id="title">{_escaped(document.title)}</title>'
    if document.network.nodes_left_out:
        left_out = f"{document.network.nodes_left_out} nodes and {document.network.edges_left_out} edges are left out."
        yield f"<desc>{left_out}</desc>"
    yield f"<style>{STYLE}</style>"


def _edge(document: NetworkDocument, edge: Edge, places: Mapping[str, Point]) -> str:
    (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
    contested = ' class="contested"' if edge.contested else ""
    title = f"<title>{_escaped(_told(document, edge_attributes(document, edge)))}</title>"
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"{contested}>{title}</line>'


def _told(document: NetworkDocument, edge: Attributes) -> str:
    nodes = document.network.nodes
    ends = " → ".join(document.name(nodes[str(edge[end])]) for end in ("source", "target"))
    days = " – ".join(str(edge[bound]) for bound in ("from", "until") if edge[bound])
    status = document.word(str(edge["status"])) if edge["status"] else ""
    return ", ".join(str(each) for each in (f"{ends}: {edge['label']}", status, days) if each)


def _node(document: NetworkDocument, node: Node, place: Point, size: float, links: int) -> str:
    name = _escaped(f"{document.name(node)}, {document.word(node.class_)}, {links}")
    circle = f'<circle class="{_escaped(node.class_)}" cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="{size:.1f}"/>'
    return f'<a href="{_escaped(node.iri)}"><title>{name}</title>{circle}</a>'


def _escaped(text: str) -> str:
    return escape(speakable(text))
