"""The network of things, whole and around one thing: a page, and files for graph tools."""

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from moonpact.graph.execution.request import Request
from moonpact.graph.network.answer import network_of, triples_of
from moonpact.graph.network.document import NetworkDocument
from moonpact.graph.network.formats import NETWORK_FORMATS
from moonpact.graph.network.subnetwork import DEPTHS, Part, UnknownNodeError, part_of
from moonpact.graph.network.svg import STYLE
from moonpact.graph.network.things import CLASSES, GROUPS, RELATIONS, Names, Network, named, read_network
from moonpact.graph.reading import READABLE, read_graph, read_rows
from moonpact.server.language import language, translate
from moonpact.server.negotiation import HTML, Offer, choose, offers
from moonpact.server.network_request import MOST, read_part
from moonpact.server.pages import page, rows
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import Message, read_each_once, read_query_request
from moonpact.server.state import labels, networks, served, settings, view
from moonpact.server.terms import text
from moonpact.server.things import nearest

blueprint: Final = Blueprint("network", __name__)

_AROUND: Final = 300
_OFFERS: Final = [*offers({name: each.media_type for name, each in NETWORK_FORMATS.items()}), HTML]
_STYLE: Final = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_POLICY: Final = f"default-src 'none'; style-src 'sha256-{_STYLE}'; frame-ancestors 'none'"
_UNSAFE: Final = re.compile(r"[^a-z0-9]+")


@blueprint.get("/network")
def whole() -> Response:
    """Return the whole network."""
    return _respond("", MOST[-1])


@blueprint.get("/network/query")
def of_query() -> Response:
    """Return the network that the answer to a query is: its IRIs, tied by its triples, or by standing in one row.

    Raises:
        ProblemError: There is not one query, or it answers yes or no.
        InvalidQueryError, QueryTimeoutError, …: As `graph.lanes.Lanes.answer`.
    """
    given = read_each_once(request.query_string)
    asked = read_query_request(Message("GET", request.query_string), served().limits.query_bytes)
    part = read_part({name: value for name, value in given.items() if value and name != "query"}, "", MOST[-1])
    answer = served().answer(Request(asked.text, dict(READABLE)))
    if answer.kind == "boolean":
        raise ProblemError(Problem("invalid-parameter", "yes and no are no network", parameter="query"))
    triples = read_graph(answer.body) if answer.kind == "graph" else triples_of(read_rows(answer.body))
    network = network_of(triples, _named, text(rows("newest")[0]["newest"]))
    chosen = choose(_OFFERS[:-1], request.accept_mimetypes, given.get("format"))
    drawn = Part(most=min(part.most, NETWORK_FORMATS[chosen.name].most or part.most))
    document = NetworkDocument(part_of(network, drawn), drawn, served().version, language(), _view())
    return _file(document, chosen)


def _named(iri: str) -> Names:
    found = labels().get(iri)
    return {found.language or "": found.value} if found else {}


@blueprint.get("/network/<path:path>")
def around(path: str) -> Response:
    """Return the network around one thing.

    Raises:
        ProblemError: The network has no such thing.
    """
    return _respond(f"{settings().base_iri}id/{path}", _AROUND)


def _respond(centre: str, most: int) -> Response:
    # A form sends what was left open as an empty text.
    given = {name: value for name, value in read_each_once(request.query_string).items() if value}
    chosen = choose(_OFFERS, request.accept_mimetypes, given.get("format"))
    part, spoken = read_part(given, centre, most), language()
    if chosen == HTML:
        return _page(_document(part, spoken), given)
    format_ = NETWORK_FORMATS[chosen.name]
    return _file(_document(replace(part, most=min(part.most, format_.most or part.most)), spoken), chosen)


def _file(document: NetworkDocument, chosen: Offer) -> Response:
    response = Response(NETWORK_FORMATS[chosen.name].write(document), content_type=chosen.content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{_file_name(document, chosen.name)}"'
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def _document(part: Part, spoken: str) -> NetworkDocument:
    try:
        network = part_of(network_of_request(), part)
    except UnknownNodeError as error:
        raise ProblemError(Problem("unknown-thing", str(error), nearest=nearest(error.iri))) from error
    return NetworkDocument(network, part, served().version, spoken, _view())


def _view() -> dict[str, str]:
    asked = view()
    return {name: value for name, value in asked.to_json().items() if value} if asked else {}


def network_of_request() -> Network:
    """Return the network of the dataset or view of the request, made once for each version that is kept."""
    version = served().version
    if (kept := networks().get(version)) is None:
        kept = read_network(served().select)
        networks().put(version, kept, 1)
    return kept


def _page(document: NetworkDocument, given: dict[str, str]) -> Response:
    asked = {name: value for name, value in given.items() if name != "format"}
    files = [
        (translate(format_.title), format_.media_type, f"?{urlencode({**asked, 'format': name})}")
        for name, format_ in NETWORK_FORMATS.items()
    ]
    choices = {"class": CLASSES, "relation": RELATIONS, "status": GROUPS}
    centre = document.network.nodes.get(document.part.centre)
    return page(
        "network.html",
        document=document,
        centre=centre and named(centre.names, document.language),
        choices=choices,
        depths=DEPTHS,
        downloads=files,
        given=given,
        picture=f"?{urlencode({**asked, 'format': 'svg'})}",
    )


def _file_name(document: NetworkDocument, name: str) -> str:
    """A name of letters, digits and hyphens: what is drawn, the version, and the format as its ending."""
    centre = document.part.centre.removeprefix(f"{settings().base_iri}id/")
    words = _UNSAFE.sub("-", f"moonpact network {centre} {document.version}".lower()).strip("-")
    kind, _, ending = name.rpartition("-")
    return f"{words}-{kind}.{ending}" if kind else f"{words}.{ending}"
