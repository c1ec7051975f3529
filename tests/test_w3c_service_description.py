"""The endpoint describes itself as SPARQL 1.1 Service Description wants it; the W3C's suite only names the tests."""

from collections.abc import Generator
from typing import Final

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.term import Node

from tests.w3c import cases, needs_suites
from tests.w3c_engines import Endpoint, writable_endpoint

pytestmark = needs_suites

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
# Of each property (section 3.4), what has it, and what it has.
SCHEMA: Final = {
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.defaultEntailmentRegime: (SD.Service, None),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.endpoint: (SD.Service, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
    SD.inputFormat: (SD.Service, None),
    SD.name: (SD.NamedGraph, None),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.resultFormat: (SD.Service, None),
    SD.supportedLanguage: (SD.Service, None),
}
# What a thing of a class has one of (sections 3.2 and 3.4).
ONCE: Final = (
    (SD.Service, SD.endpoint),
    (SD.Service, SD.defaultDataset),
    (SD.Dataset, SD.defaultGraph),
    (SD.NamedGraph, SD.name),
)
# http://www.w3.org/ns/formats/
FORMATS: Final = "http://www.w3.org/ns/formats/"
GRAPH_FORMATS: Final = {"JSON-LD", "N-Triples", "RDF_XML", "Turtle"}
ROW_FORMATS: Final = {f"SPARQL_Results_{name}" for name in ("CSV", "JSON", "TSV", "XML")}
LANGUAGES: Final = {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update}


@pytest.fixture(scope="module")
def endpoint() -> Generator[Endpoint]:
    """A writable endpoint with two graphs."""
    with writable_endpoint() as found:
        for name in ("http://example.org/one", "http://example.org/two"):
            found.send("PUT", f"/graphs?graph={name}", b"<a> <b> <c> .", content_type="text/turtle")
        yield found


@pytest.fixture(scope="module")
def description(endpoint: Endpoint) -> Graph:
    """What the endpoint says of itself."""
    return Graph().parse(data=endpoint.send("GET", "/sparql").body, format="turtle")


def is_a(description: Graph, node: Node, kind: Node | None) -> bool:
    """Tell whether a thing is of a class; where there is none, it must be an IRI."""
    return isinstance(node, URIRef) if kind is None else (node, RDF.type, kind) in description


def test_these_are_the_tests() -> None:
    names = [case.name.rpartition("/")[2] for case in cases("ServiceDescriptionTest")]
    assert names == ["has-endpoint-triple", "returns-rdf", "conforms-to-schema"]


def test_returns_rdf(endpoint: Endpoint) -> None:
    answer = endpoint.send("GET", "/sparql")
    assert (answer.status, answer.type) == (200, "text/turtle; charset=utf-8")
    assert len(Graph().parse(data=answer.body, format="turtle")) > 0


def test_has_endpoint_triple(endpoint: Endpoint, description: Graph) -> None:
    assert list(description.objects(None, SD.endpoint)) == [URIRef(endpoint.address)]


def test_conforms_to_schema(description: Graph) -> None:
    for subject, name, value in description:
        if str(name).startswith(str(SD)):
            has, of = SCHEMA[URIRef(str(name))]
            assert is_a(description, subject, has), (subject, name)
            assert is_a(description, value, of), (name, value)
    for kind, name in ONCE:
        for thing in description.subjects(RDF.type, kind):
            assert len(list(description.objects(thing, name))) == 1, (kind, name)
    assert set(description.objects(None, SD.supportedLanguage)) == LANGUAGES
    assert {str(each).removeprefix(FORMATS) for each in description.objects(None, SD.inputFormat)} == GRAPH_FORMATS
    assert {str(each).removeprefix(FORMATS) for each in description.objects(None, SD.resultFormat)} == (
        GRAPH_FORMATS | ROW_FORMATS
    )
    assert len(list(description.subjects(RDF.type, SD.Service))) == 1
