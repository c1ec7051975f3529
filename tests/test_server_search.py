"""The search over HTTP: JSON for programs, a page that works without JavaScript, suggestions."""

import json
import re
from urllib.parse import quote

import pytest

from tests.server import BASE, BROWSER, Site, problem
from tests.test_server_things import plain

RURITANIA = {
    "iri": f"{BASE}id/country/ruritania",
    "path": "/id/country/ruritania",
    "label": "Ruritania",
    "language": "en",
    "kind": "country",
    "kindLabel": "country",
    "score": 1.0,
    "match": {"text": "Руритания", "language": "ru", "role": "name"},
}
ALLOWED = "q, kind, limit, format, as-of, according-to, lang"


def test_the_answer_for_programs_is_this(club: Site) -> None:
    answer = club.get(f"/search?q={quote('руритания')}&kind=country", "application/json")
    assert (answer.status, answer.type) == (200, "application/json")
    assert json.loads(answer.body) == {"query": "руритания", "total": 1, "complete": True, "results": [RURITANIA]}
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_page_shows_what_was_found_and_by_which_text(moon: Site) -> None:
    page = moon.get(f"/search?q={quote('роскосмос')}&limit=1", BROWSER)
    assert page.type == "text/html; charset=utf-8"
    assert '<a href="/id/organization/roscosmos">Roscosmos</a>' in page.text
    assert re.search(r" [1-9][0-9]* things found, the best 1 are shown[.] ", plain(page.text))
    assert 'value="роскосмос"' in page.text


def test_every_page_has_a_box_that_searches(club: Site) -> None:
    page = club.get("/questions", BROWSER).text
    assert '<form action="/search" method="get" role="search" class="search">' in page
    assert 'name="q"' in page


def test_the_page_without_a_search_asks_for_one(club: Site) -> None:
    page = club.get("/search", BROWSER)
    assert page.status == 200
    assert '<option value="country">country</option>' in page.text
    assert "found" not in plain(page.text)


def test_a_kind_has_its_narrower_kinds_in_it(moon: Site) -> None:
    found = json.loads(moon.get("/search?q=roscosmos&kind=organization&limit=1&format=json").body)["results"]
    assert [(each["iri"], each["kind"]) for each in found] == [(f"{BASE}id/organization/roscosmos", "agency")]


def test_a_language_is_that_of_the_names_shown(moon: Site) -> None:
    found = json.loads(moon.get("/search?q=EG&lang=zh&limit=1&format=json").body)["results"]
    assert [(each["label"], each["language"]) for each in found] == [("埃及", "zh")]
    page = moon.get("/search?q=Egypt&limit=1", BROWSER)
    assert '<span class="mark">country</span>' in page.text
    page = moon.get("/search?q=Egypt&limit=1&lang=ru", BROWSER)
    assert '<a href="/id/country/egypt?lang=ru">Египет</a>' in page.text
    assert '<span class="mark">страна</span>' in page.text


def test_claims_are_found_by_their_sentences_as_known_then(club: Site) -> None:
    path = "/search?q=courier+says+so&kind=claim&format=json"
    now, then = json.loads(club.get(path).body), json.loads(club.get(f"{path}&as-of=2024-01-31").body)
    assert now["results"][0]["iri"] == f"{BASE}id/claim/courier"
    assert f"{BASE}id/claim/courier" not in [each["iri"] for each in then["results"]]


def test_what_is_being_written_is_completed(club: Site) -> None:
    answer = club.get("/search/suggest?prefix=rur&limit=1&kind=country", BROWSER.replace("*/*", "application/json"))
    assert answer.type == "application/json"
    told = json.loads(answer.body)
    assert (told["prefix"], [each["label"] for each in told["results"]]) == ("rur", ["Ruritania"])


@pytest.mark.parametrize(
    ("path", "parameter", "detail"),
    [
        ("/search", "q", "the parameter 'q' is missing: give what is searched for"),
        ("/search?q=a&q=b", "q", "the parameter 'q' is given 2 times"),
        ("/search?q=a&limit=0", "limit", "parameter 'limit': '0' is not a whole number from 1 to 100"),
        ("/search?q=a&limit=ten", "limit", "parameter 'limit': 'ten' is not a whole number from 1 to 100"),
        ("/search?q=a&lang=xx", "lang", "there are no pages in 'xx'; 'lang' is one of en, zh, ru"),
        ("/search?q=a&query=b", "query", f"there is no parameter 'query' here; there are {ALLOWED}"),
        (
            "/search?q=" + "x" * 10_000,
            "q",
            "parameter 'q': the text has 10,000 characters; a search may have 1,000",
        ),
        ("/search/suggest", "prefix", "the parameter 'prefix' is missing: give the beginning of a name"),
    ],
)
def test_what_is_not_allowed_is_named(club: Site, path: str, parameter: str, detail: str) -> None:
    answer = club.get(path, "application/json")
    told = problem(answer)
    assert (answer.status, told["parameter"], told["detail"]) == (400, parameter, detail)


def test_an_unknown_kind_is_told_with_those_there_are(club: Site) -> None:
    told = problem(club.get("/search?q=a&kind=planet", "application/json"))
    assert told["detail"].startswith("parameter 'kind': there is no kind 'planet'; there are ")
    assert "country" in told["detail"]


@pytest.mark.parametrize(
    "asked", ["%00", "%EF%BF%BD", "*%22)(", "<script>alert(1)</script>", "%27%20OR%201=1", "a%0D%0AX:1"]
)
def test_hostile_texts_are_answered(club: Site, asked: str) -> None:
    page = club.get(f"/search?q={quote(asked, safe='%')}", BROWSER)
    assert page.status == 200
    assert "<script>" not in page.text
    assert json.loads(club.get(f"/search?q={quote(asked, safe='%')}&format=json").body)["complete"] is True


def test_an_unknown_format_is_refused(club: Site) -> None:
    assert club.get("/search?q=a&format=csv").status == 406
    assert club.get("/search?q=a&format=pdf").status == 400
    assert club.get("/search?q=a", "text/turtle").status == 406
