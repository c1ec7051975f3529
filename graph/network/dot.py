"""A network in the language of Graphviz."""

from collections.abc import Mapping
from typing import Final

from moonpact.graph.network.attributes import Attributes, edges_of, nodes_of
from moonpact.graph.network.document import NetworkDocument

_SHAPES: Final = {"Country": "ellipse", "Initiative": "hexagon", "Instrument": "note"}


def as_dot(document: NetworkDocument) -> bytes:
    """Return the network as DOT; contested edges are dashed, and each node leads to its IRI."""
    lines = [
        f"digraph {_quoted(document.title)} {{",
        "  node [shape=box];",
        *(f"  {_quoted(str(node['id']))} {_listed(_node(node))};" for node in nodes_of(document)),
        *(f"  {_ends(edge)} {_listed(_edge(edge))};" for edge in edges_of(document)),
        "}",
    ]
    return ("\n".join(lines) + "\n").encode()


def _node(node: Attributes) -> Mapping[str, str]:
    shape = {"shape": shape} if (shape := _SHAPES.get(str(node["class"]))) else {}
    return {"label": str(node["label"]), "class": str(node["class"]), "URL": str(node["id"]), **shape}


def _edge(edge: Attributes) -> Mapping[str, str]:
    days = " – ".join(str(day) for day in (edge["from"], edge["until"]) if day)
    told = [str(each) for each in (edge["label"], edge["status"], days) if each]
    style = {"style": "dashed"} if edge["contested"] else {}
    link = {"URL": str(edge["record"])} if edge["record"] else {}
    return {"tooltip": ", ".join(told), "class": str(edge["relation"]), **link, **style}


def _ends(edge: Attributes) -> str:
    return f"{_quoted(str(edge['source']))} -> {_quoted(str(edge['target']))}"


def _listed(attributes: Mapping[str, str]) -> str:
    return f"[{', '.join(f'{name}={_quoted(value)}' for name, value in attributes.items())}]"


def _quoted(text: str) -> str:
    # A backslash begins an escape in labels; NUL ends the file for Graphviz.
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(letter if letter >= " " else " " for letter in escaped) + '"'
