"""Long lists on the pages of things: tables of records, and claims a page at a time."""

import re

import pytest

from tests.server import BROWSER, Site, problem
from tests.test_server_things import plain

ILRS = "/id/initiative/ilrs.html"


def test_many_records_of_a_kind_are_a_table_that_leads_to_each(moon: Site) -> None:
    text = moon.get(ILRS, BROWSER).text
    table = text[text.index("<table") : text.index("</table>")]
    rows = [plain(row) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
    assert rows[0] == "record status announced on joined on ordinal"
    assert "Argentina in the ILRS announced by others contested April 2023" in rows
    assert "Senegal in the ILRS signed contested September 2024 13" in rows
    assert 'href="/id/participation/senegal--ilrs"' in table


def test_few_records_are_shown_with_their_sources(moon: Site) -> None:
    text = moon.get("/id/country/senegal.html", BROWSER).text
    assert "<table" not in text[text.index("<main") : text.index("Described as")]
    assert "TLP Network, 2024-11-22" in text


def test_the_claims_come_a_page_at_a_time_each_once(moon: Site) -> None:
    first = moon.get(ILRS, BROWSER).text
    pages = int(re.findall(r"Page 1 of (\d+)", first)[0])
    texts = [first, *(moon.get(f"{ILRS}?claims={number}", BROWSER).text for number in range(2, pages + 1))]
    found = [claim for text in texts for claim in _claims(text)]
    total = int(re.findall(r'What is claimed <span class="count">(\d+)', first)[0])
    assert (len(found), len(set(found))) == (total, total)


def test_the_pages_of_claims_lead_to_each_other_and_keep_the_dials(moon: Site) -> None:
    text = moon.get(f"{ILRS}?as-of=2025-12-31&claims=2", BROWSER).text
    assert f'rel="prev" href="{ILRS}?as-of=2025-12-31#claims"' in text
    assert f'rel="next" href="{ILRS}?as-of=2025-12-31&amp;claims=3#claims"' in text


@pytest.mark.parametrize("number", ["0", "-1", "99", "1.5", "%C2%B2", "9999999999", "x", "1&claims=2"])
def test_a_page_that_there_is_not_is_refused(moon: Site, number: str) -> None:
    answer = moon.request("GET", f"{ILRS}?claims={number}", headers={"Accept": "application/json"})
    assert (answer.status, problem(answer)["title"]) == (400, "Invalid parameter")


def _claims(text: str) -> list[str]:
    return re.findall(
        r'class="plain" href="(/id/claim/[^"]+)"', text[text.index('id="claims"') : text.index("What points")]
    )
