"""Answers of the SPARQL endpoint as pages."""

import re

import pytest

from tests.server import BROWSER, COUNTRIES, Site


def test_a_browser_gets_the_form(club: Site) -> None:
    answer = club.get("/sparql", BROWSER)
    assert (answer.status, answer.type) == (200, "text/html; charset=utf-8")
    assert '<textarea id="query" name="query"' in answer.text


def test_a_browser_gets_a_table_with_labels_in_place_of_iris(club: Site) -> None:
    query = COUNTRIES.replace("?label", "?countryLabel")
    text = club.ask(query, BROWSER).text
    assert re.findall(r'<th scope="col">.*?</th>', text) == ['<th scope="col">country</th>']
    assert re.findall(r"<td.*?</td>", text) == [
        '<td data-column="country"><a href="/id/country/borduria">Borduria</a></td>',
        '<td data-column="country"><a href="/id/country/ruritania">Ruritania</a></td>',
    ]


def test_a_date_is_shown_as_far_as_it_is_known(club: Site) -> None:
    query = 'SELECT ("2023-05-01"^^<http://www.w3.org/2001/XMLSchema#date> AS ?day) ("month" AS ?dayPrecision) {}'
    assert '<time datetime="2023-05">May 2023</time>' in club.ask(query, BROWSER).text


def test_numbers_stand_at_the_right(club: Site) -> None:
    text = club.ask("SELECT (7 AS ?n) {}", BROWSER).text
    assert '<th scope="col" class="number">n</th>' in text
    assert '<td data-column="n" class="number">7</td>' in text


def test_a_browser_that_asks_wrongly_sees_the_place(club: Site) -> None:
    answer = club.ask("SELECT ?s WHERE {\n  ?s ?p }", BROWSER)
    assert (answer.status, answer.type) == (400, "text/html; charset=utf-8")
    assert "<h1>Not a SPARQL query</h1>" in answer.text
    assert '<pre class="code" tabindex="0">    ?s ?p }\n          ^</pre>' in answer.text


@pytest.mark.parametrize("query", ['ASK { } #</textarea><script>alert("1")</script>', "ASK { #<b>'\"&"])
def test_a_hostile_query_is_shown_as_text(club: Site, query: str) -> None:
    text = club.ask(query, BROWSER).text
    assert "<script>" not in text
    assert "<b>" not in text


def test_hostile_text_in_an_answer_is_shown_as_text(club: Site) -> None:
    query = 'SELECT ("<img src=x onerror=alert(1)>" AS ?x) (<javascript:alert(1)> AS ?y) {}'
    text = club.ask(query, BROWSER).text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert 'href="javascript' not in text
