"""The network over HTTP."""

import gzip
import json
from collections import Counter
from typing import Any
from urllib.parse import quote

import pytest
from rdflib import SKOS, Graph, URIRef

from moonpact.graph.network.things import CLASSES, GROUPS, RELATIONS, SOURCE_KINDS
from moonpact.ontology.files import folder
from moonpact.queries.files import read_query
from tests.server import BASE, BROWSER, Site, problem

RURITANIA = {"id": "country/ruritania", "label": "Ruritania", "class": "Country", "neighbours": 4}
CLUB = {"id": "initiative/moon-club", "label": "Moon Club", "class": "Initiative", "neighbours": 3}
CHARTER = {"id": "instrument/club-charter", "label": "Charter of the Moon Club", "class": "Instrument", "neighbours": 2}
AGENCY = {
    "id": "organization/rusa",
    "label": "Ruritanian Space Agency",
    "class": "Agency",
    "kinds": ["space-agency"],
    "neighbours": 1,
}
LABORATORY = {
    "id": "organization/moonlab",
    "label": "Moon Laboratory of Ruritania",
    "class": "Organization",
    "kinds": ["laboratory"],
    "neighbours": 1,
}
JOINED = {
    "source": "country/ruritania",
    "target": "initiative/moon-club",
    "relation": "Participation",
    "record": "participation/ruritania--moon-club",
    "status": "joined",
    "group": "taking-part",
    "from": "2023-05",
    "sources": 1,
    "sourceKinds": ["news"],
    "contested": True,
}
SIGNED = {
    "source": "country/ruritania",
    "target": "instrument/club-charter",
    "relation": "Signature",
    "record": "signature/ruritania--club-charter",
    "status": "signed",
    "group": "taking-part",
    "from": "2023-05-04",
    "sources": 1,
    "sourceKinds": ["news"],
}
OF_CLUB = {"source": "instrument/club-charter", "target": "initiative/moon-club", "relation": "initiative"}
SEATS = [{"source": node["id"], "target": "country/ruritania", "relation": "country"} for node in (LABORATORY, AGENCY)]


def network(site: Site, path: str) -> Any:  # noqa: ANN401 - JSON.
    """Return what the address has in JSON."""
    answer = site.get(path)
    assert (answer.status, answer.type) == (200, "application/json")
    return json.loads(answer.body)


def test_what_is_near_a_country(club: Site) -> None:
    found = network(club, "/network/country/ruritania?depth=1")
    version = found.pop("version")
    assert len(version) == 12
    assert found == {
        "view": {},
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "language": "en",
        "base": f"{BASE}id/",
        "centre": "country/ruritania",
        "depth": 1,
        "leftOut": {"nodes": 0, "edges": 0},
        "names": {
            "Agency": "space agency",
            "Country": "country",
            "Initiative": "initiative",
            "Instrument": "instrument",
            "Organization": "organization",
            "Participation": "participation",
            "Signature": "signature",
            "country": "country",
            "initiative": "initiative",
            "joined": "joined",
            "laboratory": "laboratory or research institute",
            "news": "news",
            "signed": "signed",
            "space-agency": "space agency",
            "taking-part": "taking part",
        },
        "nodes": [RURITANIA, CLUB, CHARTER, LABORATORY, AGENCY],
        "edges": [JOINED, SIGNED, *SEATS, OF_CLUB],
    }


def test_a_part_of_it(club: Site) -> None:
    found = network(club, "/network/country/ruritania?depth=1&limit=2&lang=ru")
    assert [node["label"] for node in found["nodes"]] == ["Руритания", "Moon Club"]
    assert found["edges"] == [JOINED]
    assert found["leftOut"] == {"nodes": 3, "edges": 4}
    assert found["names"]["Participation"] == "участие"
    some = network(club, "/network?class=Country,Agency&relation=country")
    assert (some["nodes"], some["edges"]) == ([{**RURITANIA, "neighbours": 1}, AGENCY], [SEATS[1]])
    assert network(club, "/network?status=prospective")["nodes"] == []


def test_more_things_by_years_and_sources(club: Site) -> None:
    found = network(club, "/network/organization/rusa?open=initiative/moon-club&from=2023&to=2023&source-kind=news,web")
    assert [node["id"] for node in found["nodes"]] == ["country/ruritania", "initiative/moon-club", "organization/rusa"]
    assert found["edges"] == [JOINED]
    assert network(club, "/network?contested=true")["edges"] == [JOINED]
    assert network(club, "/network?source-kind=web")["edges"] == []
    assert network(club, "/network?from=2024")["edges"] == []


def test_a_view_of_it(club: Site) -> None:
    answer = club.get("/network?according-to=courier&status=not-taking-part")
    found = json.loads(answer.body)
    assert answer.headers["moonpact-view"] == "according-to=courier"
    assert found["view"] == {"according-to": "courier"}
    denied = {**JOINED, "status": "not-taking-part", "group": "not-taking-part", "sourceKinds": ["web"]}
    assert found["edges"] == [{name: denied[name] for name in denied if name not in ("from", "contested")}]
    assert found["nodes"] == [{**node, "neighbours": 1} for node in (RURITANIA, CLUB)]


def test_a_thing_without_relations_stands_alone(club: Site) -> None:
    found = network(club, "/network/facility/moon-dome")
    assert [node["id"] for node in found["nodes"]] == ["facility/moon-dome"]
    assert found["edges"] == []


def test_a_thing_leads_to_the_network_around_it(club: Site) -> None:
    link = '<a href="/network/country/ruritania">The network around it'
    assert link in club.get("/id/country/ruritania.html", BROWSER).text
    assert "/network/" not in club.get("/id/claim/herald.html", BROWSER).text


def test_the_whole_network(moon: Site) -> None:
    found = network(moon, "/network")
    ends = {end for edge in found["edges"] for end in (edge["source"], edge["target"])}
    assert {node["id"] for node in found["nodes"]} == ends
    assert {node["class"] for node in found["nodes"]} == set(CLASSES)
    relations = Counter(edge["relation"] for edge in found["edges"])
    assert {"Participation", "Signature", "Contribution", "Launch", "operator", "partOf", "serves"} <= set(relations)
    assert found["leftOut"] == {"nodes": 0, "edges": 0}
    keys = [json.dumps([edge[name] for name in ("source", "target", "relation")]) for edge in found["edges"]]
    assert {"ilrs", "artemis-accords"} <= {each for node in found["nodes"] for each in node.get("takesPartIn", ())}
    assert len(found["names"]) > 50
    assert len(keys) > 1_000


def test_the_same_network_is_the_same_bytes_and_is_not_sent_again(moon: Site) -> None:
    plain = moon.get("/network?lang=zh")
    packed = moon.request("GET", "/network?lang=zh", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    again = moon.request("GET", "/network?lang=zh", headers={"If-None-Match": plain.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("path", "status", "name", "detail"),
    [
        ("?depth=2", 400, "invalid-parameter", "parameter 'depth': it goes with one thing"),
        ("/country/ruritania?depth=0", 400, "invalid-parameter", "parameter 'depth': '0' is no number from 1 to 3"),
        ("/country/ruritania?depth=4", 400, "invalid-parameter", "parameter 'depth': '4' is no number from 1 to 3"),
        ("/country/ruritania?depth=²", 400, "invalid-parameter", "parameter 'depth': '²' is no number from 1 to 3"),
        ("/country/ruritania?depth=1&depth=2", 400, "invalid-parameter", "the parameter 'depth' is given 2 times"),
        (f"?limit={'9' * 5_000}", 400, "invalid-parameter", "parameter 'limit': '999"),
        (
            "?class=Country,Moon",
            400,
            "invalid-parameter",
            "parameter 'class': 'Moon' is not among Country, Organization",
        ),
        ("?relation=,", 400, "invalid-parameter", "parameter 'relation': '' is not among Signature, Participation"),
        ("?status=signed", 400, "invalid-parameter", "parameter 'status': 'signed' is not among taking-part"),
        ("?lang=fr", 400, "invalid-parameter", "there are no pages in 'fr'; 'lang' is one of en, zh, ru"),
        ("?colour=red", 400, "invalid-parameter", "parameter 'colour': there is none of this name; there are open"),
        ("?open=country/ruritania", 400, "invalid-parameter", "parameter 'open': it goes with one thing"),
        ("/country/ruritania?open=country/x", 404, "unknown-thing", f"{BASE}id/country/x is no thing of the network"),
        (f"/country/ruritania?open={'a,' * 101}", 400, "invalid-parameter", "parameter 'open': it names 101 things"),
        ("?from=23", 400, "invalid-parameter", "parameter 'from': '23' is no year, such as 2023"),
        ("?to=２０２３", 400, "invalid-parameter", "parameter 'to': '２０２３' is no year"),
        ("?contested=1", 400, "invalid-parameter", "parameter 'contested': '1' is not among true, false"),
        ("?source-kind=blog", 400, "invalid-parameter", "parameter 'source-kind': 'blog' is not among government"),
        ("?as-of=2023-02-30", 400, "invalid-parameter", "'2023-02-30' is no day of the calendar"),
        ("?format=xlsx", 400, "unknown-format", "there is no format 'xlsx'"),
        ("?format=ttl", 406, "not-acceptable", "this answer can be had as application/json, application/graphml+xml"),
        ("/country/ruritanja", 404, "unknown-thing", f"{BASE}id/country/ruritanja is no thing of the network"),
        ("/claim/herald", 404, "unknown-thing", f"{BASE}id/claim/herald is no thing of the network"),
        ('/country/"><script>alert(1)</script>', 404, "unknown-thing", f'{BASE}id/country/"><script>'),
    ],
)
def test_bad_requests_are_told_what_is_allowed(club: Site, path: str, status: int, name: str, detail: str) -> None:
    answer = club.get(f"/network{quote(path, safe='/?=&,')}")
    members = problem(answer)
    assert (answer.status, members["type"]) == (status, f"{BASE}problems#{name}")
    assert members["detail"].startswith(detail)
    if path == "/country/ruritanja":
        assert f"{BASE}id/country/ruritania" in members["nearest"]


def test_the_queries_and_the_tables_agree() -> None:
    named = {name: set(read_query(f"exports/network-{name}").split()) for name in ("things", "records", "statements")}
    terms = {name: {f"mp:{each}" for each in names} for name, names in (("c", CLASSES), ("r", RELATIONS))}
    assert terms["c"] <= named["things"]
    assert terms["c"] | {each for each in terms["r"] if each[3].islower()} <= named["statements"]
    assert {each for each in terms["r"] if each[3].isupper()} <= named["records"]


def test_the_kinds_of_source_are_those_of_the_scheme() -> None:
    scheme = Graph().parse(folder() / "schemes" / "source-kind.ttl")
    kinds = scheme.subjects(SKOS.inScheme, URIRef(f"{BASE}id/scheme/source-kind"))
    assert {str(each).rpartition("/")[2] for each in kinds} == set(SOURCE_KINDS)


def test_the_groups_are_the_top_concepts_of_statuses() -> None:
    scheme = Graph().parse(folder() / "schemes" / "status.ttl")
    tops = scheme.subjects(SKOS.topConceptOf, URIRef(f"{BASE}id/scheme/status"))
    assert {str(each).rpartition("/")[2] for each in tops} == set(GROUPS)
