"""Answers to queries as pictures, as far as their columns allow it."""

import re
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest

from moonpact.queries.files import read_query
from tests.server import BROWSER, Site, problem
from tests.test_world_map import needs_atlas

SVG = "{http://www.w3.org/2000/svg}"
COUNTRY = "https://w3id.org/moonpact/id/country/"
NUMBERS = f"""SELECT ?thing ?thingLabel ?number {{
  VALUES (?thing ?thingLabel ?number) {{
    (<{COUNTRY}egypt> "Egypt" 4) (<javascript:alert(1)> "</text><script>alert(1)</script>" -2) (UNDEF "none" UNDEF)
  }}
}}"""
DATES = """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?name ?when ?whenPrecision ?contested {
  VALUES (?name ?when ?whenPrecision ?contested) {
    ("one" "2023-12-06"^^xsd:date "day" true) ("other" "2024-01-01"^^xsd:date "year" false)
  }
}"""
PLACES = """SELECT ?name ?lat ?long {
  VALUES (?name ?lat ?long) { ("far" -45.4 -182.4) ("near" 0.67 23.47) ("nowhere" 91 0) }
}"""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def picture(site: Site, query: str, view: str) -> ET.Element:
    """Return the picture of the answer."""
    answer = site.get(f"/sparql/picture?{urlencode({'query': query, 'view': view})}")
    assert (answer.status, answer.type) == (200, "image/svg+xml"), answer.text
    return ET.fromstring(answer.body)  # noqa: S314 (of our own server)


def shown(site: Site, query: str, **more: str) -> tuple[list[str], str]:
    """Return the views that the page of the answer offers, and the one that it shows."""
    text = site.get(f"/sparql?{urlencode({'query': query, **more})}", BROWSER).text
    current = re.search(r'data-view="(\w+)" rel="nofollow" aria-current', text)
    return re.findall(r'data-view="(\w+)"', text), current[1] if current else "table"


@pytest.mark.parametrize(
    ("query", "views"),
    [
        (NUMBERS, ["table", "chart"]),
        (DATES, ["table", "timeline"]),
        (PLACES, ["table", "map", "moon"]),
        ("SELECT ?a ?b { ?a <https://w3id.org/moonpact/ontology#party> ?b } LIMIT 3", ["table", "graph"]),
        ("CONSTRUCT { ?a ?b ?c } { ?a a ?c ; ?b ?c } LIMIT 3", ["table", "graph"]),
        ("SELECT (1 AS ?one) {}", []),
        ("SELECT ?none { FILTER(false) }", []),
        ("ASK {}", []),
    ],
)
def test_the_columns_tell_which_views_there_are(club: Site, query: str, views: list[str]) -> None:
    assert shown(club, query) == (views, "table")


def test_a_view_is_asked_for_by_name_or_by_a_comment(club: Site) -> None:
    assert shown(club, NUMBERS, view="chart")[1] == "chart"
    assert shown(club, f"# View: Chart\n{NUMBERS}")[1] == "chart"
    assert shown(club, f"#view: chart\n{NUMBERS}", view="table")[1] == "table"
    assert shown(club, f"#view: sculpture\n{NUMBERS}")[1] == "table"
    page = club.get(f"/sparql?{urlencode({'query': f'#view: timeline{chr(10)}{NUMBERS}'})}", BROWSER).text
    assert "A timeline needs a column of dates and one of names." in page


@pytest.mark.parametrize(
    ("query", "view", "detail"),
    [
        (NUMBERS, "sculpture", "parameter 'view': there is no view 'sculpture'; there are table, chart, map"),
        (NUMBERS, "timeline", "A timeline needs a column of dates and one of names."),
        (NUMBERS, "table", "A table is no picture."),
        ("ASK {}", "chart", "A chart needs a column of numbers and one of names."),
    ],
)
def test_what_cannot_be_drawn_is_told(club: Site, query: str, view: str, detail: str) -> None:
    answer = club.get(f"/sparql/picture?{urlencode({'query': query, 'view': view})}")
    assert (answer.status, problem(answer)["detail"].startswith(detail)) == (400, True)


def test_an_answer_that_was_posted_has_its_downloads(club: Site) -> None:
    body = urlencode({"query": NUMBERS, "view": "chart"}).encode()
    headers = {"Accept": BROWSER, "Content-Type": "application/x-www-form-urlencoded"}
    page = club.request("POST", "/sparql", body, headers).text
    address = re.search(r'<a href="([^"]+)" type="text/csv"', page)
    assert address
    assert club.get(address[1].replace("&amp;", "&")).text == club.ask(NUMBERS, "text/csv").text
    assert "3 rows, 1 kB, 0.0" in page


def test_numbers_are_bars(club: Site) -> None:
    drawn = picture(club, NUMBERS, "chart")
    bars = [
        (float(bar.attrib["x"]), float(bar.attrib["width"]))
        for bar in drawn.iter(f"{SVG}rect")
        if bar.get("class") == "bar"
    ]
    zero = float(next(drawn.iter(f"{SVG}line")).attrib["x1"])
    (right, wide), (left, narrow) = bars
    assert wide == pytest.approx(2 * narrow, abs=0.2)
    assert [right, left + narrow] == pytest.approx([zero, zero], abs=0.2)
    assert [link.attrib["href"] for link in drawn.iter(f"{SVG}a")] == ["/id/country/egypt"]
    assert "</text><script>alert(1)</script>" in [text.text for text in drawn.iter(f"{SVG}text")]


def test_what_is_not_drawn_is_counted(club: Site) -> None:
    rows = " ".join(f'("row {number}" {number})' for number in range(70))
    drawn = picture(club, f"SELECT ?name ?number {{ VALUES (?name ?number) {{ {rows} }} }}", "chart")
    assert [text.text for text in drawn.iter(f"{SVG}text")][-1] == "10 more are left out here."


@needs_atlas
@pytest.mark.parametrize("name", ["chart", "map", "timeline", "graph"])
def test_the_examples_are_drawn_as_they_say(moon: Site, name: str) -> None:
    query = read_query(f"examples/{name}")
    assert shown(moon, query)[1] == name
    is_offered = f'href="/sparql?{urlencode({"query": query}, safe=",:")}"' in moon.get("/sparql", BROWSER).text
    assert is_offered
    if name != "graph":
        assert len([link for link in picture(moon, query, name).iter(f"{SVG}a") if link.get("aria-label")]) > 5


def test_dates_are_a_timeline_as_far_as_they_are_known(club: Site) -> None:
    drawn = picture(club, DATES, "timeline")
    titles = [each.attrib["aria-label"] for each in drawn.iter(f"{SVG}g") if "aria-label" in each.attrib]
    assert titles == ["one, 2023-12-06, true", "other, 2024, false"]
    assert [mark.get("class") for mark in drawn.iter(f"{SVG}circle")] == ["contested", None]
    assert len([line for line in drawn.iter(f"{SVG}line") if line.get("class") == "span"]) == 1


def test_places_are_dots_on_the_earth_and_on_the_moon(club: Site) -> None:
    dots = [each for each in picture(club, PLACES, "map").iter(f"{SVG}circle") if each.get("class") == "shown"]
    far, near = [(float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in dots]
    assert far[0] > 900 > near[0] > 500
    sides = [each for each in picture(club, PLACES, "moon").iter(f"{SVG}g") if each.get("role") == "group"]
    assert [len([each for each in side.iter(f"{SVG}circle") if each.get("class") == "arrival"]) for side in sides] == [
        1,
        1,
    ]


@needs_atlas
def test_countries_are_shaded_by_their_numbers(moon: Site) -> None:
    query = f"""SELECT ?country ?countryLabel ?number {{
      VALUES (?country ?countryLabel ?number) {{
        (<{COUNTRY}egypt> "Egypt" 3) (<{COUNTRY}china> "China" 1) (<{COUNTRY}x> "X" 9)
      }}
    }}"""
    drawn = picture(moon, query, "map")
    shaded = {link.attrib["aria-label"]: link.find(f"{SVG}path") for link in drawn.iter(f"{SVG}a")}
    strengths = {name: path.attrib["fill-opacity"] for name, path in shaded.items() if path is not None}
    assert strengths == {"Egypt, 3": "0.44", "China, 1": "0.25"}
    assert "number: 1 – 9" in [text.text for text in drawn.iter(f"{SVG}text")]
