"""The pages of the SPARQL endpoint: its form, and answers as tables; what programs ask is answered by `endpoint`."""

from typing import Final

from flask import Blueprint, Response, request

from moonpact.graph.query import is_repeatable
from moonpact.graph.request import Request
from moonpact.queries.files import read_query
from moonpact.server.pages import page, rows
from moonpact.server.protocol import Message, read_query_request
from moonpact.server.results import answer_page
from moonpact.server.state import federation, served, settings

blueprint: Final = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Show the answer to a query; without one, the form."""
    if request.method != "POST" and "query" not in request.args:
        return page("sparql.html", query=example(), graphs=rows("graphs"))
    message = Message(request.method, request.query_string, request.headers.get("Content-Type", ""), request.get_data())
    asked = read_query_request(message, served().limits.query_bytes)
    text = federation().resolve(asked.text)
    query = Request(text, {}, {}, asked.default_graphs, asked.named_graphs, settings().base_iri)
    response = answer_page(query, "result.html", query=asked.text)
    if not is_repeatable(asked.text):
        response.cache_control.no_store = True
    return response


def example() -> str:
    """Return the query that the form shows first."""
    return read_query("pages/example")
