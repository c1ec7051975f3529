"""The network of things, whole and around one thing: a page, and files for graph tools."""

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from moonpact.graph.network import CLASSES, GROUPS, RELATIONS, Network, named, read_network
from moonpact.graph.network_document import NetworkDocument
from moonpact.graph.network_formats import NETWORK_FORMATS
from moonpact.graph.network_svg import STYLE
from moonpact.graph.subnetwork import DEPTHS, Part, UnknownNodeError, part_of
from moonpact.server.language import language
from moonpact.server.negotiation import HTML, choose, offers
from moonpact.server.network_request import MOST, read_part
from moonpact.server.pages import page
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import read_each_once
from moonpact.server.state import networks, served, settings, view
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
    document = _document(replace(part, most=min(part.most, format_.most or part.most)), spoken)
    response = Response(format_.write(document), content_type=chosen.content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{_file_name(document, chosen.name)}"'
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def _document(part: Part, spoken: str) -> NetworkDocument:
    try:
        network = part_of(network_of_request(), part)
    except UnknownNodeError as error:
        raise ProblemError(Problem("unknown-thing", str(error), nearest=nearest(error.iri))) from error
    asked = view()
    names = {name: value for name, value in asked.to_json().items() if value} if asked else {}
    return NetworkDocument(network, part, served().version, spoken, names)


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
        (format_.title, format_.media_type, f"?{urlencode({**asked, 'format': name})}")
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
