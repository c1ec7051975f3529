"""The ontology: its terms as a page, and as RDF."""

from typing import Final

from flask import Blueprint, Response, request

from moonpact.graph.formats import media_types
from moonpact.graph.names import ONTOLOGY
from moonpact.server.evidence import grouped
from moonpact.server.negotiation import HTML, choose, offers
from moonpact.server.pages import downloads, graph_on, page, rows
from moonpact.server.protocol import read_format

blueprint: Final = Blueprint("ontology", __name__)


@blueprint.get("/ontology")
def ontology() -> Response:
    """Explain the classes and the properties."""
    files = media_types("graph")
    chosen = choose([HTML, *offers(files)], request.accept_mimetypes, read_format(request.query_string))
    if chosen != HTML:
        return graph_on("graph", ONTOLOGY, chosen)
    links = grouped(rows("term-links"), lambda row: row["term"])
    return page("ontology.html", terms=rows("terms"), links=links, schemes=rows("schemes"), downloads=downloads(files))
