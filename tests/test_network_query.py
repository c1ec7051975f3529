"""The network that the answer to a query is, for the tools of graphs."""

import csv
import io
import json
from urllib.parse import urlencode

import networkx
import pytest

from moonpact.queries.question import load_question
from tests.checkout import ROOT
from tests.server import Answer, Site, problem

PREFIX = (
    "PREFIX mp: <https://w3id.org/moonpact/ontology#> PREFIX initiative: <https://w3id.org/moonpact/id/initiative/>"
)
PARTNERS = f"""{PREFIX}
CONSTRUCT {{ ?country mp:participatesIn ?initiative ; a mp:Country ; mp:iso3166Alpha2 ?code }} WHERE {{
  VALUES ?initiative {{ initiative:ilrs initiative:artemis-accords }}
  ?country mp:participatesIn ?initiative ; a mp:Country .
  OPTIONAL {{ ?country mp:iso3166Alpha2 ?code }}
}}"""
IN_BOTH = {"Senegal", "Serbia", "Thailand"}


def network(site: Site, query: str, **more: str) -> Answer:
    return site.get(f"/network/query?{urlencode({'query': query, **more})}")


def test_the_ties_of_a_construct_are_edges_between_named_nodes(moon: Site) -> None:
    document = json.loads(network(moon, PARTNERS, format="json").body)
    names = {node["id"]: node["label"] for node in document["nodes"]}
    joined = {initiative: set[str]() for initiative in ("initiative/ilrs", "initiative/artemis-accords")}
    for edge in document["edges"]:
        assert edge["relation"] == "participatesIn"
        joined[edge["target"]].add(names[edge["source"]])
    assert [len(countries) for countries in joined.values()] == [13, 70]
    assert joined["initiative/ilrs"] & joined["initiative/artemis-accords"] == IN_BOTH
    assert {node["class"] for node in document["nodes"] if node["id"].startswith("country/")} == {"Country"}


def test_networkx_reads_it_back(moon: Site) -> None:
    read = networkx.parse_graphml(network(moon, PARTNERS, format="graphml").text)
    assert (read.number_of_nodes(), read.number_of_edges()) == (82, 83)


def test_names_are_in_the_language_asked_for(moon: Site) -> None:
    rows = csv.DictReader(io.StringIO(network(moon, PARTNERS, format="nodes-csv", lang="zh").text))
    assert "塞内加尔" in {row["label"] for row in rows}


def test_a_view_has_the_ties_of_then(moon: Site) -> None:
    document = json.loads(network(moon, PARTNERS, format="json", **{"as-of": "2023-09-30"}).body)
    partners = {edge["source"] for edge in document["edges"] if edge["target"] == "initiative/ilrs"}
    assert partners == {"country/china", "country/russia", "country/south-africa", "country/venezuela"}


def test_the_labels_of_the_graph_itself_go_before_those_of_the_dataset(club: Site) -> None:
    query = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    CONSTRUCT {
      <urn:a> <urn:knows> <urn:b> ; rdfs:label "Ann"@en . <urn:b> <urn:age> 3 . [] <urn:knows> <urn:b>
    } {}"""
    document = json.loads(network(club, query).body)
    assert [(node["id"], node["label"]) for node in document["nodes"]] == [("urn:a", "Ann"), ("urn:b", "urn:b")]
    assert [(edge["source"], edge["relation"], edge["target"]) for edge in document["edges"]] == [
        ("urn:a", "urn:knows", "urn:b")
    ]


def test_a_question_is_a_network_of_what_stands_in_its_rows(moon: Site) -> None:
    question = load_question("who-signed-with-whom")
    document = json.loads(network(moon, question.text, format="json").body)
    names = {node["id"]: node["label"] for node in document["nodes"]}
    edges = {(names[edge["source"]], edge["relation"], names[edge["target"]]) for edge in document["edges"]}
    with (ROOT / "tests" / "answers" / "who-signed-with-whom.csv").open(encoding="utf-8", newline="") as answer:
        rows = list(csv.DictReader(answer))
    signed = {(row["partyLabel"], "other", row["otherLabel"]) for row in rows if row["other"]}
    papers = {(row["partyLabel"], "document", row["documentLabel"]) for row in rows}
    assert {edge for edge in edges if edge[1] in ("other", "document")} == signed | papers


@pytest.mark.parametrize(
    ("parameters", "status", "detail"),
    [
        ({"query": "ASK {}"}, 400, "yes and no are no network"),
        ({}, 400, "there is no query"),
        ({"query": "CONSTRUCT { ?s ?p ?o"}, 400, ""),
        ({"query": "CONSTRUCT {} {}", "format": "xlsx"}, 400, ""),
        ({"query": "CONSTRUCT {} {}", "limit": "0"}, 400, "parameter 'limit': '0' is no number from 1 to 20000"),
        ({"query": "CONSTRUCT {} {}", "depth": "2"}, 400, ""),
        ({"query": "CONSTRUCT {} { SERVICE <http://127.0.0.1:9/> {} }"}, 403, ""),
    ],
)
def test_what_is_no_network_is_refused(club: Site, parameters: dict[str, str], status: int, detail: str) -> None:
    answer = club.get(f"/network/query?{urlencode(parameters)}", "application/json")
    assert answer.status == status
    assert detail in problem(answer)["detail"]
