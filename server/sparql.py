"""The SPARQL endpoint (SPARQL 1.1 Protocol, section 2), and its form."""

from typing import Final

from flask import Blueprint, Response, request

from moonpact.graph.query import is_repeatable
from moonpact.graph.request import Request
from moonpact.queries.files import read_query
from moonpact.server.negotiation import prefers_html
from moonpact.server.pages import page, rows
from moonpact.server.protocol import read_query_request
from moonpact.server.results import respond
from moonpact.server.state import served

blueprint: Final = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query; to a browser without one, show the form."""
    if request.method != "POST" and "query" not in request.args and prefers_html(request.accept_mimetypes):
        return page("sparql.html", query=example(), graphs=rows("graphs"))
    asked = read_query_request(request, served().limits.query_bytes)
    query = Request(asked.text, {}, {}, asked.default_graphs, asked.named_graphs)
    response = respond(query, "result.html", asked.format, query=asked.text)
    if not is_repeatable(asked.text):
        response.cache_control.no_store = True
    return response


def example() -> str:
    """Return the query that the form shows first."""
    return read_query("pages/example")
