"""The pages of the SPARQL endpoint: its form, and answers as tables; what programs ask is answered by `endpoint`."""

import json
from typing import Final, cast

from flask import Blueprint, Response, request

from moonpact.graph.prefixes import PREFIXES
from moonpact.graph.sparql.query import is_repeatable
from moonpact.queries.files import read_query
from moonpact.queries.question import list_questions
from moonpact.server.exchange import exchange_of
from moonpact.server.frontend_build import has_script
from moonpact.server.language import language
from moonpact.server.pages import page, rows
from moonpact.server.protocol import Message, read_query_request
from moonpact.server.results import answer_page
from moonpact.server.state import federation, report, served
from moonpact.server.terms import language as language_of
from moonpact.server.terms import text

blueprint: Final = Blueprint("sparql", __name__)
# A query for each picture that an answer can be.
_EXAMPLES: Final = ("chart", "map", "timeline", "graph")


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response:
    """Show the answer to a query; without one, the form."""
    if request.method != "POST" and "query" not in request.args:
        return page("sparql.html", query=example(), graphs=rows("graphs"), **editing())
    message = Message(request.method, request.query_string, request.headers.get("Content-Type", ""), request.get_data())
    asked = read_query_request(message, served().limits.query_bytes)
    exchange_of(request.environ).query = asked.text
    response = answer_page(asked, federation().resolve(asked.text), request.values.get("view", ""), **editing())
    if not is_repeatable(asked.text):
        response.cache_control.no_store = True
    return response


@blueprint.get("/sparql/vocabulary")
def vocabulary() -> Response:
    """Return the prefixes, and the classes, properties and concepts with their names in all languages, as JSON."""
    terms: dict[str, dict[str, object]] = {}
    for row in rows("vocabulary"):
        name = text(row["term"])
        term = terms.setdefault(name, {"name": name, "kind": text(row["kind"]), "labels": {}})
        cast("dict[str, str]", term["labels"])[language_of(row["label"]) or "en"] = text(row["label"])
    first = language()
    for term in terms.values():
        labels = cast("dict[str, str]", term["labels"])
        # The language of the page first.
        term["labels"] = list(dict.fromkeys([labels.get(first) or labels.get("en", ""), *labels.values()]))
    told = json.dumps({"prefixes": PREFIXES, "terms": list(terms.values())}, ensure_ascii=False)
    return Response(told, content_type="application/json")


def editing() -> dict[str, object]:
    """Return what the editor of the page needs: whether its script was made, and what there is to begin with."""
    return {
        "examples": {name: read_query(f"examples/{name}") for name in _EXAMPLES},
        "has_script": has_script("query-page.js"),
        "questions": list_questions(),
    }


def example() -> str:
    """Return the query that the form shows first."""
    return read_query("pages/example" if report() else "pages/example-any")
