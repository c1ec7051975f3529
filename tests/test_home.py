"""The first page: the state of knowledge in a few numbers, and the questions."""

from moonpact.queries.question import list_questions
from tests.server import BROWSER, Site
from tests.test_server_things import plain


def test_the_first_page_tells_the_numbers_and_every_question(club: Site) -> None:
    page = club.get("/", BROWSER).text
    assert "3 points on which sources contradict each other in 7 claims of 8 sources" in plain(page)
    for question in list_questions():
        assert f'<a href="/questions/{question.name}">' in page


def test_the_first_page_tells_how_many_take_part_and_who_counts_otherwise(moon: Site) -> None:
    text = plain(moon.get("/", BROWSER).text)
    assert "13 countries take part in the International Lunar Research Station 6 of them contested" in text
    counts = (
        "Roscosmos says 13 (countries, May 2025), "
        "China National Space Administration says 17 (countries and international organizations, 23 April 2025)"
    )
    assert counts in text
    assert counts in plain(moon.get("/id/initiative/ilrs.html", BROWSER).text)
    assert "3 countries are in both" in text


def test_the_first_page_of_a_view_has_the_numbers_of_then(moon: Site) -> None:
    text = plain(moon.get("/?as-of=2024-01-31", BROWSER).text)
    assert "8 countries take part in the International Lunar Research Station" in text
    assert "says 17" not in text
