"""How soon the explorer has drawn a large network, and how smoothly it moves, in a real browser.

Usage: python bench/explorer.py [--rounds 5]

Prints a table in Markdown. Times are medians over the rounds; frames are those that the browser shows while the mouse
moves. Chromium draws without a graphics card here.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser import CHROMIUM
from tests.server import Site, served

# The whole of these neighbourhoods, of which the server gives the 300 things that are nearest, with nothing folded.
_ADDRESS = (
    "/explore?thing=initiative/ilrs&open=country/united-states,country/china,country/russia,instrument/artemis-accords,"
    "organization/cnsa,organization/nasa,facility/cape-canaveral,country/india,country/japan&unfold=all"
)
_FOLDED = _ADDRESS.removesuffix("&unfold=all")
_STEPS = 90
_BOX = "(element) => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height]; }"
_FRAMES = """() => {
  window.frames = [];
  const frame = (now) => { window.frames.push(now); window.counting = requestAnimationFrame(frame); };
  window.counting = requestAnimationFrame(frame);
}"""
_RATE = """() => {
  cancelAnimationFrame(window.counting);
  const frames = window.frames;
  return 1000 * (frames.length - 1) / (frames.at(-1) - frames[0]);
}"""


def drawn(page: Page, address: str) -> float:
    """Open the page and return after how many milliseconds the network was drawn."""
    page.goto(address)
    page.wait_for_selector("#explorer:not([aria-busy]) svg.graph [data-id]")
    return float(page.evaluate("performance.getEntriesByName('network-drawn').at(-1).startTime"))


def rate(page: Page, move: Callable[[int], None]) -> float:
    """Return how many frames a second are shown while something moves."""
    page.evaluate(_FRAMES)
    for step in range(_STEPS):
        move(step)
    return float(page.evaluate(_RATE))


def moved(page: Page, what: str, inset: float, across: float) -> float:
    """Return the frames a second while something is dragged from a part of its width and height, so far a step."""
    x, y, width, height = page.locator(what).evaluate(_BOX)
    x, y = x + inset * width, y + inset * height
    page.mouse.move(x, y)
    page.mouse.down()
    found = rate(page, lambda step: page.mouse.move(x + across * step, y + step))
    page.mouse.up()
    return found


def measure(page: Page, address: str, rounds: int) -> str:
    """Return the row of the table."""
    found = [
        (drawn(page, address), moved(page, "svg.graph", 0.02, 3), moved(page, '[data-id="initiative/ilrs"]', 0.5, 1))
        for _ in range(rounds)
    ]
    times, pans, drags = zip(*found, strict=True)
    nodes, lines = (page.locator(f"svg.graph {each}").count() for each in ("[data-id]", "line"))
    return f"| {nodes} things, {lines} relations | {median(times):.0f} ms | {median(pans):.0f} | {median(drags):.0f} |"


def run(site: Site, rounds: int) -> None:
    """Print the table."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM))
        page = browser.new_page(base_url=f"http://{site.host}:{site.port}", viewport={"width": 1280, "height": 900})
        drawn(page, _FOLDED)
        print("| drawn | after | frames a second, moving the picture | dragging a thing |\n| --- | --- | --- | --- |")
        for address in (_ADDRESS, _FOLDED):
            print(measure(page, address, rounds))
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with served() as served_site:
        run(served_site, arguments.rounds)
