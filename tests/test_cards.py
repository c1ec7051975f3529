"""The card of a page: the picture that stands where its address is shared."""

import re
import struct
import subprocess
import sys
from html import unescape
from urllib.parse import urlsplit

import pytest

from moonpact.queries.question import LANGUAGES
from moonpact.server.cards import can_draw
from moonpact.server.pictures.label_placement import text_width
from moonpact.server.pictures.wrapping import wrapped
from tests.server import BROWSER, Answer, Site, problem, served

IMAGE = re.compile(r'<meta property="og:image" content="([^"]+)">')
CHINESE = pytest.mark.skipif(not can_draw("zh"), reason="there is no font with Chinese letters (fonts-noto-cjk)")
# The program where the library that draws is not installed.
WITHOUT = (
    sys.executable,
    "-c",
    "import sys; sys.modules['resvg_py'] = None; from moonpact.server.command import main; main()",
)


def card_of(site: Site, path: str) -> Answer:
    """Return the card that a page names; it must lie on the same server."""
    address = urlsplit(unescape(IMAGE.findall(site.get(path, BROWSER).text)[0]))
    assert address.netloc == f"{site.host}:{site.port}"
    return site.get(f"{address.path}?{address.query}")


def size_of(png: bytes) -> tuple[int, ...]:
    """Return the width and the height of a picture (PNG, section 11.2.1)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("language", ["en", "ru", pytest.param("zh", marks=CHINESE)])
@pytest.mark.parametrize("path", ["/questions/participants", "/id/country/egypt.html", "/"])
def test_a_page_has_a_card_in_its_language(moon: Site, path: str, language: str) -> None:
    answer = card_of(moon, f"{path}?lang={language}")
    assert (answer.status, answer.type, size_of(answer.body)) == (200, "image/png", (1200, 630))
    assert 10_000 < len(answer.body) < 300_000


@CHINESE
def test_cards_differ_by_page_language_and_view_and_stay_the_same(moon: Site) -> None:
    asked = [f"/questions/participants?lang={language}" for language in LANGUAGES]
    asked += ["/questions/participants?as-of=2023-12-31", "/questions/camps"]
    drawn = [card_of(moon, path).body for path in asked]
    assert len(set(drawn)) == len(asked)
    assert [card_of(moon, path).body for path in asked] == drawn


@pytest.mark.parametrize(
    "of", ["https://example.org/", "//example.org", "/card.png?of=/", "/cite?of=/", "/static/moon.svg", "/nothing"]
)
def test_what_is_no_page_has_no_card(club: Site, of: str) -> None:
    answer = club.get(f"/card.png?of={of}")
    assert (answer.status, problem(answer)["detail"].startswith("the parameter 'of' is no address of a page")) == (
        400,
        True,
    )


def test_what_is_asked_is_drawn_as_text(moon: Site) -> None:
    assert card_of(moon, "/search?q=%3C/text%3E%3Cimage%20href=%22/etc/passwd%22/%3E%26x%3B").status == 200


def test_without_the_library_pages_have_no_card(club_data: object) -> None:
    with served("--data", str(club_data), program=WITHOUT) as site:
        page = site.get("/", BROWSER)
        assert (page.status, IMAGE.findall(page.text)) == (200, [])
        assert '<meta name="twitter:card" content="summary">' in page.text
        answer = site.get("/card.png?of=/")
        assert (answer.status, problem(answer)["detail"]) == (404, "this server draws no cards in 'en'")


def test_without_fonts_there_is_no_card() -> None:
    code = (
        "import resvg_py; draw = resvg_py.svg_to_bytes; "
        "resvg_py.svg_to_bytes = lambda **given: draw(**given, skip_system_fonts=True); "
        "from moonpact.server.cards import can_draw; print([can_draw(each) for each in ('en', 'zh', 'ru')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[False, False, False]\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("one two", ["one two"]),
        ("one two three four", ["one two", "three four"]),
        ("one two three four five six", ["one two", "three four …"]),
        ("月球科研站，由中国牵头", ["月球科研站，", "由中国牵头"]),
    ],
)
def test_a_text_is_broken_into_lines(text: str, lines: list[str]) -> None:
    assert wrapped(text, 10, 2, 62) == lines
    assert all(text_width(line, 10) <= 62 for line in lines if "…" not in line)
