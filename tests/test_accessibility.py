"""Pages for everybody: axe-core finds nothing on any kind of page, in light and in dark."""

from importlib.resources import files

import pytest
from playwright.sync_api import Browser

from tests.browser import needed, opened
from tests.page_kinds import FAULTS, KINDS, PAGES, in_language
from tests.server import Site

pytestmark = needed
# What axe-core finds: the rule, and the element.
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(each => [each.id, each.nodes[0].html.slice(0, 200)]);
}"""
# Pages of pictures in the other languages, for their names are written in Python and in templates.
PICTURES = [in_language(KINDS[kind], code) for kind in ("map", "timeline", "explore-thing") for code in ("zh", "ru")]


@pytest.mark.parametrize("path", [*PAGES, *FAULTS.values(), *PICTURES])
def test_a_page_has_no_known_barrier_in_light_and_dark(browser: Browser, moon: Site, path: str) -> None:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    with opened(browser, moon, tolerated="status of 4" if path in FAULTS.values() else "") as page:
        page.emulate_media(color_scheme="light")
        page.goto(path)
        page.evaluate(axe)
        assert page.evaluate(RUN) == []
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(RUN) == []
