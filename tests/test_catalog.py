"""What catalogues and search engines read: DCAT, VoID, schema.org, robots.txt and the sitemap."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyshacl
import pytest
from pyoxigraph import NamedNode
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SH, VOID, Graph, Literal, URIRef

from moonpact.graph.catalog import Distribution, distribution_triples
from moonpact.queries.question import list_questions
from tests.linked_data import FORMATS, HAS_RAPPER, by_pyld, by_rapper, by_rdflib
from tests.server import BASE, BROWSER, Site

DATASET = URIRef(f"{BASE}dataset")
SHAPES = Graph().parse(Path(__file__).with_name("dcat_ap.ttl"))
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def described(site: Site, query: str = "") -> Graph:
    """Return the description of the dataset."""
    return Graph().parse(data=site.get(f"/dataset.ttl{query}").text, format="turtle")


def origin(site: Site) -> str:
    """Return the address of the server."""
    return f"http://{site.host}:{site.port}/"


def count(site: Site, pattern: str, what: str = "*") -> int:
    """Return how often a pattern is found."""
    return int(site.ask(f"SELECT (COUNT({what}) AS ?n) {{ {pattern} }}", "text/csv").text.split()[1])


def embedded(page: str) -> dict[str, Any]:
    """Return the data that stands in a page: the last, after what tells of the page itself."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return dict(json.loads(found[-1]))


@pytest.mark.parametrize("ending", FORMATS)
def test_the_description_is_the_same_in_each_format(club: Site, ending: str) -> None:
    answer, expected = club.get(f"/dataset.{ending}"), by_rdflib(club.get("/dataset.nt").text, "nt")
    assert (answer.status, answer.type.partition(";")[0]) == (200, FORMATS[ending][0])
    assert sorted(by_rdflib(answer.text, ending) ^ expected) == []
    if HAS_RAPPER and FORMATS[ending][2]:
        assert sorted(by_rapper(answer.text, ending) ^ expected) == []
    if ending == "jsonld":
        assert sorted(by_pyld(answer.text) ^ expected) == []


def test_the_dataset_leads_to_its_documents(club: Site) -> None:
    assert club.get("/dataset", "text/turtle").headers["location"] == "/dataset.ttl"
    assert club.get("/dataset?as-of=2024-01-31", BROWSER).headers["location"] == "/dataset.html?as-of=2024-01-31"
    for accept, ending in ((None, "ttl"), (BROWSER, "rdf"), ("application/ld+json", "jsonld")):
        answer = club.get("/.well-known/void", accept)
        assert (answer.status, answer.headers["location"]) == (303, f"/dataset.{ending}")
    assert club.get("/.well-known/void", "text/html").status == 406
    assert club.get("/dataset.xls").status == 400


def test_the_catalogue_has_what_dcat_ap_makes_mandatory(moon: Site) -> None:
    conforms, _, text = pyshacl.validate(described(moon), shacl_graph=SHAPES)
    assert conforms, text


@pytest.mark.parametrize("target", list(SHAPES.objects(None, SH.targetClass)))
def test_the_shapes_miss_what_is_mandatory(target: URIRef) -> None:
    graph = Graph()
    graph.add((URIRef("x:bare"), RDF.type, target))
    assert not pyshacl.validate(graph, shacl_graph=SHAPES)[0]


def test_void_counts_what_there_is(moon: Site) -> None:
    graph = described(moon)
    found = {
        str(name).rpartition("#")[2]: graph.value(DATASET, name)
        for name in (VOID.triples, VOID.classes, VOID.properties)
    }
    assert found == {
        "triples": Literal(count(moon, "?s ?p ?o")),
        "classes": Literal(count(moon, "?s a ?c", "DISTINCT ?c")),
        "properties": Literal(count(moon, "?s ?p ?o", "DISTINCT ?p")),
    }
    sizes = {
        graph.value(each, VOID["class"]): graph.value(each, VOID.entities)
        for each in graph.objects(DATASET, VOID.classPartition)
    }
    claim = URIRef(f"{BASE}ontology#Claim")
    assert (len(sizes), sizes[claim]) == (int(str(found["classes"])), Literal(count(moon, f"?s a <{claim}>")))
    uses = {
        graph.value(each, VOID.property): graph.value(each, VOID.triples)
        for each in graph.objects(DATASET, VOID.propertyPartition)
    }
    assert (len(uses), sum(int(str(each)) for each in uses.values())) == (
        int(str(found["properties"])),
        int(str(found["triples"])),
    )


def test_void_is_of_the_view(club: Site) -> None:
    whole, view = described(club), described(club, "?as-of=2024-01-31")
    assert int(str(view.value(DATASET, VOID.triples))) < int(str(whole.value(DATASET, VOID.triples)))
    assert view.value(DATASET, URIRef(f"{DCAT}version")) != whole.value(DATASET, URIRef(f"{DCAT}version"))
    assert view.value(DATASET, URIRef("http://www.w3.org/ns/adms#versionNotes")) == Literal("as-of=2024-01-31")


def test_the_endpoint_its_description_and_example_queries_are_found(club: Site) -> None:
    graph = described(club)
    [service] = graph.subjects(RDF.type, DCAT.DataService)
    assert graph.value(service, DCAT.endpointURL) == URIRef(f"{origin(club)}sparql")
    description = Graph().parse(str(graph.value(service, DCAT.endpointDescription)))
    assert (None, RDF.type, URIRef("http://www.w3.org/ns/sparql-service-description#Service")) in description
    questions = set(graph.objects(DATASET, RDFS.seeAlso))
    assert questions == {URIRef(f"{origin(club)}questions/{each.name}") for each in list_questions()}
    assert graph.value(DATASET, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert all(graph.value(each, FOAF.name) for each in graph.objects(DATASET, DCTERMS.publisher))


def test_every_example_resource_answers(club: Site) -> None:
    examples = [str(each) for each in described(club).objects(DATASET, VOID.exampleResource)]
    assert len(examples) > 10
    for each in examples:
        assert (each, club.follow(f"/{each.removeprefix(BASE)}", "text/turtle").status) == (each, 200)


def test_files_are_described_with_size_and_checksum() -> None:
    file = Distribution(
        "nt-gz",
        "N-Triples",
        "https://example.org/a.nt.gz",
        "application/n-triples",
        bytes=12,
        sha256="ab" * 32,
        compressed_as="application/gzip",
    )
    triples = distribution_triples(NamedNode(str(DATASET)), "https://example.org/licence", [file])
    graph = Graph().parse(data="".join(f"{each} .\n" for each in triples), format="nt")
    [node] = graph.objects(DATASET, DCAT.distribution)
    assert graph.value(node, DCAT.downloadURL) == URIRef("https://example.org/a.nt.gz")
    assert str(graph.value(node, DCAT.byteSize)) == "12"
    assert graph.value(node, DCAT.compressFormat) == URIRef(
        "https://www.iana.org/assignments/media-types/application/gzip"
    )
    graph.add((URIRef("https://example.org/licence"), RDF.type, DCTERMS.LicenseDocument))
    assert pyshacl.validate(graph, shacl_graph=SHAPES)[0]


@pytest.mark.parametrize("path", ["/", "/dataset.html"])
def test_search_engines_find_the_dataset_in_the_page(moon: Site, path: str) -> None:
    data = embedded(moon.get(path, BROWSER).text)["mainEntity"]
    assert (data["@type"], data["@id"], data["license"]) == (
        "Dataset",
        str(DATASET),
        "https://creativecommons.org/licenses/by/4.0/",
    )
    assert 50 <= len(data["description"]) <= 5000
    assert data["distribution"][0]["contentUrl"] == f"{origin(moon)}sparql"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", data["dateModified"])


def test_the_page_of_a_thing_has_what_is_said_of_it(club: Site) -> None:
    page = club.get("/id/country/ruritania.html").text
    graph = Graph().parse(data=json.dumps(embedded(page)), format="json-ld")
    whole = Graph().parse(data=club.get("/id/country/ruritania.nt").text, format="nt")
    assert set(graph) == set(whole.triples((URIRef(f"{BASE}id/country/ruritania"), None, None)))


def test_robots_and_sitemap(club: Site) -> None:
    robots = club.get("/robots.txt")
    assert (robots.status, robots.type) == (200, "text/plain; charset=utf-8")
    assert f"Sitemap: {origin(club)}sitemap.xml\n" in robots.text
    answer = club.get("/sitemap.xml")
    assert (answer.status, answer.type) == (200, "application/xml")
    urls = {
        str(each.findtext(f"{SITEMAP}loc")).removeprefix(origin(club)): each.findtext(f"{SITEMAP}lastmod")
        for each in ElementTree.fromstring(answer.text)  # noqa: S314 - our own answer.
    }
    assert urls["id/claim/courier.html"] == urls["id/country/ruritania.html"] == "2024-03-31"
    assert urls["id/claim/gazette.html"] == "2024-01-01"
    things = club.ask(
        f'SELECT DISTINCT ?s {{ ?s a ?c FILTER(STRSTARTS(STR(?s), "{BASE}id/")) }}', "text/csv"
    ).text.split()
    assert {each.removeprefix(BASE) + ".html" for each in things[1:]} == {
        each for each in urls if each.startswith("id/")
    }
    for path in list(urls)[:12] + list(urls)[-12:]:
        allowed = {200, 202} if path == "downloads" else {200}  # 202 while they are made.
        assert club.get(f"/{path}", BROWSER).status in allowed, path
    assert club.get("/sitemap.xml").body == answer.body


def test_the_page_of_all_files_is_a_distribution_without_a_file(moon: Site) -> None:
    graph = Graph().parse(data=moon.get("/dataset.ttl").text, format="turtle")
    node = URIRef(f"{DATASET}#downloads")
    assert (DATASET, DCAT.distribution, node) in graph
    assert [str(each) for each in graph.objects(node, DCAT.accessURL)] == [f"http://127.0.0.1:{moon.port}/downloads"]
    assert list(graph.objects(node, DCAT.downloadURL)) == []
    assert moon.get("/downloads", BROWSER).status in (200, 202)
