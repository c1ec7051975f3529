"""The explorer as the server draws it, and what the editor of queries asks the server for."""

import json
from urllib.parse import quote

from moonpact.queries.question import list_questions
from tests.server import BROWSER, Site
from tests.test_server_things import plain


def test_the_explorer_begins_with_the_things_of_most_relations(moon: Site) -> None:
    page = moon.get("/explore", BROWSER).text
    assert '<a href="/explore?thing=initiative%2Filrs">International Lunar Research Station</a>' in page


def test_the_neighbours_of_a_thing_are_listed_with_their_relations(moon: Site) -> None:
    answer = moon.get("/explore?thing=country/egypt&as-of=2025-01-01", BROWSER)
    assert '<a href="/id/initiative/ilrs?as-of=2025-01-01">International Lunar Research Station</a>' in answer.text
    assert "participation" in plain(answer.text)
    assert 'src="/network/country/egypt?limit=60&amp;format=svg&amp;as-of=2025-01-01"' in answer.text
    assert 'href="/network/country/egypt?format=graphml&amp;as-of=2025-01-01"' in answer.text


def test_the_filters_work_without_a_script(moon: Site) -> None:
    asked = "open=mission%2Fchange-7&class=Country&class=Mission&source-kind=agency&from=2023&to=&contested="
    text = moon.get(f"/explore?thing=country/egypt&{asked}", BROWSER).text
    drawn = (
        "/network/country/egypt?open=mission/change-7&amp;class=Country,Mission&amp;source-kind=agency&amp;from=2023"
    )
    assert f'src="{drawn}&amp;limit=60&amp;format=svg"' in text.replace("%2F", "/")
    assert f'href="{drawn}&amp;format=gexf"' in text.replace("%2F", "/")
    assert 'name="class" value="Mission" checked>' in text
    assert 'name="class" value="Payload">' in text


def test_where_to_begin_is_found_by_name(moon: Site) -> None:
    page = moon.get(f"/explore?find={quote('Египет')}", BROWSER).text
    assert '<a href="/explore?thing=country%2Fegypt">Egypt</a>' in page
    assert "Nothing in the network is called so." in moon.get("/explore?find=zzzzzz", BROWSER).text
    assert moon.get(f"/explore?find={'x' * 1001}").status == 400


def test_what_is_not_in_the_network_is_told_with_the_nearest(moon: Site) -> None:
    answer = moon.get("/explore?thing=country/egipt")
    told = json.loads(answer.body)
    assert (answer.status, told["type"].rpartition("#")[2]) == (404, "unknown-thing")
    assert told["nearest"][0].endswith("id/country/egypt")


def test_the_vocabulary_has_every_kind_of_term_with_its_names(moon: Site) -> None:
    answer = moon.get("/sparql/vocabulary?lang=ru")
    told = json.loads(answer.body)
    by_name = {term["name"]: term for term in told["terms"]}
    assert (answer.status, answer.type) == (200, "application/json")
    assert by_name["mp:Participation"] == {
        "name": "mp:Participation",
        "kind": "class",
        "labels": ["участие", "participation", "参与"],
    }
    assert by_name["mp:status"]["kind"] == "property"
    assert by_name["status:signed"]["kind"] == "concept"
    assert told["prefixes"]["country"] == "https://w3id.org/moonpact/id/country/"


def test_the_query_page_offers_every_question(club: Site) -> None:
    page = club.get("/sparql", BROWSER).text
    for question in list_questions():
        assert f'<a href="/questions/{question.name}.rq" data-query>' in page
