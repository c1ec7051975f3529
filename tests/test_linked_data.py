"""Every thing answers under its IRI: it leads to documents, which are the same description in each format."""

import json
from urllib.parse import quote

import pytest
from rdflib import RDF, Graph, URIRef

from tests.linked_data import FORMATS, HAS_RAPPER, by_pyld, by_rapper, by_rdflib, one_of_each_kind
from tests.server import BASE, BROWSER, Site, problem

RURITANIA = "/id/country/ruritania"
HOSTILE = 'a\r\nX: y">'
ALL = {"html": "text/html", **{ending: media_type for ending, (media_type, _, _) in FORMATS.items()}}
KINDS = [
    "answer",
    "approval",
    "celestial-body",
    "claim",
    "conclusion",
    "contribution",
    "count",
    "count-of",
    "country",
    "decision",
    "disagreement",
    "event",
    "facility",
    "graph",
    "initiative",
    "instrument",
    "instrument-kind",
    "landing",
    "launch",
    "leadership",
    "milestone",
    "mission",
    "mission-kind",
    "organization",
    "organization-kind",
    "outcome",
    "outlet",
    "participation",
    "payload",
    "phase",
    "plan",
    "position",
    "power-source",
    "role",
    "rule",
    "scheme",
    "signature",
    "source",
    "source-kind",
    "spacecraft",
    "statement",
    "status",
    "verdict",
]


@pytest.fixture(scope="module")
def things(moon: Site) -> dict[str, str]:
    """The path of one thing of each kind, of the register's graph, of the ontology and of its version."""
    others = {"graph": "/id/graph/register", "ontology": "/ontology", "version": "/ontology/0.1.0"}
    return {**one_of_each_kind(moon), **others}


def test_there_is_a_thing_of_each_kind(things: dict[str, str]) -> None:
    assert sorted(things) == sorted([*KINDS, "ontology", "version"])


@pytest.mark.parametrize("kind", [*KINDS, "ontology", "version"])
def test_the_description_is_the_same_in_each_format(moon: Site, things: dict[str, str], kind: str) -> None:
    path = things[kind]
    subject = URIRef(f"{BASE}ontology" if kind == "version" else BASE.rstrip("/") + path)
    texts: dict[str, str] = {}
    for ending, (media_type, _, _) in FORMATS.items():
        answer = moon.get(f"{path}.{ending}")
        assert (path, ending, answer.status, answer.type.partition(";")[0]) == (path, ending, 200, media_type)
        texts[ending] = answer.text
    expected = by_rdflib(texts["nt"], "nt")
    assert kind == "graph" or (subject, RDF.type, None) in Graph().parse(data=texts["nt"], format="nt")
    for ending, text in texts.items():
        assert (ending, sorted(by_rdflib(text, ending) ^ expected)) == (ending, [])
        if HAS_RAPPER and FORMATS[ending][2]:
            assert (ending, sorted(by_rapper(text, ending) ^ expected)) == (ending, [])
    assert sorted(by_pyld(texts["jsonld"]) ^ expected) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_leads_to_the_document_that_is_accepted(moon: Site, things: dict[str, str], kind: str) -> None:
    path = things[kind]
    for ending, media_type in ALL.items():
        answer = moon.get(path, media_type)
        assert (answer.status, answer.headers["location"]) == (303, f"{path}.{ending}")
    page = moon.get(f"{path}.html")
    assert (page.status, page.type) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (None, "html"),
        ("*/*", "html"),
        (BROWSER, "html"),
        ("text/turtle;q=0.5, application/rdf+xml", "rdf"),
        ("text/html;q=0.1, application/ld+json;q=0.9", "jsonld"),
        ("text/html;q=0, */*;q=0.1", "ttl"),
        ("application/n-quads", "nq"),
        ("application/trig, text/turtle;q=0.9", "trig"),
        ("text/turtle; charset=utf-8", "ttl"),
    ],
)
def test_qualities_decide(club: Site, accept: str | None, ending: str) -> None:
    answer = club.get(RURITANIA, accept)
    assert (answer.status, answer.headers["location"]) == (303, f"{RURITANIA}.{ending}")
    assert answer.headers["vary"] == "Accept, Accept-Language"


def test_the_format_that_is_named_goes_before_the_accepted_one(club: Site) -> None:
    assert club.get(f"{RURITANIA}?format=nt", "text/turtle").headers["location"] == f"{RURITANIA}.nt"


def test_views_and_language_are_carried_to_the_document(club: Site) -> None:
    asked = "as-of=2024-01-31&according-to=news,web&lang=ru"
    answer = club.get(f"{RURITANIA}?format=ttl&{asked}")
    assert answer.headers["location"] == f"{RURITANIA}.ttl?{asked}"
    whole, viewed = club.get(f"{RURITANIA}.nt").text, club.get(f"{RURITANIA}.nt?as-of=2024-01-31")
    assert viewed.headers["moonpact-view"] == "as-of=2024-01-31"
    assert "courier says so." in whole
    assert "courier says so." not in viewed.text


def test_a_document_tells_what_it_is(club: Site) -> None:
    answer = club.get(f"{RURITANIA}.ttl?as-of=2024-03-31")
    links = answer.headers["link"].split(", ")
    assert links[:4] == [
        f'<{BASE}id/country/ruritania>; rel="about"',
        f'<{BASE}id/country/ruritania.ttl?as-of=2024-03-31>; rel="canonical"',
        '</dataset>; rel="describedby"',
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
    ]
    assert links[4:] == [
        f'<{RURITANIA}.{ending}?as-of=2024-03-31>; rel="alternate"; type="{media_type}"'
        for ending, media_type in ALL.items()
        if ending != "ttl"
    ]
    # The newest source that speaks of it, the courier, is of March 2024; it counts from the last day of the month.
    assert answer.headers["last-modified"] == "Sun, 31 Mar 2024 00:00:00 GMT"


@pytest.mark.parametrize("ending", ALL)
def test_head_tells_the_same_without_the_document(club: Site, ending: str) -> None:
    got, head = club.get(f"{RURITANIA}.{ending}"), club.request("HEAD", f"{RURITANIA}.{ending}")
    assert (head.status, head.body) == (200, b"")
    own = {"date": "", "x-request-id": ""}
    assert {**head.headers, **own} == {**got.headers, **own}
    assert club.request("HEAD", RURITANIA).status == 303


@pytest.mark.parametrize("ending", ALL)
def test_a_document_that_is_known_is_not_sent_again(club: Site, ending: str) -> None:
    known = club.get(f"{RURITANIA}.{ending}").headers
    again = club.request("GET", f"{RURITANIA}.{ending}", headers={"If-None-Match": known["etag"]})
    assert (again.status, again.body) == (304, b"")
    # The date does not tell of corrections: the version alone decides.
    by_date = club.request("GET", f"{RURITANIA}.{ending}", headers={"If-Modified-Since": known["last-modified"]})
    assert by_date.status == 200


def test_a_description_holds_the_claims_for_and_against_with_their_sources(club: Site) -> None:
    graph = Graph().parse(data=club.get("/id/participation/ruritania--moon-club.ttl").text, format="turtle")
    found = {str(each).removeprefix(f"{BASE}id/") for each in graph.subjects(RDF.type, None)}
    on_it = "participation-ruritania--moon-club"
    assert found >= {
        *(f"claim/{name}" for name in ("gazette", "courier")),
        *(f"source/{name}" for name in ("gazette", "courier")),
        *(f"conclusion/{on_it}-{name}" for name in ("status", "joinedOn")),
        f"disagreement/{on_it}-status",
    }
    assert len([each for each in found if each.startswith("position/")]) == 2
    names = graph.objects(
        URIRef(f"{BASE}id/country/ruritania"), URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")
    )
    assert {str(name) for name in names} == {"Ruritania", "Руритания", "鲁里坦尼亚"}


def test_the_graphs_of_the_sources_are_told(club: Site) -> None:
    lines = club.get("/id/claim/gazette.nq").text.splitlines()
    on_it = [line for line in lines if line.startswith(f"<{BASE}id/claim/gazette> <{BASE}ontology#certainty>")]
    stated = f'<{BASE}id/claim/gazette> <{BASE}ontology#certainty> "stated"'
    assert on_it == [f"{stated} <{BASE}id/source/gazette> .", f"{stated} ."]
    assert "source:gazette {" in club.get("/id/claim/gazette.trig").text


def test_json_is_for_those_who_know_no_rdf(club: Site) -> None:
    document = json.loads(club.get("/id/country/ruritania.json").text)
    assert document["id"] == f"{BASE}id/country/ruritania"
    assert document["type"] == "Country"
    assert document["prefLabel"] == {"en": "Ruritania", "ru": "Руритания", "zh": "鲁里坦尼亚"}
    claims = {each["id"]: each for each in document["included"] if each.get("type") == "Claim"}
    claim = claims[f"{BASE}id/claim/gazette"]
    assert claim["description"] == {"en": "gazette says so."}
    assert (claim["joinedOn"], claim["wasDerivedFrom"]) == ("2023-05-01", f"{BASE}id/source/gazette")
    assert document == json.loads(club.get("/id/country/ruritania.jsonld").text)


def test_what_many_things_point_to_comes_in_pages(moon: Site) -> None:
    whole = moon.get("/id/initiative/ilrs.html")
    assert 'rel="next"' not in whole.headers["link"]
    seen, path, pages = set[str](), "/id/initiative/ilrs.nt", 0
    while path:
        answer = moon.get(path)
        seen |= {line.split(" ")[0] for line in answer.text.splitlines()}
        assert len(answer.body) < 2_000_000
        nexts = [link for link in answer.headers["link"].split(", ") if link.endswith('rel="next"')]
        path, pages = (nexts[0].partition(">")[0][1:] if nexts else ""), pages + 1
    query = f"SELECT DISTINCT ?s {{ ?s ?p <{BASE}id/initiative/ilrs> }}"
    pointing = moon.ask(query, "text/tab-separated-values").text.splitlines()[1:]
    assert (pages > 2, set(pointing) - seen) == (True, set())


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [
        (f"{RURITANIA}.xls", 400, "unknown-format"),
        (f"{RURITANIA}?format=xls", 400, "unknown-format"),
        (f"{RURITANIA}.ttl?after=egypt", 400, "invalid-parameter"),
        (f"{RURITANIA}.ttl?after=x:a&after=x:b", 400, "invalid-parameter"),
        (f"{RURITANIA}.ttl?as-of=2024-02-30", 400, "invalid-parameter"),
        (f"{RURITANIA}?as-of=%FF", 400, "invalid-encoding"),
        ("/id/../../etc/passwd", 404, "unknown-thing"),
        ("/id/country/..%2F..%2Fetc%2Fpasswd", 404, "unknown-thing"),
        ("/id/country/egypt%00", 404, "unknown-thing"),
        ("/id/country/egypt%0d%0aSet-Cookie:a=b", 404, "not-found"),
        ("/id/country/%FF.ttl", 404, "unknown-thing"),
        (f"/id/country/{'a' * 4000}.ttl", 404, "unknown-thing"),
        ("/id/country/%3Cscript%3E", 404, "unknown-thing"),
        ("/ontology/9.9.9", 404, "unknown-thing"),
        ("/ontology.xls", 400, "unknown-format"),
    ],
)
def test_what_is_asked_wrongly_is_told(club: Site, path: str, status: int, name: str) -> None:
    answer = club.get(path, "application/json")
    told = problem(answer)
    assert (answer.status, told["type"].rpartition("#")[2]) == (status, name)
    assert len(answer.body) < 2_000
    assert "set-cookie" not in answer.headers


def test_a_name_that_cannot_be_is_told_how_names_are(club: Site) -> None:
    told = problem(club.get("/id/country/a%20b.ttl", "text/turtle"))
    assert told["hint"] == "A name is /id/, a kind, / and letters, digits and hyphens, such as /id/country/egypt."


def test_what_stands_in_a_parameter_stays_within_it(club: Site) -> None:
    asked = f"as-of=2024-01-31&after={quote(HOSTILE)}"
    answer = club.get(f"{RURITANIA}?{asked}", "text/turtle")
    assert answer.headers["location"] == f"{RURITANIA}.ttl?as-of=2024-01-31&after=a%0D%0AX:+y%22%3E"
    assert "x" not in answer.headers
