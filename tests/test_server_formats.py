"""The formats in which the SPARQL endpoint answers, and how a client chooses."""

import json

import pytest

from tests.server import BASE, COUNTRIES, Site, problem

BORDURIA, RURITANIA = f"{BASE}id/country/borduria", f"{BASE}id/country/ruritania"
PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
NAME = f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  VALUES (?s ?p) {{ (<{BASE}id/country/borduria> <http://www.w3.org/2004/02/skos/core#prefLabel>) }}
  ?s ?p ?o FILTER(LANG(?o) = "en")
}}"""

JSON = json.dumps(
    {
        "head": {"vars": ["country", "label"]},
        "results": {
            "bindings": [
                {
                    "country": {"type": "uri", "value": BORDURIA},
                    "label": {"type": "literal", "value": "Borduria", "xml:lang": "en"},
                },
                {
                    "country": {"type": "uri", "value": RURITANIA},
                    "label": {"type": "literal", "value": "Ruritania", "xml:lang": "en"},
                },
            ]
        },
    },
    separators=(",", ":"),
)
XML = (
    '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    '<head><variable name="country"/><variable name="label"/></head><results>'
    f'<result><binding name="country"><uri>{BORDURIA}</uri></binding>'
    '<binding name="label"><literal xml:lang="en">Borduria</literal></binding></result>'
    f'<result><binding name="country"><uri>{RURITANIA}</uri></binding>'
    '<binding name="label"><literal xml:lang="en">Ruritania</literal></binding></result></results></sparql>'
)
CSV = f"country,label\r\n{BORDURIA},Borduria\r\n{RURITANIA},Ruritania\r\n"
TSV = f'?country\t?label\n<{BORDURIA}>\t"Borduria"@en\n<{RURITANIA}>\t"Ruritania"@en\n'
ROWS = {
    "json": ("application/sparql-results+json", JSON),
    "xml": ("application/sparql-results+xml", XML),
    "csv": ("text/csv; charset=utf-8", CSV),
    "tsv": ("text/tab-separated-values; charset=utf-8", TSV),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_come_in_the_format_that_is_named(club: Site, name: str) -> None:
    answer = club.ask(COUNTRIES, format=name)
    assert (answer.status, answer.type, answer.text) == (200, *ROWS[name])


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "json"),
        ("*/*", "json"),
        ("application/sparql-results+json", "json"),
        ("application/sparql-results+xml", "xml"),
        ("text/csv", "csv"),
        ("text/csv; charset=utf-8", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/tab-separated-values", "tsv"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", "tsv"),
        ("text/*;q=0.5, text/csv;q=0.1, text/html;q=0", "tsv"),
        ("image/png, text/csv;q=0.1", "csv"),
        ("*/*;q=0.1, application/sparql-results+json;q=0", "xml"),
    ],
)
def test_rows_come_in_the_format_that_is_accepted_best(club: Site, accept: str | None, name: str) -> None:
    answer = club.ask(COUNTRIES, accept)
    assert (answer.status, answer.type, answer.text) == (200, *ROWS[name])


@pytest.mark.parametrize(("accept", "name"), [("application/json", "json"), ("application/xml", "xml")])
def test_a_plainer_media_type_is_accepted_and_named(club: Site, accept: str, name: str) -> None:
    answer = club.ask(COUNTRIES, accept)
    assert (answer.status, answer.type, answer.text) == (200, accept, ROWS[name][1])


def test_the_named_format_goes_before_the_accepted_one(club: Site) -> None:
    answer = club.ask(COUNTRIES, "application/sparql-results+json", format="csv")
    assert (answer.type, answer.text) == ("text/csv; charset=utf-8", CSV)


NT = f'<{BORDURIA}> <{PREF_LABEL}> "Borduria"@en .\n'
GRAPHS = {
    "ttl": ("text/turtle", "text/turtle; charset=utf-8"),
    "nt": ("application/n-triples", "application/n-triples"),
    "jsonld": ("application/ld+json", "application/ld+json"),
    "rdf": ("application/rdf+xml", "application/rdf+xml"),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_comes_in_the_format_that_is_named_or_accepted(club: Site, name: str) -> None:
    media_type, content_type = GRAPHS[name]
    named, accepted = club.ask(NAME, format=name), club.ask(NAME, media_type)
    assert (named.status, named.type, named.body) == (200, content_type, accepted.body)
    assert (accepted.status, accepted.type) == (200, content_type)


def test_a_graph_as_n_triples_in_full(club: Site) -> None:
    assert club.ask(NAME, "application/n-triples").text == NT


def test_a_graph_as_turtle_is_the_default(club: Site) -> None:
    assert club.ask(NAME).type == "text/turtle; charset=utf-8"


@pytest.mark.parametrize(
    ("format_", "body"),
    [
        ("json", '{"head":{},"boolean":true}'),
        (
            "xml",
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head></head>'
            "<boolean>true</boolean></sparql>",
        ),
    ],
)
def test_ask_is_answered_with_a_boolean(club: Site, format_: str, body: str) -> None:
    assert club.ask("ASK { ?s ?p ?o }", format=format_).text == body


def test_no_accepted_format_is_told_with_what_there_is(club: Site) -> None:
    answer = club.ask(COUNTRIES, "image/png")
    assert (answer.status, problem(answer)) == (
        406,
        {
            "type": f"{BASE}problems#not-acceptable",
            "title": "No format that the client accepts",
            "status": 406,
            "detail": "this answer can be had as application/sparql-results+json, application/sparql-results+xml, "
            "text/csv, text/tab-separated-values, text/html",
            "offered": [
                {"format": "json", "mediaType": "application/sparql-results+json"},
                {"format": "xml", "mediaType": "application/sparql-results+xml"},
                {"format": "csv", "mediaType": "text/csv"},
                {"format": "tsv", "mediaType": "text/tab-separated-values"},
                {"format": "html", "mediaType": "text/html"},
            ],
        },
    )


def test_a_format_for_graphs_is_not_acceptable_for_rows(club: Site) -> None:
    assert club.ask(COUNTRIES, format="ttl").status == 406


def test_an_unknown_format_is_refused_with_what_there_is(club: Site) -> None:
    answer = club.ask("ASK {}", format="xls")
    assert (answer.status, problem(answer)) == (
        400,
        {
            "type": f"{BASE}problems#unknown-format",
            "title": "Unknown format",
            "status": 400,
            "detail": "there is no format 'xls'",
            "offered": [
                {"format": "json", "mediaType": "application/sparql-results+json"},
                {"format": "xml", "mediaType": "application/sparql-results+xml"},
                {"format": "csv", "mediaType": "text/csv"},
                {"format": "tsv", "mediaType": "text/tab-separated-values"},
                {"format": "ttl", "mediaType": "text/turtle"},
                {"format": "nt", "mediaType": "application/n-triples"},
                {"format": "jsonld", "mediaType": "application/ld+json"},
                {"format": "rdf", "mediaType": "application/rdf+xml"},
                {"format": "html", "mediaType": "text/html"},
            ],
        },
    )
