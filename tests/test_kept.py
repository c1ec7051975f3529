"""A page that is asked for again is the same, and never one of other data, of another view or in another language."""

from hashlib import sha256
from pathlib import Path

import pytest

from tests.server import BASE, BROWSER, Answer, Site, served

TOKEN = "open sesame"


def page(site: Site, path: str, **headers: str) -> Answer:
    return site.request("GET", path, headers={"Accept": BROWSER, "Host": "moon.example", **headers})


@pytest.mark.parametrize(
    "path", ["/", "/questions", "/questions/names", "/id/country/ruritania.html", "/disagreements", "/map", "/timeline"]
)
def test_a_page_is_the_same_the_second_time(club: Site, path: str) -> None:
    first, second = page(club, path), page(club, path)
    assert first.status == second.status == 200
    of_the_answer = {"date", "x-request-id"}
    assert first.body == second.body
    assert {name for name, value in first.headers.items() if second.headers[name] != value} <= of_the_answer


def test_other_languages_and_views_have_pages_of_their_own(club: Site) -> None:
    path = "/id/country/ruritania.html"
    asked: list[tuple[str, dict[str, str]]] = [
        (path, {}),
        (path, {"Accept-Language": "zh"}),
        (f"{path}?lang=ru", {}),
        (f"{path}?as-of=2024-01-01", {}),
    ]
    first = [page(club, address, **headers) for address, headers in asked]
    again = [page(club, address, **headers) for address, headers in reversed(asked)]
    assert [answer.body for answer in first] == [answer.body for answer in reversed(again)]
    assert len({sha256(answer.body).digest() for answer in first}) == len(asked)
    assert [answer.headers.get("moonpact-view") for answer in first] == [None, None, None, "as-of=2024-01-01"]


def test_a_page_and_a_file_of_one_address_are_not_taken_for_each_other(club: Site) -> None:
    types = [club.get("/questions/names", accept).type for accept in (BROWSER, "text/csv", BROWSER, "text/csv")]
    assert types == ["text/html; charset=utf-8", "text/csv; charset=utf-8"] * 2


def test_what_changes_is_on_the_page_at_once(tmp_path: Path) -> None:
    insert = "INSERT DATA {{ <{}id/country/syldavia> <http://www.w3.org/2004/02/skos/core#prefLabel> '{}'@en }}"
    headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    with served("--data", tmp_path, "--writable", token=TOKEN) as site:
        for name in ("Kingdom of the Pelican", "Kingdom of the Black Pelican"):
            assert name not in page(site, "/id/country/syldavia.html").text
            assert site.request("POST", "/sparql", insert.format(BASE, name).encode(), headers).status == 204
            assert name in page(site, "/id/country/syldavia.html").text
