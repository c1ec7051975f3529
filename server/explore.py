"""The explorer of the network: drawn around one thing by the server, and taken further by a script."""

from collections import Counter
from typing import Final

from flask import Blueprint, Response

from moonpact.graph.engine import NamedNode
from moonpact.graph.network.formats import NETWORK_FORMATS
from moonpact.graph.network.subnetwork import Part, UnknownNodeError, part_of
from moonpact.graph.network.things import Network, named
from moonpact.server.dials import here
from moonpact.server.frontend_build import has_script
from moonpact.server.language import language
from moonpact.server.network import network_of_request
from moonpact.server.pages import page
from moonpact.server.pictures.pictured import asked
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.state import settings
from moonpact.server.things import nearest

blueprint: Final = Blueprint("explore", __name__)

_MOST: Final = 60
_BEGINNINGS: Final = 24


@blueprint.get("/explore")
def explore() -> Response:
    """Show the network around the thing that the address names; without one, where to begin.

    Raises:
        ProblemError: The network has no such thing.
    """
    path = asked().get("thing", "")
    network = network_of_request()
    if not path:
        return page("explore.html", begin=_most_related(network), centre=None)
    iri = f"{settings().base_iri}id/{path}"
    try:
        part = part_of(network, Part(centre=iri, most=_MOST))
    except UnknownNodeError as error:
        raise ProblemError(Problem("unknown-thing", str(error), nearest=nearest(iri))) from error
    return page(
        "explore.html",
        centre=NamedNode(iri),
        files=[
            (name, format_.title, here(f"/network/{path}?format={name}")) for name, format_ in NETWORK_FORMATS.items()
        ],
        has_script=has_script("explore-page.js"),
        left_out=part.nodes_left_out,
        neighbours=_neighbours(part, iri),
        path=path,
        picture=here(f"/network/{path}?format=svg&limit={_MOST}"),
    )


def _most_related(network: Network) -> list[tuple[str, int]]:
    """The things with most relations, and how many these are."""
    counted = Counter(end for edge in network.edges for end in (edge.source, edge.target))
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_BEGINNINGS]


def _neighbours(part: Network, iri: str) -> list[tuple[str, str, str, bool]]:
    """The other end of each relation: its IRI and name, the relation in words, and whether it is contested."""
    found: list[tuple[str, str, str, bool]] = []
    for edge in part.edges:
        if iri in (edge.source, edge.target):
            other = edge.target if edge.source == iri else edge.source
            told = [_word(part, edge.relation), _word(part, edge.status), edge.start]
            words = ", ".join(word for word in told if word)
            found.append((other, named(part.nodes[other].names, language()), words, edge.contested))
    return sorted(found, key=lambda neighbour: neighbour[1:])


def _word(network: Network, name: str) -> str:
    return named(network.names[name], language()) if name in network.names else name
