"""The network of things, whole and around one thing, in the formats of graph tools."""

from typing import Final

from flask import Blueprint, Response, request

from moonpact.graph.network import Network, read_network
from moonpact.graph.network_document import NetworkDocument
from moonpact.graph.network_formats import NETWORK_FORMATS
from moonpact.graph.subnetwork import UnknownNodeError, part_of
from moonpact.server.compression import compress
from moonpact.server.negotiation import choose, offers
from moonpact.server.network_request import MOST, read_language, read_part
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import read_each_once
from moonpact.server.state import networks, served, settings, view
from moonpact.server.things import nearest

blueprint: Final = Blueprint("network", __name__)

_AROUND: Final = 300


@blueprint.get("/network")
def whole() -> Response:
    """Return the whole network."""
    return _respond("", MOST[-1])


@blueprint.get("/network/<path:path>")
def around(path: str) -> Response:
    """Return the network around one thing.

    Raises:
        ProblemError: The network has no such thing.
    """
    return _respond(f"{settings().base_iri}id/{path}", _AROUND)


def _respond(centre: str, most: int) -> Response:
    given = read_each_once(request.query_string)
    offered = offers({name: each.media_type for name, each in NETWORK_FORMATS.items()})
    chosen = choose(offered, request.accept_mimetypes, given.get("format"))
    part = read_part(given, centre, most)
    language = read_language(given)
    try:
        network = part_of(_network(), part)
    except UnknownNodeError as error:
        raise ProblemError(Problem("unknown-thing", str(error), nearest=nearest(centre))) from error
    asked = view()
    names = {name: value for name, value in asked.to_json().items() if value} if asked else {}
    document = NetworkDocument(network, part, served().version, language, names)
    return _compressed(Response(NETWORK_FORMATS[chosen.name].write(document), content_type=chosen.content_type))


def _compressed(response: Response) -> Response:
    body, coding = compress(response.get_data(), request.headers.get("Accept-Encoding", ""))
    response.vary.add("Accept-Encoding")
    if coding:
        response.set_data(body)
        response.headers["Content-Encoding"] = coding
    return response


def _network() -> Network:
    """The network of the dataset or view of the request, made once for each version that is kept."""
    version = served().version
    if (kept := networks().get(version)) is None:
        kept = read_network(served().select)
        networks().put(version, kept, 1)
    return kept
