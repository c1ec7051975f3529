"""The map: the Earth and the Moon, drawn by the server from the answers to questions."""

import re
import xml.etree.ElementTree as ET
from math import cos, isclose, radians, sqrt

import pytest

from moonpact.server.pictures.atlas import HEIGHT, WIDTH, place, read_atlas
from moonpact.server.pictures.label_placement import Box, Placement, rows_for, shortened, text_width
from moonpact.server.pictures.lunar_disc import in_degrees
from moonpact.server.pictures.projection import equal_earth, equal_earth_width, is_near_side, orthographic
from tests.server import BROWSER, Site
from tests.test_server_things import plain

SVG = "{http://www.w3.org/2000/svg}"
needs_atlas = pytest.mark.skipif(not read_atlas(), reason="the borders are not there: moonpact build-ui fetches them")


def links(svg: str) -> dict[str, str]:
    """Return the name of each link in a picture by its address."""
    return {each.attrib["href"]: each.attrib["aria-label"] for each in ET.fromstring(svg).iter(f"{SVG}a")}  # noqa: S314


def test_equal_earth_is_as_its_authors_give_it() -> None:
    # The corner as PROJ 9 tests its own: -10216474.79, 8392927.6 on the sphere of the same area as WGS 84.
    x, y = equal_earth(-180, 90)
    assert isclose(x, -10216474.79 / 6371007.181, rel_tol=1e-5)
    assert isclose(y, 8392927.6 / 6371007.181, rel_tol=1e-5)
    assert isclose(equal_earth_width(), 2 * equal_earth(180, 0)[0])


@pytest.mark.parametrize("latitude", [0, 30, 55, 80])
def test_equal_earth_keeps_areas(latitude: float) -> None:
    step = 0.01
    width = equal_earth(step, latitude)[0] - equal_earth(0, latitude)[0]
    height = equal_earth(0, latitude + step)[1] - equal_earth(0, latitude)[1]
    assert isclose(width * height / radians(step) ** 2, cos(radians(latitude)), rel_tol=1e-3)


def test_the_side_of_the_moon_is_told_by_the_longitude() -> None:
    assert [is_near_side(longitude) for longitude in (0, 89, -89, 91, 180, -120)] == [True] * 3 + [False] * 3
    assert orthographic(10, 0, 180) is None
    seen = orthographic(45, 0, 0)
    assert seen
    assert isclose(seen[0], sqrt(0.5))
    assert in_degrees(-45.46, 177.6) == "45.5° S, 177.6° E"


@needs_atlas
def test_no_outline_leaves_the_map_and_none_crosses_it() -> None:
    for shape in read_atlas():
        numbers = [int(number) for number in re.findall(r"M(\d+)", shape.path)]
        assert max(numbers, default=0) <= 10 * WIDTH
        assert shape.width < WIDTH / 2
    assert place(0, -60)[1] < HEIGHT


@needs_atlas
def test_borders_are_those_that_the_page_says_they_are() -> None:
    by_code = {shape.m49: shape for shape in read_atlas()}
    assert {"732", "504", "158", "804"} <= set(by_code)
    assert by_code["702"].is_small


def test_labels_do_not_meet() -> None:
    room = Placement(200, 100)
    placed = [room.beside("Luna-25", (100, 50), 10, 5) for _ in range(12)]
    boxes = [Box(each.x, each.y - 8, text_width(each.text, 10), 10) for each in placed if each]
    assert 0 < len(boxes) < 12
    assert not any(one.meets(other) for one in boxes for other in boxes if one is not other)


def test_spans_share_a_row_only_where_they_do_not_meet() -> None:
    assert rows_for([(0, 10), (5, 15), (20, 30), (21, 30), (22, 30)], 2) == [0, 1, 0, 1, None]
    assert shortened("Memorandum on the station", 15) == "Memorandum on…"


@needs_atlas
def test_the_map_is_a_file_in_which_each_country_leads_to_its_page(moon: Site) -> None:
    answer = moon.get("/map/camps.svg")
    assert (answer.status, answer.type) == (200, "image/svg+xml")
    named = links(answer.text)
    assert named["/id/country/thailand"] == "Thailand: ILRS: signed; Artemis Accords: signed"
    assert named["/id/country/senegal"] == "Senegal: ILRS: signed (contested); Artemis Accords: signed"


@needs_atlas
def test_the_map_follows_the_view_and_the_language(moon: Site) -> None:
    before = links(moon.get("/map/camps.svg?as-of=2023-09-01").text)
    assert "/id/country/venezuela?as-of=2023-09-01" in before
    assert "/id/country/senegal?as-of=2023-09-01" not in before
    assert links(moon.get("/map/camps.svg?lang=ru").text)["/id/country/thailand?lang=ru"].startswith("Таиланд: ")


def test_the_moon_has_each_place_that_a_source_gives(moon: Site) -> None:
    named = links(moon.get("/map/moon.svg").text)
    assert named["/id/landing/change-4"].startswith(
        "Landing of Chang'e-4, 2019-01-03, success, 45.4° S, 177.6° E (Yuqi Qian"
    )


def test_the_page_tells_numbers_borders_tables_and_downloads(moon: Site) -> None:
    text = plain(moon.get("/map?lang=en", BROWSER).text)
    assert re.search(r"in both: \d+\. In both: .*Senegal .*, Thailand \. Contested between sources: \d+\.", text)
    assert "Luna-25" in text
    page = moon.get("/map?lang=zh&as-of=2025-01-01", BROWSER).text
    assert 'href="/questions/camps?lang=zh&amp;as-of=2025-01-01&amp;format=csv"' in page
    assert 'href="/map/camps.svg?lang=zh&amp;as-of=2025-01-01"' in page


def test_without_any_data_the_map_is_empty(club: Site) -> None:
    assert "Contested between sources: 0." in plain(club.get("/map", BROWSER).text)
    assert ET.fromstring(club.get("/map/moon.svg").text).tag == f"{SVG}svg"  # noqa: S314


def test_a_language_that_there_is_not_is_refused(moon: Site) -> None:
    assert moon.get("/map?lang=xx").status == 400
