"""The dials: what a reader sets once, and finds set on the next page."""

import gzip
import re
from urllib.parse import urlencode

import pytest

from tests.server import BASE, BROWSER, Answer, Site, problem
from tests.test_server_things import plain

FORM = {"to": "/questions/participants?lang=zh", "day": "2023-09-30", "kind": "agency", "source": ""}


def page(site: Site, path: str, preferred: str = "") -> Answer:
    return site.request("GET", path, headers={"Accept": BROWSER, "Accept-Language": preferred})


@pytest.mark.parametrize(
    ("path", "preferred", "language"),
    [
        ("/", "", "en"),
        ("/", "ru-RU,ru;q=0.9,en;q=0.5", "ru"),
        ("/", "zh-CN", "zh"),
        ("/", "fr,de;q=0.5", "en"),
        ("/?lang=zh", "ru", "zh"),
        ("/?lang=", "ru", "ru"),
    ],
)
def test_the_language_is_the_chosen_one_else_the_preferred_one(
    club: Site, path: str, preferred: str, language: str
) -> None:
    answer = page(club, path, preferred)
    assert re.findall(r'<html lang="(..)">', answer.text) == [language]
    assert answer.headers["vary"] == "Accept, Accept-Language, Accept-Encoding"


@pytest.mark.parametrize(
    "path", ["/?lang=xx", "/questions?lang=en-GB", "/nowhere?lang=%00", "/id/country/egypt?lang=de"]
)
def test_a_language_without_pages_is_refused(club: Site, path: str) -> None:
    assert problem(club.get(path))["type"] == f"{BASE}problems#invalid-parameter"
    assert "'lang' is one of en, zh, ru" in page(club, path).text.replace("&#39;", "'")


def test_a_page_is_sent_compressed_to_who_accepts_it(moon: Site) -> None:
    plainly = page(moon, "/disagreements")
    headers = {"Accept": BROWSER, "Accept-Encoding": "gzip"}
    packed = moon.request("GET", "/disagreements", headers=headers)
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plainly.body
    assert len(packed.body) < len(plainly.body) / 4


def test_things_and_dates_are_named_in_the_language_of_the_page(moon: Site) -> None:
    text = plain(page(moon, "/id/country/senegal.html?lang=ru").text)
    assert "Сенегал Senegal · 塞内加尔" in text
    assert "24 июля 2025 г." in text
    assert "Status: Senegal" not in text


def test_pages_in_two_languages_are_told_apart_by_caches(club: Site) -> None:
    english, russian = (page(club, "/", language).headers["etag"] for language in ("en", "ru"))
    assert english != russian
    again = club.request("GET", "/", headers={"Accept": BROWSER, "Accept-Language": "ru", "If-None-Match": english})
    assert again.status == 200


def test_the_dials_stay_set_in_every_link_of_a_page(moon: Site) -> None:
    text = page(moon, "/id/country/senegal.html?as-of=2024-12-31&lang=zh").text
    content = text.partition("<main")[2].partition('<footer class="about')[0]
    links = [link for link in re.findall(r'href="(/[^"]*)"', content) if "/id/" in link]
    assert len(links) > 20
    assert [link for link in links if "as-of=2024-12-31&amp;lang=zh" not in link] == []


def test_each_page_has_its_own_dials_in_the_links_that_all_pages_have(club: Site) -> None:
    for dials in ("", "?lang=zh", "?as-of=2024-01-31", ""):
        links = re.findall(r'href="(/disagreements[^"]*)"', page(club, f"/{dials}").text)
        assert set(links) == {f"/disagreements{dials}"}


def test_a_view_is_named_on_the_page_and_can_be_left(moon: Site) -> None:
    text = page(moon, "/questions?as-of=2023-09-30&according-to=agency,government").text
    assert "As known on 30 September 2023, according to space agency, government" in plain(text)
    assert 'href="/questions">Back to all of today</a>' in text
    assert "As known today, according to all sources" in plain(page(moon, "/questions").text)


def test_the_form_leads_to_the_page_with_the_dials(moon: Site) -> None:
    answer = moon.get(f"/dials?{urlencode({**FORM, 'language': 'zh'})}&kind=government")
    assert (answer.status, answer.headers["location"], answer.body) == (
        303,
        "/questions/participants?as-of=2023-09-30&according-to=agency,government&lang=zh",
        b"",
    )
    assert moon.get(answer.headers["location"], BROWSER).status == 200


@pytest.mark.parametrize(
    "to", ["//evil.example/", "https://evil.example/", "/\\evil.example", "questions", "/a\r\nX: 1", ""]
)
def test_the_form_leads_to_no_other_site(moon: Site, to: str) -> None:
    answer = moon.get(f"/dials?{urlencode({**FORM, 'to': to})}")
    assert (answer.status, problem(answer)["type"]) == (400, f"{BASE}problems#invalid-parameter")


def test_the_quarters_lead_to_what_was_known_at_their_ends(moon: Site) -> None:
    text = page(moon, "/").text
    steps = re.findall(
        r'href="/\?as-of=(\d{4}-\d{2}-\d{2})" title="(\d+) Q(\d): (\d+) new sources, (\d+) by then"', text
    )
    assert steps[0][:3] == ("2021-03-31", "2021", "1")
    totals = [int(known) for *_, known in steps]
    assert [int(known) - int(new) for *_, new, known in steps][1:] == totals[:-1]
    assert totals[-1] == int(re.findall(r"claims of (\d+) sources", plain(text))[0])
