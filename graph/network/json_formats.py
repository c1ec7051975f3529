"""A network in the JSON of graph tools: Cytoscape and the JSON Graph Format."""

import json

from moonpact.graph.network.attributes import Attributes, edges_of, nodes_of
from moonpact.graph.network.document import LICENCE, NetworkDocument


def as_cytoscape(document: NetworkDocument) -> bytes:
    """Return the network as Cytoscape and Cytoscape.js read it."""
    return _written(
        {
            "format_version": "1.0",
            "generated_by": "moonpact",
            "target_cytoscapejs_version": "~3",
            "data": {"name": document.title, "license": LICENCE},
            "elements": {
                "nodes": [{"data": node} for node in nodes_of(document)],
                "edges": [{"data": edge} for edge in edges_of(document)],
            },
        }
    )


def as_json_graph(document: NetworkDocument) -> bytes:
    """Return the network in the JSON Graph Format, version 2."""
    graph = {
        "id": document.title,
        "type": "moonpact network",
        "label": document.title,
        "directed": True,
        "metadata": {"version": document.version, "view": dict(document.view), "license": LICENCE},
        "nodes": {node["id"]: _described(node, "label") for node in nodes_of(document)},
        "edges": [_described(edge, "id", "source", "target", "relation", "label") for edge in edges_of(document)],
    }
    return _written({"graph": graph})


def _described(attributes: Attributes, *members: str) -> dict[str, object]:
    """The members of the format, and all others as its metadata."""
    others = {name: value for name, value in attributes.items() if name not in ("id", *members)}
    return {**{name: attributes[name] for name in members}, "metadata": others}


def _written(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
