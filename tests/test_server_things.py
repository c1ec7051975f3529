"""Each thing at its own address, as a page and as RDF."""

import re

import pytest
from rdflib import RDF, Graph, URIRef

from tests.linked_data import one_of_each_kind
from tests.server import BASE, BROWSER, Site, problem

MP = f"{BASE}ontology#"
RURITANIA = "/id/country/ruritania"
JOINING = "/id/participation/ruritania--moon-club"
# What every answer in RDF on the made-up claim holds.
CLAIM = f"""\
<{BASE}id/claim/herald> <http://purl.org/dc/terms/description> "herald says so."@en .
<{BASE}id/claim/herald> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{MP}Claim> .
<{BASE}id/claim/herald> <http://www.w3.org/ns/prov#wasDerivedFrom> <{BASE}id/source/herald> .
<{BASE}id/claim/herald> <{MP}about> <{BASE}id/signature/ruritania--club-charter> .
<{BASE}id/claim/herald> <{MP}certainty> "stated" .
<{BASE}id/claim/herald> <{MP}datePrecision> "day" .
<{BASE}id/claim/herald> <{MP}signedOn> "2023-05-04"^^<http://www.w3.org/2001/XMLSchema#date> .
<{BASE}id/claim/herald> <{MP}status> <{BASE}id/status/signed> .
"""


def plain(page: str) -> str:
    """Return the text of a page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_thing_of_every_kind_has_a_page_and_a_description_in_turtle(moon: Site) -> None:
    things = one_of_each_kind(moon)
    assert {"country", "claim", "source", "participation", "disagreement", "position", "scheme"} <= set(things)
    for path in things.values():
        page, turtle = moon.follow(path, BROWSER), moon.follow(path, "text/turtle")
        assert (path, page.status, page.type) == (path, 200, "text/html; charset=utf-8")
        assert (path, turtle.status, turtle.type) == (path, 200, "text/turtle; charset=utf-8")
        subject = URIRef(BASE.rstrip("/") + path)
        assert (path, (subject, RDF.type, None) in Graph().parse(data=turtle.text, format="turtle")) == (path, True)


@pytest.mark.parametrize(
    ("name", "parser"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "application/rdf+xml")]
)
def test_the_same_description_comes_in_every_format(club: Site, name: str, parser: str) -> None:
    answer = club.follow(f"/id/claim/herald?format={name}")
    lines = set(CLAIM.splitlines())
    written = Graph().parse(data=answer.text, format=parser).serialize(format="nt").splitlines()
    assert lines & set(written) == lines


def test_a_page_comes_first_where_everything_is_accepted(club: Site) -> None:
    assert club.follow(RURITANIA).type == "text/html; charset=utf-8"


def test_the_page_of_a_country_says_what_is_concluded_and_who_says_so(club: Site) -> None:
    text = plain(club.follow(RURITANIA, BROWSER).text)
    assert "country Ruritania Руритания · 鲁里坦尼亚" in text
    assert (
        "Participation 1 Ruritania in the Moon Club contested "
        "status contested joined adopted gazette, 2024-01-01 gazette says so. gazette, 2024-01-01 "
        "not taking part courier, 2024-03 courier says so. courier, 2024-03 "
        "Adopted by the rule kind of source . "
        "joined on May 2023 gazette, 2024-01-01 gazette says so. gazette, 2024-01-01"
    ) in text
    assert "organization as “country” 1 Moon Laboratory of Ruritania" in text
    assert (
        f"IRI: {BASE}id/country/ruritania Download: Turtle · N-Triples · JSON-LD · RDF/XML · TriG · N-Quads · JSON"
        in text
    )


def test_a_participation_that_is_contested_is_never_stated_as_plain_fact(club: Site) -> None:
    assert "participates in" not in club.follow(RURITANIA, BROWSER).text
    assert "participates in" not in club.follow("/id/initiative/moon-club", BROWSER).text


def test_the_page_of_a_record_links_both_ways(club: Site) -> None:
    text = club.follow(JOINING, BROWSER).text
    assert '<a href="/id/country/ruritania">Ruritania</a>' in text
    assert '<a href="/id/participation/ruritania--moon-club">' in club.follow(RURITANIA, BROWSER).text


def test_a_matter_that_is_left_open_says_so_with_the_reason(club: Site) -> None:
    text = plain(club.follow("/id/leadership/moon-club", BROWSER).text)
    assert "left open No position is adopted. The editors : Nobody was there." in text


def test_a_bound_is_told_in_words(club: Site) -> None:
    text = plain(club.follow("/id/count/moon-club-members", BROWSER).text)
    assert "value contested 7 adopted" in text
    assert "at least 9" in text


def test_the_page_of_a_source_lists_its_claims(club: Site) -> None:
    text = plain(club.follow("/id/source/courier", BROWSER).text)
    assert "source What courier says" in text
    assert "issued March 2024" in text
    assert "read on 31 December 2024" in text
    assert "What it claims 1 courier says so." in text


def test_the_page_of_a_claim_says_what_it_supports(club: Site) -> None:
    text = plain(club.follow("/id/claim/gazette", BROWSER).text)
    assert "source What gazette says about Ruritania in the Moon Club" in text
    assert "joined on May 2023" in text
    assert "conclusion as “supported by” 2 Conclusion, joined on: Ruritania in the Moon Club" in text


def test_the_page_of_a_concept_has_its_definition_and_its_scheme(club: Site) -> None:
    text = plain(club.follow("/id/status/signed", BROWSER).text)
    assert "The source says that the paper is signed." in text
    assert "in scheme status" in text


@pytest.mark.parametrize("graph", ["/id/graph/register", "/id/graph/conclusions"])
def test_a_named_graph_has_a_page_and_its_statements(club: Site, graph: str) -> None:
    written = club.follow(graph, "application/n-triples").text.splitlines()
    assert f"A graph of {len(written)} statements." in club.follow(graph, BROWSER).text


def test_an_unknown_thing_is_told_with_the_nearest(club: Site) -> None:
    answer = club.get("/id/country/ruritana")
    assert (answer.status, problem(answer)) == (
        404,
        {
            "type": f"{BASE}problems#unknown-thing",
            "title": "Unknown thing",
            "status": 404,
            "detail": f"the dataset says nothing on {BASE}id/country/ruritana",
            "nearest": [f"{BASE}id/country/ruritania", f"{BASE}id/country/borduria"],
        },
    )


def test_an_unknown_thing_is_told_in_turtle_too(club: Site) -> None:
    assert club.get("/id/country/ruritana", "text/turtle").status == 404


def test_a_browser_is_led_to_the_nearest(club: Site) -> None:
    answer = club.follow("/id/country/ruritana", BROWSER)
    assert (answer.status, answer.type) == (404, "text/html; charset=utf-8")
    assert '<a href="/id/country/ruritania">Ruritania</a>' in answer.text


@pytest.mark.parametrize(
    "path", ["/id/country/a%20b", "/id/%FF", "/id/%3Cscript%3E", "/id/", "/id/country/" + "a" * 5000]
)
def test_what_is_no_iri_is_unknown(club: Site, path: str) -> None:
    answer = club.get(path, BROWSER)
    assert (answer.status, "<script" in answer.text) == (404, False)


def test_no_accepted_format_is_told(club: Site) -> None:
    answer = club.get(RURITANIA, "image/png")
    assert (answer.status, [each["format"] for each in problem(answer)["offered"]]) == (
        406,
        ["html", "ttl", "nt", "jsonld", "rdf", "trig", "nq", "json"],
    )
