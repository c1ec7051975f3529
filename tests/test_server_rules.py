"""The page of the rules of preference, and the links to it from what they decided."""

import re

from moonpact.graph.conclusion.preference import load_table
from tests.server import BROWSER, Site


def test_the_page_has_every_row_with_its_reason(club: Site) -> None:
    page = club.get("/rules", BROWSER).text
    for row in (*load_table().rules, *load_table().kinds):
        assert f'<tr id="{row.name}">' in page
        assert row.reason.replace("'", "&#39;") in page
    for order in load_table().orders:
        assert f'<h3 id="{order.property_name}">' in page


def test_names_are_in_the_language_of_the_page(club: Site) -> None:
    for language, name in (("en", "editorial decision"), ("zh", "编辑决定")):
        page = club.get(f"/rules?lang={language}", BROWSER).text
        assert re.search(rf'<a href="/id/rule/editorial-decision[^"]*">{name}</a>', page)


def test_what_a_rule_decided_links_to_its_row(moon: Site) -> None:
    page, rules = moon.get("/disagreements?on=status", BROWSER).text, moon.get("/rules", BROWSER).text
    links = set(re.findall(r'href="/rules#([\w-]+)"', page))
    assert {"editorial-decision", "kind-of-source"} <= links
    assert all(f'id="{name}"' in rules for name in links)
