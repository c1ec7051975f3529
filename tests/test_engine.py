"""The graph in another engine: every answer is the one that the engine here gives, in the same bytes."""

import json
import subprocess
import time
from collections.abc import Generator
from pathlib import Path
from urllib.parse import quote

import pytest

from moonpact.graph.dataset import find_release
from moonpact.queries.question import list_questions
from tests.engines import oxigraph, send
from tests.server import BROWSER, COUNTRIES, MOONPACT, Answer, Site, problem, served

PAGES = (
    "/",
    "/questions",
    "/disagreements",
    "/explore",
    "/rules",
    "/sources",
    "/search?q=Ruritania",
    "/sparql",
    "/dataset.html",
    "/id/country/ruritania.html",
)
DOCUMENTS = (
    *(f"/id/country/ruritania.{ending}" for ending in ("ttl", "nt", "rdf", "jsonld", "trig", "nq", "json")),
    "/dataset.ttl",
    "/sitemap.xml",
    "/graphs?graph=https://w3id.org/moonpact/id/graph/register",
)
CONSTRUCT = "CONSTRUCT WHERE { ?s <https://w3id.org/moonpact/ontology#contested> ?o }"
FORMATS = [
    *((COUNTRIES, name) for name in ("json", "xml", "csv", "tsv")),
    *((CONSTRUCT, name) for name in ("ttl", "nt", "rdf", "jsonld")),
    *(("ASK { ?s ?p ?o }", name) for name in ("json", "xml")),
    ("DESCRIBE <https://w3id.org/moonpact/id/country/ruritania>", "nt"),
    ("SELECT ?x WHERE { BIND(<id/country/x> AS ?x) }", "csv"),
]
WRONG = (
    "SELECT ?x WHERE { ?x }",
    "SELECT ?x WHERE { SERVICE <http://127.0.0.1/> { ?x ?y ?z } }",
    "SELECT (1 AS ?x) WHERE " + "{" * 101 + "}" * 101,
    "",
)
VERSION = """INSERT DATA { GRAPH <https://w3id.org/moonpact/id/graph/release> {
  <https://w3id.org/moonpact/dataset> <http://www.w3.org/ns/dcat#version> "%s" } }"""


@pytest.fixture(scope="module")
def quads(club_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built dataset of the made-up data."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run([MOONPACT, "build", "--data", club_data, "--out", folder], check=True, capture_output=True)
    return find_release(folder).file


@pytest.fixture(scope="module")
def elsewhere(quads: Path, club: Site) -> Generator[Site]:
    """A server whose graph is in Oxigraph's own server."""
    version = json.loads(club.get("/health").body)["version"]
    with (
        oxigraph(quads) as port,
        served("--engine", f"http://127.0.0.1:{port}/query", "--engine-version", version, "--timeout", "60") as site,
    ):
        yield site


def told(answer: Answer) -> tuple[int, str, str | None, bytes]:
    return answer.status, answer.type, answer.headers.get("etag"), answer.body


def patiently(site: Site, path: str, accept: str | None = None) -> Answer:
    """The answer once what it is made of is there."""
    for _ in range(300):
        answer = site.get(path, accept)
        if answer.status not in (202, 503):
            return answer
        time.sleep(0.2)
    raise TimeoutError(path)


@pytest.mark.parametrize("question", [each.name for each in list_questions()])
def test_a_question_has_the_same_answer(elsewhere: Site, club: Site, question: str) -> None:
    path = f"/questions/{question}?format=csv"
    assert told(elsewhere.get(path)) == told(club.get(path))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same(elsewhere: Site, club: Site, path: str) -> None:
    assert elsewhere.get(path, BROWSER).text.replace(str(elsewhere.port), "") == club.get(path, BROWSER).text.replace(
        str(club.port), ""
    )


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_is_the_same(elsewhere: Site, club: Site, path: str) -> None:
    here, there = (site.get(path).text.replace(f":{site.port}/", "/") for site in (club, elsewhere))
    assert sorted(there.splitlines()) == sorted(here.splitlines())


@pytest.mark.parametrize(("query", "name"), FORMATS)
def test_a_format_that_the_engine_does_not_write_is_written_here(
    elsewhere: Site, club: Site, query: str, name: str
) -> None:
    assert told(elsewhere.ask(query, format=name)) == told(club.ask(query, format=name))


@pytest.mark.parametrize("query", WRONG)
def test_what_is_no_query_is_refused_in_the_same_words(elsewhere: Site, club: Site, query: str) -> None:
    assert problem(elsewhere.ask(query)) == problem(club.ask(query))


@pytest.mark.parametrize("view", ["as-of=2024-01-01", "according-to=web"])
def test_a_view_is_concluded_anew(elsewhere: Site, club: Site, view: str) -> None:
    path = f"/questions/contradictions?format=csv&{view}"
    assert told(patiently(elsewhere, path)) == told(club.get(path))


def test_graphs_may_be_named_in_the_request(elsewhere: Site, club: Site) -> None:
    graph = {"default-graph-uri": "https://w3id.org/moonpact/id/graph/register"}
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    assert elsewhere.ask(query, **graph).body == club.ask(query, **graph).body


def test_the_downloads_are_the_same(elsewhere: Site, club: Site) -> None:
    there, here = (json.loads(patiently(site, "/downloads?format=json").body) for site in (elsewhere, club))
    assert [file["sha256"] for file in there["files"]] == [file["sha256"] for file in here["files"]]


def test_data_without_a_version_is_kept_nowhere_and_has_no_views(quads: Path) -> None:
    with oxigraph(quads) as port, served("--engine", f"http://127.0.0.1:{port}/query", "--timeout", "60") as site:
        for answer in (site.ask(COUNTRIES), site.get("/questions", BROWSER)):
            assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
            assert "etag" not in answer.headers
        refused = site.get("/questions/contradictions?as-of=2024-01-01")
        assert "no views of data whose version is not known" in problem(refused)["detail"]


def test_the_version_that_the_data_tells_is_followed(quads: Path) -> None:
    with oxigraph(quads) as port:
        send(port, "POST", "/update", (VERSION % "first").encode(), "application/sparql-update")
        with served("--engine", f"http://127.0.0.1:{port}/query", "--timeout", "60") as site:
            assert site.ask(COUNTRIES).headers["etag"].startswith('W/"first-')
            change = "DELETE WHERE { GRAPH <https://w3id.org/moonpact/id/graph/release> { ?s ?p ?o } } ; "
            send(port, "POST", "/update", (change + VERSION % "second").encode(), "application/sparql-update")
            for _ in range(100):
                if site.ask(COUNTRIES).headers["etag"].startswith('W/"second-'):
                    break
                time.sleep(0.2)
            assert site.ask(COUNTRIES).headers["etag"].startswith('W/"second-')


def test_another_moonpact_is_an_engine(club: Site) -> None:
    address = f"http://127.0.0.1:{club.port}/sparql"
    with served("--engine", address, "--engine-version", "1", "--timeout", "60") as site:
        assert site.ask(COUNTRIES, format="csv").body == club.ask(COUNTRIES, format="csv").body
        path = f"/id/country/ruritania.nt?{quote('after')}="
        assert site.get(path).body == club.get(path).body
