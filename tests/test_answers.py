"""The project's own questions: their answers in full, and what must hold in them whatever else becomes known."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from click.testing import CliRunner
from rdflib.plugins.sparql import prepareQuery

from moonpact.graph.build import build_dataset
from moonpact.graph.dataset import write_dataset
from moonpact.queries.question import LANGUAGES, Question, list_questions
from moonpact.server.command import main

ANSWERS = Path(__file__).with_name("answers")
QUESTIONS = list_questions()
NAMES = [question.name for question in QUESTIONS]

Row = dict[str, str]
# The questions of which each row is a statement or a conclusion, and the columns in which a row names its sources.
WITNESSED = (
    "base-stations",
    "china-russia-papers",
    "contributions",
    "documents-by-year",
    "leadership",
    "missions-compared",
    "nuclear-plant",
    "overdue-promises",
    "participants",
    "planned-dates-slipped",
    "roles",
)
CITING = ("sources", "sourceLabel", "against", "firstPlan")
# Below this IRI stand the things of the graph.
THING = "https://w3id.org/moonpact/id/"


class Ask(Protocol):
    """What asks a question of the project with values of its parameters."""

    def __call__(self, name: str, **values: str) -> bytes:
        """Return the answer as the command writes it."""
        ...


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """The command, on one dataset made from the data of the package; each answer is asked for once."""
    folder = tmp_path_factory.mktemp("dataset")
    write_dataset(build_dataset(shapes=False), folder)
    answers: dict[tuple[str, ...], bytes] = {}

    def answer(name: str, **values: str) -> bytes:
        options = [part for option, value in values.items() for part in (f"--{option}", value)]
        command = ("ask", name, *options)
        if command not in answers:
            result = CliRunner().invoke(main, [*command, "--format", "csv", "--dataset", str(folder)])
            assert (result.exit_code, result.stderr) == (0, "")
            answers[command] = result.stdout_bytes
        return answers[command]

    return answer


def rows(answer: bytes) -> list[Row]:
    """Return the rows of an answer, with the things' IRIs in short."""
    read = csv.DictReader(io.StringIO(answer.decode()))
    return [{column: value.removeprefix(THING) for column, value in row.items()} for row in read]


def only(found: list[Row], **values: str) -> list[Row]:
    """Return the rows with these values."""
    return [row for row in found if all(row[column] == value for column, value in values.items())]


def column(found: list[Row], name: str) -> list[str]:
    """Return the values of a column."""
    return [row[name] for row in found]


def languages(question: Question) -> Iterator[dict[str, str]]:
    """Yield the values that ask the question in each language of the labels."""
    for parameter in question.parameters:
        if parameter.name == "lang":
            yield from ({"lang": language} for language in LANGUAGES)


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_this_one_in_full(ask: Ask, name: str) -> None:
    assert ask(name).decode() == (ANSWERS / f"{name}.csv").read_bytes().decode()


def test_every_answer_kept_is_one_to_a_question() -> None:
    assert sorted(path.stem for path in ANSWERS.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_another_implementation_reads_the_query(question: Question) -> None:
    assert prepareQuery(question.text).algebra.name == "SelectQuery"


@pytest.mark.parametrize("question", QUESTIONS, ids=NAMES)
def test_every_language_has_the_same_rows(ask: Ask, question: Question) -> None:
    numbers = [len(rows(ask(question.name, **values))) for values in languages(question)]
    assert numbers == [len(rows(ask(question.name)))] * len(LANGUAGES)


@pytest.mark.parametrize("name", NAMES)
def test_no_row_stands_twice(ask: Ask, name: str) -> None:
    lines = ask(name).splitlines()
    assert len(lines) == len(set(lines)) > 1


@pytest.mark.parametrize("name", WITNESSED)
def test_every_row_names_a_source(ask: Ask, name: str) -> None:
    assert [row for row in rows(ask(name)) if not any(row.get(cited) for cited in CITING)] == []


def test_the_emirates_are_contested_and_no_undisputed_member(ask: Ask) -> None:
    (emirates,) = only(rows(ask("participants")), country="country/united-arab-emirates")
    assert (emirates["takesPart"], emirates["contested"]) == ("false", "true")
    assert (emirates["statusLabel"], emirates["document"], emirates["since"]) == ("institution only", "", "")
    positions = [position.partition(": ")[0] for position in emirates["against"].split(" | ")]
    assert positions == [
        "signed",
        "signed (Deep Space Exploration Laboratory)",
        "joined (Deep Space Exploration Laboratory)",
        "joined (Roscosmos)",
        "joined",
        "not on the list (Roscosmos)",
    ]


@pytest.mark.parametrize("country", ["bolivia", "djibouti", "ethiopia"])
def test_a_country_that_roscosmos_alone_counts_is_no_member(ask: Ask, country: str) -> None:
    (row,) = only(rows(ask("participants")), country=f"country/{country}")
    assert (row["takesPart"], row["contested"], row["document"]) == ("false", "true", "")
    assert "joined (Roscosmos): Sputnik" in row["against"]
    assert "signed" not in row["sources"] + row["against"]


def test_every_participant_has_a_document_and_a_day(ask: Ask) -> None:
    participants = only(rows(ask("participants")), takesPart="true")
    assert len(set(column(participants, "country"))) == 13
    assert "" not in column(participants, "document") + column(participants, "since")
    assert column(participants, "since") == sorted(column(participants, "since"))


def test_kazakhstan_is_missing_from_the_list_of_roscosmos(ask: Ask) -> None:
    (row,) = only(rows(ask("participants")), country="country/kazakhstan")
    assert (row["since"], row["takesPart"], row["contested"]) == ("2024-07-03", "true", "true")
    assert row["against"] == "not on the list (Roscosmos): TASS, 2025-04-29"


@pytest.mark.parametrize("country", ["china", "russia"])
def test_the_two_founders_are_contested_by_other_dates_of_their_papers_only(ask: Ask, country: str) -> None:
    papers = {row["document"]: row for row in only(rows(ask("participants")), country=f"country/{country}")}
    memorandum, agreement = papers["instrument/mou-ilrs-2021"], papers["instrument/iga-ilrs-2022"]
    assert [row["takesPart"] for row in papers.values()] == ["true", "true"]
    assert (memorandum["since"], agreement["since"]) == ("2021-03-09", "2022-11-25")
    assert memorandum["against"] == "2020-02 [rejected]: Türkiye Today, undated, read 2026-11-22"
    assert agreement["against"] == "2022-12 [rejected]: Aviation Week, about 2023-10 (estimated)"


def test_what_the_editors_reject_is_marked_in_each_language(ask: Ask) -> None:
    for language, mark in {"en": "[rejected]", "zh": "[不采信]", "ru": "[отклонено]"}.items():
        (row,) = only(rows(ask("participants", lang=language)), country="country/central-african-republic")
        assert mark in row["against"]


def test_no_source_links_the_base_stations_to_the_station_or_to_a_third_country(ask: Ask) -> None:
    reading, *statements = rows(ask("base-stations"))
    assert (reading["station"], reading["source"]) == ("", "source/moonpact")
    assert {(row["linkToIlrs"], row["otherCountry"]) for row in statements} == {("false", "false")}


def test_each_of_the_two_hosts_the_base_stations_of_the_other(ask: Ask) -> None:
    _, *statements = rows(ask("base-stations"))
    sites = {(row["station"].partition("/")[2].partition("-")[0], row["operator"], row["host"]) for row in statements}
    assert sites == {("glonass", "country/russia", "country/china"), ("beidou", "country/china", "country/russia")}


def test_every_position_on_who_leads_stands_with_its_sources(ask: Ask) -> None:
    leading = only(rows(ask("leadership")), matter="leadership/ilrs")
    answers = ["answer/china-leads", "answer/jointly-led", "answer/other-leads", "answer/russia-leading-role"]
    assert sorted(set(column(leading, "answer")) - {""}) == answers
    assert {row["contested"] for row in leading if row["answer"]} == {"true"}
    assert "" not in column(leading, "accordingTo")


def test_a_reason_is_the_sources_own(ask: Ask) -> None:
    reasoned = [row for row in rows(ask("leadership")) if row["reason"]]
    assert "Russia's invasion of Ukraine" in {row["reason"].partition(":")[0] for row in reasoned}
    assert "source/moonpact" not in column(reasoned, "source")


def test_the_last_word_on_each_matter_is_the_editors_reading(ask: Ask) -> None:
    last = {row["matter"]: row["source"] for row in rows(ask("leadership"))}
    assert len(last) == 4
    assert set(last.values()) == {"source/moonpact"}


def test_the_common_papers_stand_in_order_of_time(ask: Ask) -> None:
    steps = rows(ask("china-russia-papers"))
    dates = [date for date in column(steps, "date") if date]
    assert dates == sorted(dates)
    assert (dates[0], dates[-1]) == ("2020-07-01", "2025-11-04")


def test_an_announcement_of_which_the_date_is_left_open_shows_every_date(ask: Ask) -> None:
    (announcement,) = only(rows(ask("china-russia-papers")), date="")
    assert (announcement["what"], announcement["contested"]) == ("event/ilrs-announcement", "true")
    said = [position.partition(": ")[0] for position in announcement["against"].split(" | ")]
    assert said == ["announced on 2021-03", "announced on 2021-06", "announced on 2020"]


def test_an_agreement_on_navigation_is_no_paper_on_the_moon(ask: Ask) -> None:
    assert "instrument/glonass-beidou-2018" not in column(rows(ask("china-russia-papers")), "what")


def test_the_other_date_of_the_agreement_stays_visible(ask: Ask) -> None:
    steps = only(rows(ask("china-russia-papers")), what="instrument/iga-ilrs-2022", stepLabel="signed on")
    assert [(row["date"], row["contested"]) for row in steps] == [("2022-11-25", "true")]
    assert "signed on 2022-12 [rejected]: Aviation Week" in steps[0]["against"]


def test_the_documents_of_2021_and_of_another_year(ask: Ask) -> None:
    documents = [row["document"].partition("/")[2] for row in rows(ask("documents-by-year"))]
    assert documents == ["mou-ilrs-2021", "joint-statement-ilrs-2021", "guide-ilrs-2021", "roadmap-ilrs-2021"]
    assert column(rows(ask("documents-by-year", year="2022")), "document") == ["instrument/iga-ilrs-2022"]
    assert rows(ask("documents-by-year", year="1999")) == []


def test_only_what_was_signed_has_persons_who_signed(ask: Ask) -> None:
    signers = {row["document"]: row["signers"] for row in rows(ask("documents-by-year"))}
    assert {document: persons for document, persons in signers.items() if persons} == {
        "instrument/mou-ilrs-2021": "Dmitry Rogozin, Zhang Kejian"
    }


def test_the_plant_is_nuclear_only_in_the_words_of_those_who_say_so(ask: Ask) -> None:
    statements = rows(ask("nuclear-plant"))
    papers = [row for row in statements if row["source"] in ("source/ng-interfax-2025-05-08", "source/nsn-2025-05")]
    assert {row["powerSource"] for row in papers} == {"not stated", ""}
    assert "nuclear" in column(statements, "powerSource")


def test_what_powers_the_station_besides_stands_in_one_row(ask: Ask) -> None:
    design = only(rows(ask("nuclear-plant")), accordingTo="Wu Yanhua")
    assert column(design, "powerSource") == ["nuclear, radioisotope, solar"]


def test_by_when_the_plant_is_to_stand_differs(ask: Ask) -> None:
    assert {"2033–2035", "2035", "≤ 2035", "2036"} <= set(column(rows(ask("nuclear-plant")), "plannedFor"))


def test_one_page_that_says_the_same_twice_is_one_witness(ask: Ask) -> None:
    sentences = column(rows(ask("nuclear-plant")), "sentence")
    assert any("NPO Lavochkin for the Russian lunar power plant" in sentence for sentence in sentences)
    assert not any("NPO Lavochkin to create a lunar power plant" in sentence for sentence in sentences)


def test_the_reactor_of_the_united_states_is_another_one(ask: Ask) -> None:
    assert not any("NASA" in row["sentence"] for row in rows(ask("nuclear-plant")))


def test_russia_builds_the_plant_alone_or_with_china(ask: Ask) -> None:
    building = only(rows(ask("roles")), value="facility/lunar-power-plant")
    assert [(row["country"], row["jointly"], row["contested"]) for row in building] == [
        ("country/china", "true", "true"),
        ("country/russia", "false", "true"),
        ("country/russia", "true", "true"),
    ]


def test_the_other_body_that_is_said_to_lead_stands_under_its_country(ask: Ask) -> None:
    (rosatom,) = only(rows(ask("roles")), value="organization/rosatom")
    assert (rosatom["country"], rosatom["contested"], rosatom["jointly"]) == ("country/russia", "true", "false")


def test_both_are_founders_and_signed_the_same_papers(ask: Ask) -> None:
    china, russia = (only(rows(ask("roles")), country=f"country/{name}") for name in ("china", "russia"))
    for held in (china, russia):
        assert "role/founder" in column(held, "value")
    papers = ["instrument/iga-ilrs-2022", "instrument/mou-ilrs-2021", "instrument/power-plant-memorandum-2025"]
    assert column(only(china, aspectLabel="signatory of"), "value") == papers
    assert column(only(russia, aspectLabel="signatory of"), "value") == papers
