"""`/changes`: what came, went or changed between two days, as a page, as JSON and as RDF."""

import json
from datetime import date
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from moonpact.graph.build import build_dataset
from moonpact.graph.dataset import find_release, write_dataset
from moonpact.graph.difference.period import Period, changes_in
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.spawning import Spawner
from moonpact.graph.view import View
from moonpact.graph.whole import read_whole
from tests.server import BASE, BROWSER, Site, problem, served
from tests.test_difference import run
from tests.test_server_things import plain

DAYS = "from=2024-01-15&to=2024-04-30"
SCHEMA = Namespace("https://schema.org/")


def test_as_json_it_is_what_the_command_tells(club: Site, club_data: Path) -> None:
    answer = club.get(f"/changes?{DAYS}", "application/json")
    _, told, _ = run("2024-01-15", "2024-04-30", "--data", club_data, "--format", "json")
    assert (answer.status, answer.type) == (200, "application/json")
    assert json.loads(answer.body) == json.loads(told)
    assert [change["name"] for change in json.loads(told)["sources"]] == ["courier", "times"]


def test_as_turtle_each_change_is_an_action(club: Site) -> None:
    answer = club.get(f"/changes?{DAYS}&format=ttl")
    assert answer.type == "text/turtle; charset=utf-8"
    graph = Graph().parse(data=answer.text)
    added = {graph.value(action, SCHEMA.object) for action in graph.subjects(RDF.type, SCHEMA.AddAction)}
    assert {URIRef(f"{BASE}id/claim/courier"), URIRef(f"{BASE}id/source/times")} <= added


@pytest.mark.parametrize(
    ("lang", "title", "marks"),
    [
        ("en", "What changed from 15 January 2024 to 30 April 2024", ["new", "changed"]),
        ("zh", "2024年1月15日至2024年4月30日的变化", ["新增", "改变"]),
        ("ru", "Что изменилось с 15 января 2024 г. по 30 апреля 2024 г.", ["новое", "изменено"]),
    ],
)
def test_the_page_tells_what_is_new_and_what_follows(club: Site, lang: str, title: str, marks: list[str]) -> None:
    answer = club.get(f"/changes?{DAYS}&lang={lang}", BROWSER)
    told = plain(answer.text)
    assert answer.status == 200
    assert f"<h1>{title}</h1>" in answer.text.replace("\u202f", " ")
    assert f"{marks[0]} courier says so." in told
    assert 'href="/id/disagreement/participation-ruritania--moon-club-status' in answer.text
    assert f'href="/changes?{DAYS.replace("&", "&amp;")}&amp;lang={lang}&amp;format=json"' in answer.text


def test_the_days_are_by_default_the_last_one_and_the_quarter_before(club: Site) -> None:
    answer = club.get("/changes", BROWSER)
    assert "What changed from 31 December 2023 to 31 March 2024" in answer.text


def test_a_day_is_compared_with_itself(club: Site) -> None:
    assert "Nothing changed between these days." in club.get("/changes?from=2024-02-01&to=2024-02-01", BROWSER).text


def test_the_dials_hold(club: Site) -> None:
    told = json.loads(club.get("/changes?from=2023-12-31&as-of=2024-01-31&format=json").body)
    assert [change["name"] for change in told["sources"]] == ["echo", "editors", "gazette", "herald", "mirror", "post"]
    told = json.loads(club.get(f"/changes?{DAYS}&according-to=web&format=json").body)
    assert [change["name"] for change in told["sources"]] == ["courier"]


@pytest.mark.parametrize(
    ("asked", "parameter", "detail"),
    [
        ("from=yesterday", "from", "parameter 'from': 'yesterday' is no day of the calendar"),
        ("from=2024-02-30", "from", "parameter 'from': '2024-02-30' is no day of the calendar"),
        ("to=20240101", "to", "parameter 'to': '20240101' is no day of the calendar"),
        ("to=9999-12-31", "to", "parameter 'to': 9999-12-31 is in the future"),
        ("from=2024-03-01&to=2024-02-01", "from", "'from', 2024-03-01, is after 'to', 2024-02-01"),
        ("to=2024-02-01&as-of=2024-01-01", "to", "'to', 2024-02-01, is after 'as-of', 2024-01-01"),
        ("since=2024-01-01", "since", "there is no parameter 'since' here"),
    ],
)
def test_what_is_no_period_is_refused(club: Site, asked: str, parameter: str, detail: str) -> None:
    answer = club.get(f"/changes?{asked}", "application/json")
    assert answer.status == 400
    assert problem(answer)["parameter"] == parameter
    assert problem(answer)["detail"].startswith(detail)


def test_data_that_was_not_built_here_has_no_changes(tmp_path: Path) -> None:
    (tmp_path / "data.nt").write_text("<x:a> <x:b> <x:c> .\n", encoding="utf-8")
    with served(tmp_path / "data.nt") as site:
        assert site.get("/changes").status == 400


def test_where_processes_cannot_be_forked_the_changes_are_the_same(club_data: Path, tmp_path: Path) -> None:
    dataset = build_dataset(club_data, shapes=False)
    write_dataset(dataset, tmp_path)
    period = Period(View(date(2024, 1, 15)), View(date(2024, 4, 30), frozenset({"web"})))
    spawner = Spawner([find_release(tmp_path).file], Limits())
    assert spawner.changes(period) == changes_in(read_whole(dataset.store), period)
