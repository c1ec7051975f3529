"""The page of the ontology: its diagram shows what there is, its examples are those that are taken."""

import html
from xml.etree import ElementTree

import pytest
from rdflib import RDF, RDFS, SDO, Graph, URIRef

from moonpact.graph.names import term
from moonpact.ontology.files import folder, reused_file
from moonpact.server.pictures.diagram import EDGES, HALF, SIZE, arrows, boxes
from tests.server import BROWSER, Site

TERMS = Graph().parse(folder() / "moonpact.ttl").parse(reused_file())


def is_said_of(name: str, kind: str, values: URIRef) -> bool:
    """Tell whether a property leads from, or to, a class or one above it."""
    above = {URIRef(term(kind).value), *TERMS.objects(URIRef(term(kind).value), RDFS.subClassOf)}
    return bool(above & set(TERMS.objects(URIRef(name), values)))


@pytest.mark.parametrize(("start", "name", "end"), EDGES)
def test_the_diagram_shows_what_the_ontology_provides_for(start: str, name: str, end: str) -> None:
    assert is_said_of(name, start, SDO.domainIncludes)
    assert is_said_of(name, end, SDO.rangeIncludes)


def test_boxes_stand_apart_and_within_the_picture() -> None:
    placed = boxes()
    for box in placed:
        assert HALF[0] <= box.x <= SIZE[0] - HALF[0]
        assert HALF[1] <= box.y <= SIZE[1] - HALF[1]
        assert (URIRef(box.iri.value), RDF.type, None) in TERMS
        for other in placed:
            assert box is other or abs(box.x - other.x) > 2 * HALF[0] or abs(box.y - other.y) > 2 * HALF[1]


def test_arrows_go_from_border_to_border() -> None:
    first = arrows()[0]
    assert (first.x1, first.y1, first.x2, first.y2, first.middle) == (288, 40, 157, 40, (222.5, 40))


@pytest.mark.parametrize(("language", "name"), [("en", "claim"), ("zh", "主张"), ("ru", "утверждение")])
def test_the_page_draws_the_diagram_in_the_language_of_the_reader(club: Site, language: str, name: str) -> None:
    page = club.get(f"/ontology.html?lang={language}", BROWSER).text
    drawn = page[page.index('<svg class="diagram"') :].partition("</svg>")[0] + "</svg>"
    picture = ElementTree.fromstring(drawn)  # noqa: S314 - our own page.
    links = {each.get("href"): "".join(each.itertext()).strip() for each in picture.iter("a")}
    assert (len(links), links["#Claim"]) == (len(boxes()), name)
    assert len(list(picture.iter("line"))) == len(EDGES)
    assert all(f'id="{target[1:]}"' in page for target in links if target)


def test_the_page_shows_the_examples(club: Site) -> None:
    page = html.unescape(club.get("/ontology.html", BROWSER).text)
    for file in (folder() / "examples" / "valid").glob("*.trig"):
        assert f'<summary lang="en">{file.read_text(encoding="utf-8").splitlines()[0][2:]}</summary>' in page
    assert "example-contribution-camera a mp:Claim ;" in page
    assert "@prefix" not in page
