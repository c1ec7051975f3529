"""The timeline, how plans slipped, and the counts of partners over time."""

from datetime import date

import pytest

from moonpact.server.pictures.label_placement import text_width
from moonpact.server.pictures.time_axis import Axis, period
from tests.server import BROWSER, Site
from tests.test_server_things import plain
from tests.test_world_map import links


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_date_is_as_long_as_it_is_known(written: str, first: date, last: date) -> None:
    assert period(written) == (first, last)


@pytest.mark.parametrize("written", ["", "12023", "0000", "2023-13"])
def test_what_is_no_date_of_python_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        period(written)


def test_the_axis_marks_few_years() -> None:
    axis = Axis(1959, 2045, 0, 870)
    assert axis.x(date(1959, 1, 1)) == 0
    assert axis.x(date(2045, 12, 31)) < 870
    assert [year for year, _ in axis.years] == list(range(1960, 2046, 5))


def test_every_date_of_the_years_is_a_named_link(moon: Site) -> None:
    named = links(moon.get("/pictures/timeline.svg?from=2023&to=2024").text)
    assert named["/id/landing/change-6"] == "2024-06-01: Landing of Chang'e-6 on the Moon"
    assert [title for title in named.values() if title[:4] not in ("2023", "2024")] == []


def test_one_kind_is_drawn_from_its_beginning(moon: Site) -> None:
    named = links(moon.get("/pictures/timeline.svg?only=launch").text)
    assert named["/id/launch/luna-1"] == "1959-01-02: Launch of Luna-1"
    assert [address for address in named if not address.startswith("/id/launch/")] == []


def test_plans_slip_from_statement_to_statement(moon: Site) -> None:
    svg = moon.get("/pictures/slips.svg").text
    assert '"/id/plan/luna-26-launch"' in svg
    assert "2024 · Amurskaya Pravda (TASS), 2021-10-21" in svg
    assert svg.count('class="slip"') >= 10


def test_each_count_says_who_counts_what(moon: Site) -> None:
    named = links(moon.get("/pictures/partner-counts.svg").text)
    told = "\n".join(named.values())
    assert "17 countries and international organizations" in told
    assert "13 countries, 2025" in told
    other = links(moon.get("/pictures/partner-counts.svg?initiative=initiative:artemis-accords").text)
    assert other
    assert other != named


def test_the_page_has_pictures_tables_and_downloads(moon: Site) -> None:
    page = moon.get("/timeline?only=plan&as-of=2024-01-01", BROWSER).text
    assert "How plans slipped" in plain(page)
    assert 'href="/pictures/timeline.svg?only=plan&amp;as-of=2024-01-01"' in page
    assert 'href="/questions/timeline?only=plan&amp;lang=en&amp;as-of=2024-01-01&amp;format=csv"' in page


@pytest.mark.parametrize("asked", ["only=party", "from=x", "to=12345", "from=0000"])
def test_what_is_no_kind_and_no_year_is_refused(moon: Site, asked: str) -> None:
    assert moon.get(f"/timeline?{asked}").status == 400


@pytest.mark.parametrize("name", ["timeline", "slips", "partner-counts"])
def test_a_small_dataset_has_its_pictures(club: Site, name: str) -> None:
    assert club.get(f"/pictures/{name}.svg").status == 200


def test_letters_of_chinese_are_wide() -> None:
    assert text_width("月球", 10) == 20
