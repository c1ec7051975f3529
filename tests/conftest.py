"""The servers that tests ask, each started once, and the browser that some ask them with."""

from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import opened, started
from tests.made_up import JOINING, LEADING, MEMBERS, SIGNING, Decides, Says, dated, write_folder
from tests.server import Site, served

LATER = 'dcterms:issued "2024-03-01"^^xsd:date ; mp:datePrecision "month"'


@pytest.fixture(scope="session")
def club_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of made-up data: two sources contradict each other on one matter, and agree on another."""
    return write_folder(
        tmp_path_factory.mktemp("club"),
        Says("gazette", JOINING, f"mp:status status:joined ; {dated('joinedOn', '2023-05-01', 'month')}"),
        Says("courier", JOINING, "mp:status status:not-taking-part", kind="web", issued=LATER),
        Says("herald", SIGNING, f"mp:status status:signed ; {dated('signedOn', '2023-05-04')}"),
        Says("post", MEMBERS, "mp:value 7 ; mp:countOf count-of:countries"),
        Says("times", MEMBERS, "mp:minimum 9 ; mp:countOf count-of:countries", issued=LATER),
        Says("echo", LEADING, "mp:leader country:ruritania"),
        Says("mirror", LEADING, "mp:leader country:borduria"),
        Decides("leader", LEADING, "mp:leader", "mp:leavesOpen true ; mp:considers claim:echo", "Nobody was there."),
    )


@pytest.fixture(scope="session")
def club(club_data: Path) -> Generator[Site]:
    """A server of the made-up data."""
    with served("--data", club_data) as site:
        yield site


@pytest.fixture(scope="session")
def moon() -> Generator[Site]:
    """A server of the data that comes with the package."""
    with served() as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    """A browser for all tests of a file; the event loop that it leaves running disturbs those of other files."""
    with started() as running:
        yield running


@pytest.fixture
def page(browser: Browser, moon: Site) -> Generator[Page]:
    """A page on which scripts run."""
    with opened(browser, moon) as blank:
        yield blank
