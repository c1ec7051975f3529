"""Names that are given up lead to what has taken their place, or are told to be gone."""

from collections.abc import Generator

import pytest

from tests.made_up import JOINING, THINGS, Says, write_folder
from tests.server import BASE, BROWSER, Site, problem, served

FORMER = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
country:old-ruritania a mp:FormerName ; owl:deprecated true ; dcterms:isReplacedBy country:ruritania .
country:atlantis a mp:FormerName ; owl:deprecated true .
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A server of made-up data with two names that are given up."""
    said = Says("gazette", JOINING, "mp:status status:joined")
    with served("--data", write_folder(tmp_path_factory.mktemp("moved"), said, things=THINGS + FORMER)) as found:
        yield found


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/id/country/old-ruritania", "/id/country/ruritania"),
        ("/id/country/old-ruritania.ttl", "/id/country/ruritania.ttl"),
        ("/id/country/old-ruritania.html?as-of=2024-03-01", "/id/country/ruritania.html?as-of=2024-03-01"),
    ],
)
def test_a_name_that_has_moved_leads_to_its_successor(site: Site, asked: str, location: str) -> None:
    answer = site.get(asked, "text/turtle")
    assert (answer.status, answer.headers["location"]) == (301, location)
    assert site.follow(location, "text/turtle").status == 200


@pytest.mark.parametrize("asked", ["/id/country/atlantis", "/id/country/atlantis.ttl?as-of=2024-03-01"])
def test_a_name_that_is_gone_says_so(site: Site, asked: str) -> None:
    answer = site.get(asked, "application/json")
    assert (answer.status, problem(answer)) == (
        410,
        {
            "type": f"{BASE}problems#gone",
            "title": "Gone",
            "status": 410,
            "detail": f"{BASE}id/country/atlantis is given up, and nothing has taken its place",
        },
    )
    page = site.get(asked, BROWSER)
    assert (page.status, page.type) == (410, "text/html; charset=utf-8")
