"""Pages for everybody: axe-core finds nothing on any kind of page, in light and in dark."""

from collections.abc import Generator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser

from tests.browser import needed, opened, started
from tests.server import Site

pytestmark = needed
# What axe-core finds: the rule, and the element.
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(each => [each.id, each.nodes[0].html.slice(0, 200)]);
}"""
PAGES = [
    "/",
    "/?as-of=2023-09-30",
    "/about",
    "/dataset.html",
    "/disagreements",
    "/disagreements?on=status",
    "/downloads",
    "/explore",
    "/explore?thing=country/egypt",
    "/id/claim/count-17-ghnotes.html",
    "/id/country/senegal.html",
    "/id/initiative/ilrs.html",
    "/id/instrument/artemis-accords.html",
    "/id/mission/change-7.html?lang=ru",
    "/id/organization/cnsa.html",
    "/id/source/cnsa-ce6-geping.html",
    "/id/status/signed.html",
    "/map",
    "/network/country/egypt",
    "/ontology",
    "/problems",
    "/questions",
    "/questions/how-many-partners",
    "/questions/participants?lang=zh",
    "/rules",
    "/search?q=egypt",
    "/sparql",
    "/sparql?query=SELECT%20*%20%7B%20?s%20?p%20?o%20%7D%20LIMIT%203",
    "/timeline",
]


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    """A browser for all tests of the file."""
    with started() as running:
        yield running


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_known_barrier_in_light_and_dark(browser: Browser, moon: Site, path: str) -> None:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    with opened(browser, moon) as page:
        page.emulate_media(color_scheme="light")
        page.goto(path)
        page.evaluate(axe)
        assert page.evaluate(RUN) == []
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(RUN) == []
