"""Clients that others wrote are answered: curl, SPARQLWrapper, rdflib's stores, pandas, Comunica."""

import csv
import json
import os
import subprocess
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pandas import read_csv
from rdflib import SKOS, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from rdflib.query import ResultRow
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, Unauthorized

from tests.npm import NODE, installed
from tests.server import BASE, Site, served

TOKEN = "open sesame"
DATA = """INSERT DATA {
  <http://example.org/mars> <http://example.org/name> "Mars", "火星"@zh ; <http://example.org/moons> 2 .
  GRAPH <http://example.org/g> { <http://example.org/mars> <http://example.org/next> <http://example.org/earth> }
}"""
NAMES = "SELECT ?name ?planet { ?planet <http://example.org/name> ?name } ORDER BY LANG(?name)"
ROWS = [["name", "planet"], ["Mars", "http://example.org/mars"], ["火星", "http://example.org/mars"]]
MARS = URIRef("http://example.org/mars")
MOONS = URIRef("http://example.org/moons")
EXAMPLE = URIRef("http://example.org/g")
COMUNICA = "@comunica/query-sparql@5.4.1"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A server of what two planets are called, which may be written to."""
    with served("--data", tmp_path_factory.mktemp("data"), "--writable", "--timeout", "1", token=TOKEN) as found:
        headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        assert found.request("POST", "/sparql", DATA.encode(), headers).status == 204
        yield found


@pytest.fixture(scope="module")
def address(site: Site) -> str:
    """The address of the endpoint."""
    return f"http://{site.host}:{site.port}/sparql"


def rows(text: str) -> list[list[str]]:
    """Return the rows of a text in CSV."""
    return list(csv.reader(text.splitlines()))


def curl(*arguments: str) -> str:
    """Return what curl gets."""
    command = ["curl", "--silent", "--show-error", "--max-time", "20", *arguments]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def test_curl_gets_csv_by_a_form(address: str) -> None:
    assert rows(curl("-H", "Accept: text/csv", address, "--data-urlencode", f"query={NAMES}")) == ROWS


def test_curl_gets_json_by_its_address(address: str) -> None:
    found = json.loads(curl("--get", address, "--data-urlencode", f"query={NAMES}"))
    assert found["results"]["bindings"][1]["name"] == {"type": "literal", "value": "火星", "xml:lang": "zh"}


def test_curl_posts_a_file(address: str, tmp_path: Path) -> None:
    file = tmp_path / "names.rq"
    file.write_text(NAMES, encoding="utf-8")
    headers = ["-H", "Content-Type: application/sparql-query", "-H", "Accept: text/csv"]
    assert rows(curl(*headers, "--compressed", "--data-binary", f"@{file}", address)) == ROWS


def test_curl_puts_and_gets_and_deletes_a_graph(site: Site, tmp_path: Path) -> None:
    file, graph = tmp_path / "pluto.ttl", f"http://{site.host}:{site.port}/graphs/pluto"
    file.write_text("<x:pluto> <x:is> <x:small> .", encoding="utf-8")
    bearer, status = ["-H", f"Authorization: Bearer {TOKEN}"], ["--output", os.devnull, "--write-out", "%{http_code}"]
    turtle = ["-H", "Content-Type: text/turtle"]
    assert curl(*bearer, *turtle, *status, "--upload-file", str(file), graph) == "201"
    assert curl("-H", "Accept: application/n-triples", graph) == "<x:pluto> <x:is> <x:small> .\n"
    assert curl(*bearer, *status, "-X", "DELETE", graph) == "204"
    assert curl(*status, graph) == "404"


def wrapped(address: str, query: str, form: str, method: str = "GET", request_method: str = URLENCODED) -> bytes:
    """Return what SPARQLWrapper gets."""
    wrapper = SPARQLWrapper(address, returnFormat=form)
    wrapper.setQuery(query)
    wrapper.setMethod(method)
    wrapper.setRequestMethod(request_method)
    return wrapper.query().response.read()


@pytest.mark.parametrize("request_method", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_selects(address: str, method: str, request_method: str) -> None:
    asked = address, NAMES, JSON, method, request_method
    assert [each["name"]["value"] for each in json.loads(wrapped(*asked))["results"]["bindings"]] == ["Mars", "火星"]
    assert "火星" in wrapped(address, NAMES, XML, method, request_method).decode()
    assert rows(wrapped(address, NAMES, CSV, method, request_method).decode()) == ROWS


@pytest.mark.parametrize("form", [JSON, XML])
def test_sparqlwrapper_asks(address: str, form: str) -> None:
    assert b"true" in wrapped(address, "ASK { ?planet <http://example.org/moons> 2 }", form)


@pytest.mark.parametrize(("form", "read_as"), [(JSONLD, "json-ld"), (N3, "turtle"), (TURTLE, "turtle")])
def test_sparqlwrapper_constructs(address: str, form: str, read_as: str) -> None:
    found = wrapped(address, "CONSTRUCT WHERE { ?planet <http://example.org/moons> ?moons }", form)
    assert set(Graph().parse(found, format=read_as)) == {(MARS, MOONS, Literal(2))}


@pytest.mark.parametrize("form", [RDFXML, XML])
def test_sparqlwrapper_constructs_rdf_xml(address: str, form: str) -> None:
    found = wrapped(address, "CONSTRUCT WHERE { ?planet <http://example.org/moons> ?moons }", form)
    assert set(Graph().parse(found, format="xml")) == {(MARS, MOONS, Literal(2))}


def test_sparqlwrapper_tells_what_is_wrong(address: str) -> None:
    wrapper = SPARQLWrapper(address)
    wrapper.setQuery("SELECT * { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="line 1, column 18"):
        wrapper.query()
    wrapper.setQuery(
        "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?{v} {{ {'1 ' * 99} }}" for v in "abcdefgh") + " }"
    )
    with pytest.raises(Exception, match="504"):
        wrapper.query()


def test_sparqlwrapper_updates_with_the_token(address: str) -> None:
    wrapper = SPARQLWrapper(address)
    wrapper.setMethod(POST)
    wrapper.setQuery("INSERT DATA { <x:wrapped> <x:p> 1 }")
    with pytest.raises(Unauthorized):
        wrapper.query()
    wrapper.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    wrapper.query()
    wrapper.setQuery("DELETE DATA { <x:wrapped> <x:p> 1 }")
    wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_a_graph_of_rdflib_reads_the_endpoint(address: str, method: str) -> None:
    graph = Graph(SPARQLStore(address, method=method))
    assert [str(row[0]) for row in graph.query(NAMES) if isinstance(row, ResultRow)] == ["Mars", "火星"]
    assert graph.value(MARS, MOONS) == Literal(2)
    assert len(graph) == 3
    assert (MARS, MOONS, Literal(3)) not in graph
    assert graph.query("ASK { ?planet <http://example.org/moons> 2 }").askAnswer is True


def test_a_dataset_of_rdflib_changes_the_endpoint(address: str, site: Site) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    store = SPARQLUpdateStore(address, address, headers=headers)
    graph = Graph(store, EXAMPLE)
    assert len(graph) == 1
    graph.add((MARS, MOONS, Literal("two")))
    assert (MARS, MOONS, Literal("two")) in graph
    graph.remove((MARS, MOONS, Literal("two")))
    graph.update("DELETE WHERE { ?planet <http://example.org/moons> ?moons }")
    assert len(graph) == 1
    assert site.ask("ASK { <http://example.org/mars> <http://example.org/moons> 2 }").text.endswith("true}")


@pytest.mark.parametrize(("parameters", "headers"), [({"format": "csv"}, {}), ({}, {"Accept": "text/csv"})])
def test_pandas_reads_a_table(address: str, parameters: dict[str, str], headers: dict[str, str]) -> None:
    found = read_csv(f"{address}?{urlencode({'query': NAMES, **parameters})}", storage_options=headers)
    assert [list(found.columns), *found.values.tolist()] == ROWS


@pytest.fixture(scope="module")
def comunica(request: pytest.FixtureRequest) -> list[str]:
    """The command that asks by Comunica, which is installed at the first run of the tests."""
    return [NODE, str(installed(request, COMUNICA) / "bin/query.js")]


@pytest.mark.parametrize("prefix", ["", "sparql@"])
def test_comunica_finds_the_endpoint_by_itself_or_is_told_of_it(comunica: list[str], address: str, prefix: str) -> None:
    command = [*comunica, f"{prefix}{address}", NAMES, "-t", "text/csv"]
    assert rows(subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=60).stdout) == ROWS


def test_comunica_constructs_and_asks(comunica: list[str], address: str) -> None:
    text = "CONSTRUCT WHERE { ?planet <http://example.org/moons> ?moons }"
    for query, form, expected in (
        (text, "application/n-triples", f'<{MARS}> <{MOONS}> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'),
        ("ASK { ?planet <http://example.org/moons> 2 }", "simple", "true\n"),
    ):
        command = [*comunica, f"sparql@{address}", query, "-t", form]
        done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=60)
        assert done.stdout == expected


@pytest.mark.parametrize("ending", ["", ".ttl", ".jsonld", ".trig", ".html"])
def test_comunica_asks_the_documents_on_a_thing(comunica: list[str], club: Site, ending: str) -> None:
    query = f"""SELECT ?name {{ <{BASE}id/country/ruritania> <{SKOS.prefLabel}> ?name }} ORDER BY ?name"""
    source = f"http://{club.host}:{club.port}/id/country/ruritania{ending}"
    command = [*comunica, source, query, "-t", "text/csv"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=60)
    assert rows(done.stdout) == [["name"], ["Ruritania"], ["Руритания"], ["鲁里坦尼亚"]]
