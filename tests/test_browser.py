"""Pictures, explorer and query page as people meet them: in a real browser, by pointer and by key."""

import re
import time
from collections.abc import Generator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import needed, opened, scripts_needed
from tests.server import Site
from tests.test_world_map import needs_atlas

pytestmark = needed
QUERY = "Your query, in SPARQL 1.1"


@pytest.fixture
def still(browser: Browser, moon: Site) -> Generator[Page]:
    """A page on which no script runs."""
    with opened(browser, moon, scripts=False) as blank:
        yield blank


def write(page: Page, text: str) -> None:
    """Put a text in place of the query in the editor."""
    page.get_by_role("textbox", name=QUERY).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


@needs_atlas
def test_a_country_on_the_map_is_reached_by_key_and_leads_to_its_page(page: Page) -> None:
    page.goto("/map?as-of=2025-01-01")
    country = page.get_by_role("link", name=re.compile("^Thailand: ILRS"))
    country.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thailand")
    assert "as-of=2025-01-01" in page.url


def test_the_pictures_need_no_script(still: Page) -> None:
    still.goto("/timeline?only=landing")
    expect(still.get_by_role("link", name=re.compile("^2024-06-01: Landing of Chang'e-6"))).to_be_visible()
    still.goto("/map")
    expect(still.get_by_role("link", name=re.compile("^Landing of Chang'e-4")).first).to_be_visible()


@pytest.mark.parametrize("path", ["/map", "/timeline", "/explore?thing=initiative/ilrs", "/sparql"])
def test_no_page_is_wider_than_a_small_screen(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_explorer_without_scripts_lists_the_neighbours(still: Page) -> None:
    still.goto("/explore?thing=country/egypt")
    expect(still.get_by_role("img", name=re.compile("^The neighbourhood"))).to_be_visible()
    still.get_by_role("link", name="explore International Lunar Research Station").click()
    expect(still.get_by_role("heading", level=1)).to_have_text("Around International Lunar Research Station")


@scripts_needed
def test_the_explorer_opens_filters_and_undoes(page: Page) -> None:
    page.goto("/explore?thing=country/egypt")
    nodes = page.locator("svg.graph [data-id]")
    expect(page.locator("svg.graph line.contested")).to_have_count(1)
    expect(page.locator(".details")).to_contain_text("2023-12-06; sources: 1 (news)")
    before = nodes.count()
    page.locator('[data-id="mission/change-7"]').focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("open=mission/change-7"))
    assert nodes.count() > before
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("group", name=re.compile("^Only these classes")).get_by_label("country").click()
    expect(page).to_have_url(re.compile("class=Country"))
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    expect(nodes).to_have_count(before)


@scripts_needed
def test_what_is_seen_in_the_explorer_is_what_the_files_hold(page: Page, moon: Site) -> None:
    page.goto("/explore?thing=country/egypt")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("form", name="Filter").get_by_label("state media").click()
    page.get_by_label("from", exact=True).fill("2023")
    page.get_by_label("from", exact=True).blur()
    expect(page).to_have_url(re.compile("source-kind=state-media&from=2023"))
    expect(page.locator("svg.graph [data-id]")).to_have_count(2)
    address = page.get_by_role("link", name="Edges as CSV").get_attribute("href") or ""
    rows = moon.get(address).text.splitlines()
    assert ["participation/egypt--ilrs" in line for line in rows] == [False, True]


@scripts_needed
def test_a_thing_is_dragged_and_the_link_keeps_its_place(page: Page) -> None:
    page.goto("/explore?thing=country/egypt")
    node = page.locator('[data-id="mission/change-7"]')
    node.hover()
    page.mouse.down()
    page.mouse.move(500, 600, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"at=mission/change-7:-?\d+:-?\d+$"))
    moved = node.get_attribute("transform")
    page.reload()
    expect(node).to_have_attribute("transform", moved or "")
    # A drag is no click: nothing was opened.
    expect(node).to_have_attribute("aria-expanded", "false")


@scripts_needed
def test_what_is_too_much_is_folded_and_unfolds_by_key(page: Page) -> None:
    page.goto("/explore?thing=initiative/ilrs")
    expect(page.get_by_role("status")).to_contain_text("are folded")
    nodes = page.locator("svg.graph [data-id]")
    folded = nodes.count()
    assert folded <= 80
    pile = page.get_by_role("button", name=re.compile(r"^instrument × \d\d"))
    pile.focus()
    expect(page.locator(".details li").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(pile).to_have_count(0)
    assert nodes.count() > folded
    expect(page.locator("svg.graph [data-id]:focus")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(nodes).to_have_count(folded)


@scripts_needed
def test_a_link_to_the_explorer_restores_what_was_seen(page: Page) -> None:
    page.goto("/explore?thing=country/egypt&open=mission/change-7&contested=true")
    expect(page.get_by_role("status")).to_contain_text("are shown.")
    lines = page.locator("svg.graph line")
    assert lines.count() == page.locator("svg.graph line.contested").count() > 0
    expect(page.locator('[data-id="mission/change-7"]')).to_have_attribute("aria-expanded", "true")


@scripts_needed
def test_no_names_in_the_explorer_lie_over_each_other(page: Page) -> None:
    page.goto("/explore?thing=initiative/ilrs&unfold=all")
    expect(page.get_by_role("status")).to_contain_text("are shown.")
    boxes = [box for text in page.locator("svg.graph .labels text").all() if (box := text.bounding_box())]
    assert len(boxes) > 20
    over = [
        (one, other)
        for number, one in enumerate(boxes)
        for other in boxes[:number]
        if one["x"] < other["x"] + other["width"] - 2
        and other["x"] < one["x"] + one["width"] - 2
        and abs(one["y"] - other["y"]) < 0.6 * min(one["height"], other["height"])
    ]
    assert over == []


@scripts_needed
@pytest.mark.parametrize("name", ["SVG", "PNG"])
def test_what_is_seen_is_saved_as_a_file(page: Page, name: str, tmp_path: Path) -> None:
    page.goto("/explore?thing=country/egypt")
    expect(page.locator("svg.graph [data-id]").first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name=name, exact=True).click()
    file = tmp_path / "picture"
    saved.value.save_as(file)
    if name == "PNG":
        assert file.read_bytes().startswith(b"\x89PNG")
    else:
        assert "Egypt" in "".join(ET.fromstring(file.read_text(encoding="utf-8")).itertext())  # noqa: S314


@scripts_needed
def test_a_query_is_completed_by_a_name_in_any_language_and_answered(page: Page) -> None:
    page.goto("/sparql")
    write(page, "SELECT ?p ?o WHERE { Египе")
    page.keyboard.press("Control+Space")
    page.get_by_role("option", name=re.compile("country:egypt")).click()
    expect(page.get_by_role("textbox", name=QUERY)).to_contain_text("PREFIX country:")
    page.keyboard.insert_text(" ?p ?o }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("rows, ")
    expect(page.get_by_role("cell", name="EGY", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name=QUERY)).to_contain_text("country:egypt ?p ?o")


@scripts_needed
def test_a_mistake_is_marked_and_an_endless_query_stopped(browser: Browser, moon: Site) -> None:
    # That the answer is 400 stands in every browser's console.
    with opened(browser, moon, tolerated="status of 400") as page:
        page.goto("/sparql")
        write(page, "SELECT * WHERE {\n  ?s ?p\n}")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("status")).to_contain_text("line 3, column 1")
        expect(page.locator(".cm-faultLine")).to_have_text("}")
        write(page, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Stop").click()
        expect(page.get_by_role("status")).to_have_text("Stopped.")
        time.sleep(1)
        before = moon.processes.cpu_seconds
        time.sleep(1)
        assert moon.processes.cpu_seconds - before < 0.3  # What was stopped here runs on nowhere.


def test_the_query_page_without_scripts_is_a_form(still: Page) -> None:
    still.goto("/sparql")
    still.get_by_role("textbox", name=QUERY).fill("SELECT (1 AS ?one) {}")
    still.get_by_role("button", name="Run the query").click()
    expect(still.get_by_role("heading", level=1)).to_have_text("Answer")
