"""The SPARQL endpoint, asked over HTTP as the SPARQL 1.1 Protocol says."""

import gzip
from urllib.parse import urlencode

import pytest
import zstandard

from tests.server import BASE, COUNTRIES, Site, problem

CSV = f"country,label\r\n{BASE}id/country/borduria,Borduria\r\n{BASE}id/country/ruritania,Ruritania\r\n"


def test_a_malformed_query_is_refused_with_line_and_column(club: Site) -> None:
    answer = club.ask("SELECT ?s WHERE {\n  ?s ?p }")
    assert (answer.status, problem(answer)) == (
        400,
        {
            "type": f"{BASE}problems#invalid-query",
            "title": "Not a SPARQL query",
            "status": 400,
            "detail": "line 2, column 9: '}' is not expected here",
            "line": 2,
            "column": 9,
        },
    )


def test_service_is_refused(club: Site) -> None:
    answer = club.ask("SELECT * WHERE { SERVICE <https://example.org/> { ?s ?p ?o } }")
    assert (answer.status, problem(answer)) == (
        403,
        {
            "type": f"{BASE}problems#service-not-allowed",
            "title": "No data from outside",
            "status": 403,
            "detail": "line 1, column 18: SERVICE is not allowed",
            "hint": "Fetch the other data yourself and join the answers, or give the values with VALUES.",
            "line": 1,
            "column": 18,
        },
    )


@pytest.mark.parametrize(
    ("path", "detail"),
    [("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "there are 2 queries")],
)
def test_there_must_be_exactly_one_query(club: Site, path: str, detail: str) -> None:
    answer = club.get(path)
    assert (answer.status, problem(answer)) == (
        400,
        {
            "type": f"{BASE}problems#missing-query",
            "title": "No query, or more than one",
            "status": 400,
            "detail": detail,
            "hint": "Give the query once, as the parameter 'query'.",
        },
    )


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


def test_a_query_may_be_posted_as_a_form(club: Site) -> None:
    body = urlencode({"query": COUNTRIES, "format": "csv"}).encode()
    answer = club.request("POST", "/sparql", body, FORM)
    assert (answer.status, answer.text) == (200, CSV)


@pytest.mark.parametrize("content_type", ["application/sparql-query", "application/sparql-query; charset=UTF-8"])
def test_a_query_may_be_posted_directly(club: Site, content_type: str) -> None:
    headers = {"Content-Type": content_type, "Accept": "text/csv"}
    answer = club.request("POST", "/sparql", COUNTRIES.encode(), headers)
    assert (answer.status, answer.text) == (200, CSV)


@pytest.mark.parametrize(
    ("headers", "detail"),
    [
        ({"Content-Type": "text/plain"}, "the body is of type 'text/plain'"),
        ({"Content-Type": "application/sparql-query; charset=latin-1"}, "the body is in 'latin-1'"),
        ({}, "the body has no type"),
    ],
)
def test_a_body_of_another_type_is_refused(club: Site, headers: dict[str, str], detail: str) -> None:
    answer = club.request("POST", "/sparql", b"ASK {}", headers)
    assert (answer.status, problem(answer)) == (
        415,
        {
            "type": f"{BASE}problems#unsupported-media-type",
            "title": "Unsupported media type",
            "status": 415,
            "detail": detail,
            "hint": "Send application/x-www-form-urlencoded or application/sparql-query, in UTF-8.",
        },
    )


def test_a_query_that_is_too_large_is_refused(club: Site) -> None:
    answer = club.request("POST", "/sparql", b"ASK {} #" + b"a" * 100_000, DIRECT)
    assert (answer.status, problem(answer)) == (
        413,
        {
            "type": f"{BASE}problems#content-too-large",
            "title": "Request too large",
            "status": 413,
            "detail": "the query has 100,008 bytes; at most 65,536 are read",
        },
    )


def test_a_body_that_is_far_too_large_is_not_read(club: Site) -> None:
    assert club.request("POST", "/sparql", b"a" * 400_000, DIRECT).status == 413


def test_another_method_is_refused_with_those_that_are_allowed(club: Site) -> None:
    answer = club.request("PUT", "/sparql", b"ASK {}", DIRECT)
    allowed = {method.strip() for method in answer.headers["allow"].split(",")}
    assert (answer.status, allowed) == (405, {"GET", "HEAD", "OPTIONS", "POST"})


@pytest.mark.parametrize(
    ("method", "path", "body", "headers"),
    [
        ("GET", "/sparql?query=ASK%7B%7D%23%FF", None, {}),
        ("POST", "/sparql", b"query=ASK%7B%7D%23%FF", FORM),
        ("POST", "/sparql", b"ASK {} #\xff", DIRECT),
    ],
)
def test_what_is_not_utf_8_is_refused(
    club: Site, method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> None:
    answer = club.request(method, path, body, headers)
    assert (answer.status, problem(answer)) == (
        400,
        {
            "type": f"{BASE}problems#invalid-encoding",
            "title": "Not valid UTF-8",
            "status": 400,
            "detail": "the request is not in UTF-8",
        },
    )


GRAPH = f"{BASE}id/source/gazette"
COUNT_ALL = "SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/moonpact/ontology#Claim> }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s a <https://w3id.org/moonpact/ontology#Claim> } }"


def test_the_default_graph_can_be_chosen(club: Site) -> None:
    chosen = urlencode({"query": COUNT_ALL, "default-graph-uri": GRAPH, "format": "csv"})
    assert club.ask(COUNT_ALL, "text/csv").text == "n\r\n7\r\n"
    assert club.get(f"/sparql?{chosen}").text == "n\r\n1\r\n"


def test_the_named_graphs_can_be_chosen(club: Site) -> None:
    chosen = urlencode({"query": COUNT_NAMED, "named-graph-uri": GRAPH, "format": "csv"})
    assert club.ask(COUNT_NAMED, "text/csv").text == "n\r\n7\r\n"
    assert club.get(f"/sparql?{chosen}").text == "n\r\n1\r\n"


def test_a_graph_name_that_is_no_iri_is_refused(club: Site) -> None:
    answer = club.get(f"/sparql?{urlencode({'query': 'ASK {}', 'default-graph-uri': 'no iri'})}")
    assert (answer.status, problem(answer)) == (
        400,
        {
            "type": f"{BASE}problems#invalid-parameter",
            "title": "Invalid parameter",
            "status": 400,
            "detail": "'no iri' is no IRI",
        },
    )


def test_head_has_the_headers_of_get_and_no_body(club: Site) -> None:
    path = f"/sparql?{urlencode({'query': COUNTRIES, 'format': 'csv'})}"
    head, get = club.request("HEAD", path), club.get(path)
    own = {"date": "", "x-request-id": ""}
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, **own} == {**get.headers, **own}


def test_an_answer_that_the_client_has_is_not_sent_again(club: Site) -> None:
    first = club.ask(COUNTRIES, "text/csv")
    path = f"/sparql?{urlencode({'query': COUNTRIES})}"
    again = club.request("GET", path, headers={"Accept": "text/csv", "If-None-Match": first.headers["etag"]})
    other = club.request("GET", path, headers={"Accept": "text/html", "If-None-Match": first.headers["etag"]})
    assert (first.headers["vary"], first.headers["cache-control"]) == ("Accept, Accept-Encoding", "no-cache")
    assert (again.status, again.body, other.status) == (304, b"", 200)


def test_an_answer_that_changes_is_not_kept(club: Site) -> None:
    answer = club.ask("SELECT (RAND() AS ?n) {}")
    assert (answer.headers["cache-control"], "etag" in answer.headers) == ("no-store", False)


def test_pages_of_others_may_ask(club: Site) -> None:
    preflight = club.request("OPTIONS", "/sparql", headers={"Origin": "https://example.org"})
    for answer in (preflight, club.ask("ASK {}"), club.ask("ASK {")):
        assert answer.headers["access-control-allow-origin"] == "*"
    assert preflight.headers["access-control-allow-headers"] == "Accept, Authorization, Content-Type, X-Request-Id"


def test_without_a_query_programs_get_the_service_description(club: Site) -> None:
    answer = club.get("/sparql", "application/n-triples")
    lines = answer.text.splitlines()
    sd = "<http://www.w3.org/ns/sparql-service-description#"
    assert (answer.status, answer.type) == (200, "application/n-triples")
    assert next(line for line in lines if f"{sd}endpoint>" in line).endswith(
        f"<http://{club.host}:{club.port}/sparql> ."
    )
    assert [line.split()[-2] for line in lines if f"{sd}supportedLanguage>" in line] == [
        f"{sd}SPARQL10Query>",
        f"{sd}SPARQL11Query>",
    ]
    assert sum(f"{sd}name>" in line for line in lines) == len(club.ask(GRAPHS, "text/csv").text.splitlines()) - 1


GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_an_answer_is_compressed_as_the_client_accepts(club: Site, coding: str) -> None:
    plain = club.ask("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o", "text/csv")
    path = f"/sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o'})}"
    answer = club.request("GET", path, headers={"Accept": "text/csv", "Accept-Encoding": coding})
    opened = gzip.decompress(answer.body) if coding == "gzip" else zstandard.decompress(answer.body)
    assert (answer.headers["content-encoding"], opened) == (coding, plain.body)
