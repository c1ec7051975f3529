"""The reconciliation service, as the specification has it (version 0.2) and as OpenRefine uses it."""

import csv
import json
from typing import Any, cast
from urllib.parse import quote, urlencode

import pytest

from tests.checkout import ROOT
from tests.server import BROWSER, Answer, Site, problem

WIKIDATA = "http://www.wikidata.org/entity/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# The names of partners in a table: as the evidence writes them, and some in other languages and spellings.
PARTNERS = ROOT / "tests" / "partners.csv"


def read(answer: Answer) -> dict[str, Any]:
    """Return the object that the answer holds."""
    assert (answer.status, answer.type) == (200, "application/json"), answer.text
    return cast("dict[str, Any]", json.loads(answer.body))


def reconcile(site: Site, queries: object, path: str = "/reconcile") -> dict[str, Any]:
    """Return the answer to a batch, posted as OpenRefine does."""
    return read(site.request("POST", path, urlencode({"queries": json.dumps(queries)}).encode(), FORM))


def extend(site: Site, asked: object) -> dict[str, Any]:
    """Return the values that are asked for."""
    return read(site.request("POST", "/reconcile", urlencode({"extend": json.dumps(asked)}).encode(), FORM))


def test_a_table_of_partners_is_reconciled(moon: Site) -> None:
    with PARTNERS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = reconcile(moon, {str(number): {"query": row["text"]} for number, row in enumerate(rows)})
    first = {row["text"]: found[str(number)]["result"][0] for number, row in enumerate(rows)}
    right = [row["text"] for row in rows if first[row["text"]]["id"] == row["thing"]]
    wrong_matches = [row["text"] for row in rows if first[row["text"]]["match"] and row["text"] not in right]
    assert len(rows) == 30
    assert len(right) >= 28, {text: each["id"] for text, each in first.items() if text not in right}
    assert wrong_matches == []
    assert sum(each["match"] for each in first.values()) >= 12


def test_the_manifest_tells_what_the_specification_wants(club: Site) -> None:
    here = f"http://{club.host}:{club.port}"
    manifest = read(club.get("/reconcile"))
    assert {name: manifest[name] for name in ("versions", "name", "identifierSpace", "schemaSpace")} == {
        "versions": ["0.2"],
        "name": "moonpact",
        "identifierSpace": "https://w3id.org/moonpact/id/",
        "schemaSpace": "https://w3id.org/moonpact/ontology#",
    }
    assert manifest["view"] == {"url": f"{here}/id/{{{{id}}}}"}
    assert manifest["preview"] == {"url": f"{here}/reconcile/preview/{{{{id}}}}", "width": 420, "height": 260}
    assert {"id": "country", "name": "country"} in manifest["defaultTypes"]
    assert set(manifest["suggest"]) == {"entity", "property", "type"}
    for service in manifest["suggest"].values():
        path = (service["service_url"] + service["service_path"]).removeprefix(here)
        assert "result" in read(club.get(f"{path}?prefix=c"))
    proposed = manifest["extend"]["propose_properties"]
    path = (proposed["service_url"] + proposed["service_path"]).removeprefix(here)
    assert {"id": "iso2", "name": "ISO 3166-1 alpha-2 code"} in read(club.get(f"{path}?type=country"))["properties"]


def test_a_batch_is_answered_whole_by_get_too_and_from_other_sites(club: Site) -> None:
    queries = {"a": {"query": "Ruritania", "type": "country"}, "b": {"query": "zzzz"}}
    answer = club.get(f"/reconcile?queries={quote(json.dumps(queries))}", "application/json")
    assert read(answer) == {
        "a": {
            "result": [
                {
                    "id": "country/ruritania",
                    "name": "Ruritania",
                    "type": [{"id": "country", "name": "country"}],
                    "score": 100.0,
                    "match": True,
                }
            ]
        },
        "b": {"result": []},
    }
    assert answer.headers["access-control-allow-origin"] == "*"
    assert reconcile(club, queries) == read(answer)


def test_a_name_that_several_things_share_is_no_match(moon: Site) -> None:
    found = reconcile(moon, {"q": {"query": "ISA"}})["q"]["result"]
    assert {each["id"] for each in found[:2]} == {"organization/isa-iran", "organization/isa-israel"}
    assert not any(each["match"] for each in found)


def test_a_property_tells_things_of_one_name_apart(moon: Site) -> None:
    for value in ("Iran", "伊朗", {"id": "country/iran"}):
        asked = {"query": "ISA", "properties": [{"pid": "country", "v": value}]}
        found = reconcile(moon, {"q": asked})["q"]["result"]
        assert (found[0]["id"], [each["match"] for each in found[:2]]) == ("organization/isa-iran", [True, False])


def test_a_value_alone_finds_the_thing(moon: Site) -> None:
    found = reconcile(moon, {"q": {"properties": [{"pid": "iso3", "v": "EGY"}]}})["q"]["result"]
    assert (found[0]["id"], found[0]["match"]) == ("country/egypt", True)


def test_types_are_needed_as_the_query_says(moon: Site) -> None:
    kinds = {
        "any": {"query": "Artemis Accords", "type": ["instrument", "country"]},
        "one": {"query": "Artemis Accords", "type": "initiative", "limit": 1},
        "all": {"query": "Roscosmos", "type": ["agency", "organization"], "type_strict": "all", "limit": 1},
        "none": {"query": "Roscosmos", "type": ["agency", "country"], "type_strict": "all"},
    }
    found = {key: [each["id"] for each in each["result"]] for key, each in reconcile(moon, kinds).items()}
    assert found["any"][0] == "instrument/artemis-accords"
    assert (found["one"], found["all"], found["none"]) == (
        ["initiative/artemis-accords"],
        ["organization/roscosmos"],
        [],
    )


def test_values_are_fetched(moon: Site) -> None:
    asked = {
        "ids": ["country/egypt", "organization/egsa", "country/atlantis"],
        "properties": [{"id": "iso3"}, {"id": "country"}, {"id": "exactMatch", "settings": {}}],
    }
    found = extend(moon, asked)
    assert found["meta"][:2] == [
        {"id": "iso3", "name": "ISO 3166-1 alpha-3 code"},
        {"id": "country", "name": "country"},
    ]
    assert found["rows"] == {
        "country/egypt": {"iso3": [{"str": "EGY"}], "country": [], "exactMatch": [{"str": f"{WIKIDATA}Q79"}]},
        "organization/egsa": {
            "iso3": [],
            "country": [{"id": "country/egypt", "name": "Egypt"}],
            "exactMatch": [{"str": f"{WIKIDATA}Q116007025"}, {"str": "https://ror.org/02r28hc23"}],
        },
        "country/atlantis": {"iso3": [], "country": [], "exactMatch": []},
    }


def test_names_types_and_properties_are_suggested(moon: Site) -> None:
    assert read(moon.get("/reconcile/suggest/entity?prefix=egyp"))["result"][0] == {
        "id": "country/egypt",
        "name": "Egypt",
        "notable": [{"id": "country", "name": "country"}],
    }
    assert {"id": "agency", "name": "space agency"} in read(moon.get("/reconcile/suggest/type?prefix=spa"))["result"]
    assert {"id": "iso2", "name": "ISO 3166-1 alpha-2 code"} in read(
        moon.get("/reconcile/suggest/property?prefix=iso")
    )["result"]


def test_a_thing_is_previewed_in_the_frame_of_another_site(moon: Site) -> None:
    page = moon.get("/reconcile/preview/country/egypt", BROWSER)
    assert page.status == 200
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert ">Egypt</a>" in page.text
    assert moon.get("/reconcile/preview/country/atlantis", "application/json").status == 404


@pytest.mark.parametrize(
    ("name", "text", "detail"),
    [
        ("queries", "{", "it is not JSON"),
        ("queries", "[" * 100_000, "it is not JSON"),
        ("queries", "[]", "it is not a JSON object"),
        ("queries", '{"q": 1}', "query 'q' is no JSON object"),
        ("queries", '{"q": {}}', "query 'q' has no 'query' and no 'properties'"),
        ("queries", '{"q": {"query": 1}}', "query 'q': 'query' is no text"),
        ("queries", '{"q": {"query": "a", "limit": 0}}', "query 'q': 'limit' is no number from 1 on"),
        ("queries", '{"q": {"query": "a", "limit": NaN}}', "query 'q': 'limit' is no number from 1 on"),
        ("queries", '{"q": {"query": "a", "type": 1}}', "query 'q': 'type' is no list"),
        (
            "queries",
            '{"q": {"query": "a", "type_strict": "most"}}',
            "query 'q': 'type_strict' is none of any, should, all",
        ),
        ("queries", '{"q": {"properties": [{"pid": "iso2"}]}}', "query 'q': a property needs a 'pid', a text, and 'v'"),
        (
            "queries",
            json.dumps({"q": {"query": "x" * 1_001}}),
            "the text has 1,001 characters; a search may have 1,000",
        ),
        ("queries", json.dumps({key: {"query": "a"} for key in map(str, range(201))}), "there are 201 queries"),
        ("extend", "{}", "'ids' is no list of at most 200, each with an id that is a text"),
        ("extend", '{"ids": [1], "properties": []}', "'ids' is no list of at most 200"),
        ("extend", '{"ids": [], "properties": ["iso2"]}', "'properties' is no list of at most 50"),
    ],
)
def test_what_is_no_batch_is_refused(club: Site, name: str, text: str, detail: str) -> None:
    answer = club.request("POST", "/reconcile", urlencode({name: text}).encode(), FORM)
    told = problem(answer)
    assert (answer.status, told["parameter"]) == (400, name)
    assert told["detail"].startswith(f"parameter '{name}': {detail}")
