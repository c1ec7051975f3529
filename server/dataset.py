"""The dataset itself under its IRI: what it holds, and where it is to be had, as a page and by DCAT 3 and VoID."""

from collections.abc import Iterator, Sequence
from typing import Final

from flask import Blueprint, Response, request

from moonpact.graph.catalog import Distribution, distribution_triples, question_triples
from moonpact.graph.description import FORMATS, Description
from moonpact.graph.engine import Literal, NamedNode, Quad, Triple
from moonpact.graph.execution.request import Request
from moonpact.graph.reading import READABLE, read_graph
from moonpact.queries.files import read_query
from moonpact.queries.question import list_questions
from moonpact.server.documents import LICENSE, address, documents, finish, offer_of, only_date, see_other
from moonpact.server.negotiation import HTML, choose, offers
from moonpact.server.pages import page, rows
from moonpact.server.schema_org import dataset_in_schema_org
from moonpact.server.state import exports, metadata, report, served, settings, view
from moonpact.server.terms import is_valid_iri

blueprint: Final = Blueprint("dataset", __name__)
ANSWERS: Final = "Answers to SPARQL queries"
FILES: Final = "Files of all of it and of its parts: RDF, tables, a database, with checksums"

PATH: Final = "dataset"
_TRIPLE_BYTES: Final = 300


@blueprint.get("/dataset")
def dataset() -> Response:
    """Lead from the dataset to the document on it that the client accepts best.

    Raises:
        UnknownFormatError, NotAcceptableError: There is none.
    """
    return see_other(PATH)


@blueprint.get("/dataset.<ending>")
def document(ending: str) -> Response:
    """Return a document on the dataset.

    Raises:
        UnknownFormatError: There is no such document.
    """
    offer = offer_of(ending)
    modified = only_date(rows("newest"), "newest")
    if offer == HTML:
        return finish(_page(), PATH, offer, modified, None)
    thing = NamedNode(f"{settings().base_iri}{PATH}")
    described = Description(thing, [Quad(*triple) for triple in _triples(thing)])
    response = Response(described.write(offer.name), content_type=offer.content_type)
    return finish(response, PATH, offer, modified, None)


@blueprint.get("/.well-known/void")
def well_known() -> Response:
    """Lead to the description of the dataset in RDF (VoID, section 7.2).

    Raises:
        NotAcceptableError: The client accepts none of its formats.
    """
    chosen = choose(offers(FORMATS), request.accept_mimetypes)
    return Response(status=303, headers={"Location": address(f"{PATH}.{chosen.name}")})


def distributions() -> Sequence[Distribution]:
    """Return the forms in which the dataset is to be had here: the one list of them."""
    found = [Distribution("endpoint", ANSWERS, f"{here()}sparql", "application/sparql-query", service=True)]
    if exports() is not None:
        # The files are made when they are first asked for: what is said of them here must not depend on that.
        found.append(Distribution("downloads", FILES, f"{here()}downloads", "text/html", page=True))
    return found


def here() -> str:
    """Return the address of this server, as the client calls it."""
    return request.host_url if is_valid_iri(request.host_url) else settings().base_iri


def _page() -> Response:
    return page(
        "dataset.html",
        downloads=documents(PATH),
        classes=rows("class-sizes"),
        distributions=distributions(),
        main=dataset_in_schema_org(here(), distributions()) if report() else None,
    )


def _triples(thing: NamedNode) -> Sequence[Triple]:
    """The description, made once for each version, view and address of the server."""
    key = f"{served().version} {here()}"
    if (kept := metadata().get(key)) is None:
        kept = tuple(_made(thing))
        metadata().put(key, kept, _TRIPLE_BYTES * len(kept))
    return kept


def _made(thing: NamedNode) -> Iterator[Triple]:
    yield from _constructed("void", {"thing": thing})
    if report() is None:
        return  # Data of others: what it is about, nobody has told us.
    given: dict[str, NamedNode | Literal] = {
        "thing": thing,
        "here": NamedNode(here()),
        "given": Literal(served().version),
    }
    seen = view()
    yield from _constructed("catalog", {**given, "view": Literal(str(seen))} if seen else given)
    yield from distribution_triples(thing, LICENSE, distributions())
    yield from question_triples(thing, ((f"{here()}questions/{each.name}", each) for each in list_questions()))


def _constructed(name: str, values: dict[str, NamedNode | Literal]) -> Sequence[Triple]:
    answer = served().answer(Request(read_query(f"exports/{name}"), {"graph": READABLE["graph"]}, values))
    return read_graph(answer.body)
