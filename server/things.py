"""Each thing at its own address, as a page or as RDF."""

from difflib import get_close_matches
from typing import Final

from flask import Blueprint, Response, request

from moonpact.graph.formats import media_types
from moonpact.server.negotiation import HTML, choose, offers
from moonpact.server.pages import downloads, graph_on, page, rows_on
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import read_format
from moonpact.server.state import labels, settings
from moonpact.server.terms import is_valid_iri
from moonpact.server.thing import read_thing

blueprint: Final = Blueprint("things", __name__)


@blueprint.get("/id/<path:path>")
def thing(path: str) -> Response:
    """Show what the dataset says on the thing, or in the named graph, with this IRI.

    Raises:
        ProblemError: The dataset says nothing on it.
    """
    iri = f"{settings().base_iri}id/{path}"
    files = media_types("graph")
    chosen = choose([HTML, *offers(files)], request.accept_mimetypes, read_format(request.query_string))
    query = _query(iri)
    if chosen != HTML:
        return graph_on(query, iri, chosen)
    if query == "graph":
        return page("graph.html", graph=rows_on("graphs", iri)[0], downloads=downloads(files))
    return page("thing.html", thing=read_thing(iri), downloads=downloads(files))


def _query(iri: str) -> str:
    """The name of the query that tells what the dataset says on a thing or in a named graph."""
    if not is_valid_iri(iri):
        raise _unknown(iri)
    if rows_on("statements", iri):
        return "description"
    if rows_on("graphs", iri):
        return "graph"
    raise _unknown(iri)


def _unknown(iri: str) -> ProblemError:
    return ProblemError(Problem("unknown-thing", f"the dataset says nothing on {iri}", nearest=nearest(iri)))


def nearest(iri: str) -> tuple[str, ...]:
    """Return the addresses, from the base on, of the things whose IRIs are most like this one."""
    known = [each for each in labels() if each.startswith(settings().base_iri)]
    # Without what all of them begin with, which would make all of them alike.
    start = len(f"{settings().base_iri}id/")
    found = get_close_matches(iri[start:], [each[start:] for each in known], n=3)
    return tuple(f"id/{each}" for each in found)
