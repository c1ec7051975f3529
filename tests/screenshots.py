"""Pictures of each kind of page in three widths, light and dark, in each language; and the small ones of the documents.

Usage: python -m tests.screenshots shots                   # 3 widths, 2 schemes, 3 languages, 43 kinds: twenty minutes
       python -m tests.screenshots shots --only home,map --widths 360 --schemes dark --languages zh
       python -m tests.screenshots docs/pictures --small   # those of the README and docs/
"""

import argparse
import base64
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from moonpact.queries.files import read_query
from moonpact.queries.question import LANGUAGES
from tests.browser import opened, started
from tests.page_kinds import FAULTS, KINDS, in_language
from tests.server import Site, served

Scheme = Literal["light", "dark"]
WIDTHS: Final = (360, 1024, 1920)
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
_TALLEST: Final = 6000
_PATHS: Final = {**KINDS, **FAULTS}


@dataclass(frozen=True)
class Shot:
    """A picture of a page: its name, and how the page is asked for and looked at."""

    name: str
    path: str
    width: int
    scheme: Scheme
    below: str = ""


# The small ones: a page of what the site is made for, in turn light and dark, in each language.
SMALL: Final = (
    Shot("home", "/", 1100, "light"),
    Shot("country", "/id/country/senegal.html", 1100, "light"),
    Shot("disagreement", KINDS["disagreement"], 1100, "light"),
    Shot("disagreements", "/disagreements", 1100, "dark"),
    Shot("question", KINDS["question"], 1100, "light", below=".scroll"),
    Shot("counts", KINDS["question-counts"], 1100, "light", below="form.parameters"),
    Shot("map", "/map", 1100, "light", below="#camps"),
    Shot("moon", "/map", 1100, "dark", below="#moon"),
    Shot("timeline", "/timeline", 1100, "light", below="form.years"),
    Shot("explorer", KINDS["explore-thing"], 1100, "light"),
    Shot("query", f"/sparql?query={quote(read_query('pages/example'))}", 1100, "dark", below="#main"),
    Shot("view", "/id/initiative/ilrs.html?as-of=2023-09-30&lang=zh", 1100, "dark"),
)


def all_shots(kinds: list[str], widths: list[int], schemes: list[Scheme], languages: list[str]) -> Iterator[Shot]:
    """Yield each page in each width, scheme and language."""
    for kind in kinds:
        for language in languages:
            for width in widths:
                for scheme in schemes:
                    name = f"{kind}-{language}-{width}-{scheme}"
                    yield Shot(name, in_language(_PATHS[kind], language), width, scheme)


def take(browser: Browser, site: Site, shot: Shot, folder: Path) -> None:
    """Write the whole page, as far as it can be looked at, as a PNG file."""
    with opened(browser, site, tolerated="status of 4") as page:
        _open(page, shot, 800)
        height = min(_TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": shot.width, "height": height})
        page.screenshot(path=folder / f"{shot.name}.png")


def take_small(browser: Browser, site: Site, shot: Shot, folder: Path) -> None:
    """Write what is seen of the page at first as a WebP file of two thirds of its size."""
    with opened(browser, site) as page:
        _open(page, shot, 760)
        clip = {"x": 0, "y": page.evaluate("scrollY"), "width": shot.width, "height": 760, "scale": 0.7}
        asked = {"format": "webp", "quality": 55, "clip": clip}
        answer = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
        (folder / f"{shot.name}.webp").write_bytes(base64.b64decode(answer["data"]))


def _open(page: Page, shot: Shot, height: int) -> None:
    page.set_viewport_size({"width": shot.width, "height": height})
    page.emulate_media(color_scheme=shot.scheme)
    page.goto(shot.path, wait_until="networkidle")
    if shot.below:
        page.locator(shot.below).evaluate("each => each.scrollIntoView()")


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--small", action="store_true", help="only the twelve small ones of the documents")
    parser.add_argument("--only", default=",".join(_PATHS), help="kinds of page, with commas between them")
    parser.add_argument("--widths", default="360,1024,1920")
    parser.add_argument("--schemes", default="light,dark")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--port", type=int, help="of a server on this machine that runs already")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    widths = [int(width) for width in given.widths.split(",")]
    every = all_shots(given.only.split(","), widths, given.schemes.split(","), given.languages.split(","))
    with nullcontext(Site("127.0.0.1", given.port)) if given.port else served() as site, started() as browser:
        for shot in SMALL if given.small else every:
            (take_small if given.small else take)(browser, site, shot, given.folder)


if __name__ == "__main__":
    main()
