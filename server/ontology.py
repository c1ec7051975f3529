"""The ontology: its terms as a page, and as RDF, under its own IRI and that of its version."""

from typing import Final

from flask import Blueprint, Response

from moonpact.graph.description import describe
from moonpact.graph.engine import NamedNode
from moonpact.graph.names import ONTOLOGY
from moonpact.ontology.example import read_examples
from moonpact.ontology.files import context_file
from moonpact.server.documents import accepted, documents, finish, offer_of, only_date, split_ending
from moonpact.server.evidence import grouped
from moonpact.server.negotiation import HTML, Offer
from moonpact.server.pages import page, rows, rows_on
from moonpact.server.pictures.diagram import HALF, SIZE, arrows, boxes
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.state import settings

blueprint: Final = Blueprint("ontology", __name__)

_PATH: Final = "ontology"


@blueprint.get("/ontology")
def ontology() -> Response:
    """Explain the classes and the properties; the ontology is itself a document, so that no other is led to."""
    return _document(_PATH, accepted())


@blueprint.get("/ontology.<ending>")
def document(ending: str) -> Response:
    """Return the ontology in the format that has this ending.

    Raises:
        UnknownFormatError: None has.
    """
    return _document(_PATH, offer_of(ending))


@blueprint.get("/ontology/<path:version>")
def of_version(version: str) -> Response:
    """Return the ontology under the IRI of its version, or in the format that has the ending.

    Raises:
        ProblemError: The dataset has another version of it.
        UnknownFormatError, NotAcceptableError: There is no such format.
    """
    start = f"{settings().base_iri}{_PATH}/"
    found = [each.value for row in rows_on("versions", ONTOLOGY) if isinstance(each := row["version"], NamedNode)]
    versions = [each.removeprefix(start) for each in found]
    name, ending = split_ending(version)
    if version in versions:
        return _document(f"{_PATH}/{version}", accepted())
    if name in versions:
        return _document(f"{_PATH}/{name}", offer_of(ending))
    nearest = tuple(f"{_PATH}/{each}" for each in versions)
    raise ProblemError(Problem("unknown-thing", f"the ontology has no version '{version[:100]}' here", nearest=nearest))


@blueprint.get("/ontology/context.jsonld")
def context() -> Response:
    """Return the JSON-LD context with which the descriptions of things are written."""
    return Response(context_file().read_text(encoding="utf-8"), content_type="application/ld+json")


def _document(path: str, offer: Offer) -> Response:
    modified = only_date(rows_on("issued", ONTOLOGY), "issued")
    if offer == HTML:
        return finish(_page(path), path, offer, modified, None)
    described = describe(NamedNode(ONTOLOGY), rows_on("graph-description", ONTOLOGY))
    return finish(Response(described.write(offer.name), content_type=offer.content_type), path, offer, modified, None)


def _page(path: str) -> Response:
    return page(
        "ontology.html",
        terms=rows("terms"),
        links=grouped(rows("term-links"), lambda row: row["term"]),
        schemes=rows("schemes"),
        examples=read_examples(),
        boxes=boxes(),
        arrows=arrows(),
        half=HALF,
        size=SIZE,
        downloads=documents(path),
    )
