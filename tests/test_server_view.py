"""Views over HTTP: `as-of` and `according-to`."""

from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.server import COUNTRIES, Site, problem, served

STATUS = """PREFIX mp: <https://w3id.org/moonpact/ontology#>
SELECT ?status WHERE { ?conclusion mp:about <https://w3id.org/moonpact/id/participation/ruritania--moon-club> ;
  mp:onProperty mp:status ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> ?status }"""
DISAGREEMENTS = "SELECT ?d WHERE { ?d a <https://w3id.org/moonpact/ontology#Disagreement> }"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A server of RDF that was not built here."""
    file: Path = tmp_path_factory.mktemp("plain") / "a.ttl"
    file.write_text("<x:s> <x:p> <x:o> .\n", encoding="utf-8")
    with served(file) as site:
        yield site


def rows(site: Site, query: str, **view: str) -> int:
    """Return how many rows the query has in the view."""
    return len(site.ask(query, "text/csv", **view).text.splitlines()) - 1


def test_a_view_is_named_and_has_its_own_version(club: Site) -> None:
    whole = club.ask(STATUS, "text/csv")
    view = club.ask(STATUS, "text/csv", **{"as-of": "2024-01-31", "according-to": "web,news"})
    assert view.headers["moonpact-view"] == "as-of=2024-01-31; according-to=news,web"
    assert "moonpact-view" not in whole.headers
    assert view.headers["etag"] != whole.headers["etag"]


def test_a_view_is_answered_from_its_sources_and_from_memory(club: Site) -> None:
    for _ in range(2):
        assert rows(club, DISAGREEMENTS) > rows(club, DISAGREEMENTS, **{"as-of": "2024-01-31"})
        assert club.ask(STATUS, "text/csv", **{"according-to": "courier"}).text.split() == [
            "status",
            "https://w3id.org/moonpact/id/status/not-taking-part",
        ]


def test_a_view_that_is_known_is_not_sent_again(club: Site) -> None:
    path = f"/sparql?{urlencode({'query': STATUS, 'as-of': '2024-01-31'})}"
    etag = club.get(path).headers["etag"]
    again = club.request("GET", path, headers={"If-None-Match": etag})
    assert (again.status, again.headers["moonpact-view"]) == (304, "as-of=2024-01-31")


def test_more_views_than_are_kept_are_answered(club: Site) -> None:
    days = [f"2024-01-{day:02}" for day in range(1, 13)]
    assert [rows(club, COUNTRIES, **{"as-of": day}) for day in days] == [2] * len(days)
    assert rows(club, COUNTRIES, **{"as-of": days[0]}) == 2


@pytest.mark.parametrize("path", ["/questions/contradictions", "/questions", "/id/country/ruritania", "/disagreements"])
def test_pages_are_of_the_view_too(club: Site, path: str) -> None:
    page = club.follow(f"{path}?as-of=2024-01-31", "text/html")
    assert (page.status, page.headers["moonpact-view"]) == (200, "as-of=2024-01-31")
    assert page.headers["etag"] != club.follow(path, "text/html").headers["etag"]


@pytest.mark.parametrize(
    ("view", "detail"),
    [
        ("as-of=2024-02-30", "'2024-02-30' is no day of the calendar"),
        ("as-of=", "'' is no day of the calendar"),
        (
            "according-to=gossip",
            "no kind of source, no source and no body that is quoted is called 'gossip'; there are the kinds ",
        ),
        ("according-to=,", "according-to names nothing; there are the kinds academic, agency, "),
        ("as-of=2024-01-01&as-of=2024-01-02", "the parameter 'as-of' is given 2 times"),
        ("according-to=web&according-to=news", "the parameter 'according-to' is given 2 times"),
    ],
)
@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/questions/contradictions?format=json"])
def test_what_is_no_view_is_refused(club: Site, path: str, view: str, detail: str) -> None:
    answer = club.get(f"{path}&{view}", "application/json")
    told = problem(answer)
    assert (answer.status, told["type"].rpartition("#")[2]) == (400, "invalid-parameter")
    assert told["detail"].startswith(detail)


def test_the_page_of_a_view_that_is_none_says_why(club: Site) -> None:
    page = club.get("/questions?as-of=yesterday", "text/html")
    assert page.status == 400
    assert "no day of the calendar" in page.text


def test_data_that_was_not_built_has_no_views(plain: Site) -> None:
    answer = plain.ask("ASK {}", "application/json", **{"as-of": "2024-01-31"})
    assert (answer.status, problem(answer)["detail"][:32]) == (400, "there are no views of this data:")
