"""The pages of questions: in the language of the page, with the picture that fits."""

import re

import pytest

from tests.server import BROWSER, Site
from tests.test_server_things import plain


def page(site: Site, path: str, preferred: str = "") -> str:
    return site.request("GET", path, headers={"Accept": BROWSER, "Accept-Language": preferred}).text


def test_the_answer_on_a_page_is_in_the_language_of_the_page(moon: Site) -> None:
    assert "塞内加尔" in plain(page(moon, "/questions/participants", "zh"))
    assert "塞内加尔" in plain(page(moon, "/questions/participants?lang=zh", "ru"))


def test_the_answer_in_a_file_is_in_english_unless_asked_for(moon: Site) -> None:
    headers = {"Accept": "text/csv", "Accept-Language": "zh"}
    assert b"Senegal" in moon.request("GET", "/questions/participants", headers=headers).body
    assert "塞内加尔" in moon.request("GET", "/questions/participants?lang=zh", headers=headers).text


def test_the_page_tells_in_how_many_rows_sources_disagree(moon: Site) -> None:
    text = page(moon, "/questions/participants")
    rows = re.findall(r"<tr>.*?</tr>", text[text.index("<tbody>") :], re.DOTALL)
    contested = sum('class="mark contested"' in row for row in rows)
    assert f"{len(rows)} rows {contested} of them contested" in plain(text)


@pytest.mark.parametrize(
    ("name", "picture"),
    [("how-many-partners", "/pictures/partner-counts.svg"), ("planned-dates-slipped", "/pictures/slips.svg")],
)
def test_the_picture_that_fits_is_of_the_same_view(moon: Site, name: str, picture: str) -> None:
    text = page(moon, f"/questions/{name}?as-of=2025-06-30&lang=ru")
    source = re.findall(r'<img src="([^"]+)" loading', text)
    assert source == [f"{picture}?as-of=2025-06-30&amp;lang=ru"]
    assert moon.get(source[0].replace("&amp;", "&")).type.partition(";")[0] == "image/svg+xml"


def test_the_form_keeps_the_view_and_leaves_the_language_to_the_page(moon: Site) -> None:
    text = page(moon, "/questions/how-many-partners?as-of=2025-06-30")
    form = text[text.index('class="parameters"') : text.index("Ask again")]
    assert '<input type="hidden" name="as-of" value="2025-06-30">' in form
    assert re.findall(r'<input type="text" id="([^"]+)"', form) == ["initiative"]
