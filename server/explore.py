"""The explorer of the network: drawn around things by the server, and taken further by a script."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from moonpact.graph.engine import NamedNode
from moonpact.graph.network.formats import NETWORK_FORMATS
from moonpact.graph.network.subnetwork import UnknownNodeError, part_of
from moonpact.graph.network.things import CLASSES, RELATIONS, SOURCE_KINDS, Network, named
from moonpact.graph.search.things import SearchTooLongError, search
from moonpact.graph.sparql.parameters import InvalidParameterError
from moonpact.server.dials import DIALS, here
from moonpact.server.frontend_build import has_script
from moonpact.server.language import language, translate
from moonpact.server.network import network_of_request
from moonpact.server.network_request import read_part
from moonpact.server.pages import page
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import read_pairs
from moonpact.server.state import index, settings
from moonpact.server.things import nearest

blueprint: Final = Blueprint("explore", __name__)

_MOST: Final = 60
_BEGINNINGS: Final = 24
# What the explorer asks of the network; boxes of its form that are ticked repeat a name.
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "class": CLASSES,
    "relation": RELATIONS,
    "source-kind": SOURCE_KINDS,
}
_PART: Final = ("open", *_CHOICES, "from", "to", "contested")


@blueprint.get("/explore")
def explore() -> Response:
    """Show the network around the things that the address names; without one, where to begin.

    Raises:
        ProblemError: The network has no such thing, or a value is not allowed.
        InvalidParameterError: What is looked for is too long.
    """
    given = _given()
    path, network = given.get("thing", ""), network_of_request()
    if not path:
        wanted = given.get("find", "")
        return page("explore.html", begin=_beginnings(network, wanted), centre=None, find=wanted)
    iri = f"{settings().base_iri}id/{path}"
    asked = {name: given[name] for name in _PART if name in given}
    try:
        part = part_of(network, read_part(asked, iri, _MOST))
    except UnknownNodeError as error:
        raise ProblemError(Problem("unknown-thing", str(error), nearest=nearest(error.iri))) from error
    return page(
        "explore.html",
        centre=NamedNode(iri),
        choices={name: _words(network, name, given) for name in _CHOICES},
        files=[(name, translate(format_.title), _file(path, asked, name)) for name, format_ in NETWORK_FORMATS.items()],
        given=given,
        has_script=has_script("explore-page.js"),
        left_out=part.nodes_left_out,
        neighbours=_neighbours(part, iri),
        path=path,
        picture=_file(path, {**asked, "limit": str(_MOST)}, "svg"),
    )


def _given() -> dict[str, str]:
    """What the address asks, with commas between the values of a name that it repeats; what is empty is not asked."""
    given: dict[str, str] = {}
    for name, value in read_pairs(request.query_string):
        if value and name not in DIALS:
            given[name] = f"{given[name]},{value}" if name in given else value
    return given


def _file(path: str, asked: Mapping[str, str], format_: str) -> str:
    return here(f"/network/{quote(path)}?{urlencode({**asked, 'format': format_})}")


def _beginnings(network: Network, wanted: str) -> list[tuple[str, int]]:
    """The things that are looked for, else those with most relations; and how many relations each has."""
    counted = Counter(end for edge in network.edges for end in (edge.source, edge.target))
    if wanted:
        return [(thing, counted[thing]) for thing in _found(wanted, counted)]
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_BEGINNINGS]


def _found(wanted: str, among: Collection[str]) -> Iterable[str]:
    try:
        found = search(index(), wanted, _BEGINNINGS, lambda text: text.thing in among)
    except SearchTooLongError as error:
        raise InvalidParameterError("find", f"parameter 'find': {error}") from error
    return (hit.thing for hit in found.hits)


def _words(network: Network, name: str, given: Mapping[str, str]) -> Iterable[tuple[str, str, bool]]:
    """Each value that may be chosen, its name, and whether it is chosen."""
    chosen = given.get(name, "").split(",")
    return [(value, _word(network, value), value in chosen) for value in _CHOICES[name]]


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
