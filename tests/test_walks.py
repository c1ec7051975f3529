"""The site as people walk through it, each with a purpose; in a real browser, in which nothing may go wrong."""

import re
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import needed, opened, scripts_needed
from tests.page_kinds import PAGES
from tests.server import Site

pytestmark = needed
# What has the focus: its words, whether the focus can be seen, and whether it lies on the screen.
FOCUSED = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const { left, right } = element.getBoundingClientRect();
  const words = element.labels?.[0]?.textContent || element.textContent;
  const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [words.trim(), isSeen, left >= 0 && right <= innerWidth];
}"""
# Backgrounds that are dark, of what can be seen.
DARK = """() => [...document.querySelectorAll("body, body *")].filter((element) => {
  const [r, g, b, alpha = 1] = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number);
  return element.checkVisibility() && alpha > 0.5 && r + g + b < 300 && !element.matches(".swatch");
}).map((element) => element.outerHTML.slice(0, 90))"""
SEARCH = "Names, codes, claims"


@contextmanager
def on_paper(browser: Browser, moon: Site, path: str) -> Generator[Page]:
    """Yield the page of a reader whose screen is dark, as it is printed."""
    with opened(browser, moon) as page:
        page.emulate_media(media="print", color_scheme="dark")
        page.goto(path)
        yield page


def tab(page: Page) -> str:
    """Go to what is next by key, which must be seen to have the focus, and return its words."""
    page.keyboard.press("Tab")
    words, is_seen, on_screen = page.evaluate(FOCUSED)
    assert is_seen, words
    assert on_screen, words
    return str(words)


def tab_to(page: Page, words: str) -> None:
    """Go on by key until what has these words has the focus."""
    assert any(tab(page) == words for _ in range(120)), words


@scripts_needed
def test_from_a_search_to_a_source_a_disagreement_and_a_file(page: Page, moon: Site) -> None:
    page.goto("/")
    page.get_by_role("searchbox", name="Search").fill("Egypt")
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Egypt", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Egypt")

    # The source of a fact.
    page.get_by_text("Sputnik Afrique, 2024-04-06").first.click()
    page.locator("cite").get_by_role("link", name="Sputnik Afrique, 2024-04-06").first.click()
    expect(page).to_have_url(re.compile("/id/source/"))
    page.go_back()

    # What is contested of it.
    page.get_by_role("link", name="status", exact=True).first.click()
    expect(page).to_have_url(re.compile("/id/disagreement/participation-egypt--ilrs-status"))
    page.go_back()

    page.get_by_role("link", name="Explore its network").click()
    expect(page.locator("svg.graph [data-id='country/egypt']")).to_be_visible()
    page.locator("svg.graph [data-id='mission/change-7']").click()
    expect(page.get_by_role("heading", level=2, name="Chang'e-7")).to_be_visible()
    expect(page).to_have_url(re.compile("open=mission/change-7"))
    address = page.get_by_role("link", name="GraphML").get_attribute("href") or ""
    file = moon.get(address)
    assert (file.status, file.type) == (200, "application/graphml+xml")
    assert file.text.count("<node ") == page.locator("svg.graph [data-id]").count()


def test_on_an_earlier_day_senegal_is_gone(page: Page) -> None:
    page.goto("/questions/participants")
    expect(page.get_by_role("cell", name="Senegal", exact=True)).to_have_count(1)
    page.get_by_text("Change", exact=True).click()
    page.get_by_label("Day", exact=True).fill("2023-09-30")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("As known on 30 September 2023")).to_be_visible()
    expect(page.get_by_role("cell", name="Senegal", exact=True)).to_have_count(0)
    expect(page.get_by_role("cell", name="China", exact=True).first).to_be_visible()
    # It stays so from page to page, until it is taken back.
    page.get_by_role("link", name="Explorer").click()
    expect(page.get_by_text("As known on 30 September 2023")).to_be_visible()
    page.get_by_text("Change", exact=True).click()
    page.get_by_role("link", name="Back to all of today").click()
    expect(page).to_have_url(re.compile("/explore$"))


def test_a_reader_of_chinese_asks_in_chinese(browser: Browser, moon: Site) -> None:
    with opened(browser, moon, language="zh-CN") as page:
        page.goto("/")
        assert page.evaluate("document.documentElement.lang") == "zh"
        page.get_by_role("searchbox", name="搜索").fill("埃及")
        page.keyboard.press("Enter")
        page.get_by_role("main").get_by_role("link", name="埃及", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("埃及")
        page.get_by_role("navigation", name="主导航").get_by_role("link", name="问题").click()
        page.get_by_role("main").get_by_role("link", name=re.compile("国际月球科研站")).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("国际月球科研站")
        expect(page.get_by_role("table").first).to_be_visible()


@scripts_needed
def test_a_query_is_completed_in_chinese(browser: Browser, moon: Site) -> None:
    with opened(browser, moon, language="zh-CN") as page:
        page.goto("/sparql")
        page.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.insert_text("SELECT * { ?s 参与")
        page.keyboard.press("Control+Space")
        expect(page.get_by_role("option", name=re.compile("^mp:participatesIn"))).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.insert_text(" ?o . ?o ?p 埃及")
        page.keyboard.press("Control+Space")
        page.get_by_role("option", name=re.compile("^country:egypt")).first.click()
        expect(page.locator(".cm-content")).to_contain_text("PREFIX country: <https://w3id.org/moonpact/id/country/>")


def test_by_key_alone_from_the_first_page_to_a_source(page: Page) -> None:
    page.goto("/")
    assert tab(page) == "Skip to the content"
    order = [tab(page) for _ in range(7)]
    assert order == ["moonpact", "Questions", "Disagreements", "Explorer", "Map", "Timeline", "SPARQL"]
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/disagreements$"))
    # The link that skips leads to the content, and from there the next one is in it.
    page.goto("/id/country/senegal.html")
    tab(page)
    page.keyboard.press("Enter")
    tab(page)
    assert page.evaluate("document.activeElement.closest('main') !== null")
    while page.evaluate("document.activeElement.tagName") != "SUMMARY":
        tab(page)
    page.keyboard.press("Enter")
    while not page.evaluate("document.activeElement.closest('cite') !== null"):
        tab(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/id/source/"))


@scripts_needed
def test_by_key_alone_through_the_explorer(page: Page) -> None:
    page.goto("/explore?thing=country/egypt")
    expect(page.get_by_role("status")).to_contain_text("are shown.")
    tab_to(page, "PNG")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.id") == "country/egypt"
    page.keyboard.press("ArrowUp")
    reached = page.evaluate("document.activeElement.dataset.id")
    assert reached != "country/egypt"
    # The picture is one stop, what stands beside it the next; what the arrows reached keeps its place.
    assert tab(page).startswith(page.get_by_role("heading", level=2).first.inner_text())
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"open={reached}"))
    page.keyboard.press("Control+z")
    expect(page).to_have_url(re.compile("/explore[?]thing=country/egypt$"))


def test_without_scripts_from_a_search_to_a_chart(browser: Browser, moon: Site) -> None:
    with opened(browser, moon, scripts=False) as page:
        page.goto("/explore")
        page.get_by_label("Where to begin").fill("Chang'e-7")
        page.get_by_role("button", name="Find").click()
        page.get_by_role("main").get_by_role("link", name="Chang'e-7", exact=True).click()
        page.get_by_text("Filter", exact=True).click()
        page.get_by_role("group", name=re.compile("^Only these classes")).get_by_label("country").check()
        page.get_by_role("button", name="Draw again").click()
        expect(page).to_have_url(re.compile("class=Country"))
        expect(page.get_by_role("img", name=re.compile("^The neighbourhood"))).to_be_visible()
        page.get_by_role("link", name="SPARQL").click()
        query = 'SELECT ?name ?number { VALUES (?name ?number) { ("one" 1) ("two" 2) } }'
        page.get_by_role("textbox", name="Your query, in SPARQL 1.1").fill(query)
        page.get_by_role("button", name="Run the query").click()
        expect(page.get_by_text(re.compile(r"^2 rows, 1 kB, \d"))).to_be_visible()
        page.get_by_role("link", name="Chart", exact=True).click()
        chart = page.get_by_role("img", name=re.compile("^The answer as a picture"))
        expect(chart).to_be_visible()
        assert chart.evaluate("image => image.naturalWidth") > 0


@scripts_needed
def test_an_answer_is_seen_otherwise_and_as_it_came(page: Page) -> None:
    page.goto("/sparql")
    page.get_by_text("Begin with a question").click()
    page.get_by_role("link", name=re.compile("^How many missions")).click()
    page.get_by_role("button", name="Run the query").click()
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"rows?, \d+ kB, \d"))
    page.get_by_role("link", name="Chart", exact=True).click()
    expect(page).to_have_url(re.compile("view=chart"))
    expect(page.get_by_role("img", name=re.compile("^The answer as a picture"))).to_be_visible()
    page.get_by_text("As it came").click()
    expect(page.locator("pre.code").last).to_contain_text('"bindings"')
    page.get_by_text("Queries that you ran").click()
    expect(page.locator(".past button")).to_have_count(2)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_small_screen(browser: Browser, moon: Site, path: str) -> None:
    with opened(browser, moon) as page:
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/id/country/senegal.html",
        "/map",
        "/timeline",
        "/questions/how-many-partners",
        "/explore?thing=country/egypt",
    ],
)
def test_a_page_on_paper_is_not_dark_and_says_where_it_is_from(browser: Browser, moon: Site, path: str) -> None:
    with on_paper(browser, moon, path) as page:
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
        expect(page.locator(".printed")).to_have_text(re.compile(f"^http.+{re.escape(path.partition('?')[0])}"))
        assert page.evaluate(DARK) == []
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_on_paper_the_sources_are_open_and_the_query_is_there(browser: Browser, moon: Site) -> None:
    with on_paper(browser, moon, "/id/country/senegal.html") as page:
        heights = page.locator("details .says li").evaluate_all(
            "all => all.map(each => each.getBoundingClientRect().height)"
        )
        assert heights
        assert all(heights)
    with on_paper(browser, moon, "/sparql?query=ASK%20%7B%7D") as page:
        expect(page.get_by_role("textbox", name="Your query, in SPARQL 1.1")).to_be_visible()
        expect(page.get_by_role("button", name="Run the query")).to_be_hidden()
    with on_paper(browser, moon, "/explore?thing=country/egypt") as page:
        expect(page.get_by_role("button", name="Chang'e-7", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Undo")).to_be_hidden()
