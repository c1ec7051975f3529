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


def missions(ask: Ask) -> dict[str, Row]:
    """Return the missions compared, by their IRI."""
    return {row["mission"].partition("/")[2]: row for row in rows(ask("missions-compared"))}


def test_each_mission_stands_once_and_in_order_of_time(ask: Ask) -> None:
    compared = rows(ask("missions-compared"))
    assert len(missions(ask)) == len(compared)
    launched = column(compared, "launched")
    flown = [day for day in launched if day]
    assert launched == sorted(flown) + [""] * (len(launched) - len(flown))


def test_the_flights_of_the_soviet_union_are_not_those_of_russia(ask: Ask) -> None:
    compared = rows(ask("missions-compared"))
    assert {row["launched"][:4] >= "1992" for row in only(compared, country="country/soviet-union")} == {False}
    russian = column(only(compared, country="country/russia"), "mission")
    assert russian == [f"mission/luna-{number}" for number in (25, 26, 27, 29, 28, 30)]
    assert [row["country"] for row in compared if row["mission"] == "mission/luna-9"] == ["country/soviet-union"]


def test_several_kinds_and_landings_stand_in_one_row(ask: Ask) -> None:
    compared = missions(ask)
    assert compared["luna-20"]["kinds"] == "lander, sample return"
    assert compared["change-6"]["arrivals"] == "Moon 2024-06-01; Earth 2024-06-25"
    assert compared["luna-9"]["arrivals"] == "Moon 1966-02-03"


def test_luna_25_was_lost_and_change_6_succeeded(ask: Ask) -> None:
    compared = missions(ask)
    assert (compared["luna-25"]["outcomeLabel"], compared["luna-25"]["arrivals"]) == ("failure", "Moon 2023-08-19")
    assert compared["change-6"]["outcomeLabel"] == "success"


def test_one_file_without_sources_does_not_cancel_a_mission(ask: Ask) -> None:
    planned = missions(ask)["change-8"]
    assert (planned["statusLabel"], planned["contested"]) == ("planned", "true")
    assert planned["against"].startswith("status cancelled or reworked [rejected]: unnamed public GitHub repository")
    assert planned["firstPlan"].startswith("2028: ")
    assert planned["latestPlan"].startswith("2029: China National Space Administration, ")


def test_change_7_has_no_confirmed_launch(ask: Ask) -> None:
    waiting = missions(ask)["change-7"]
    assert (waiting["launched"], waiting["statusLabel"], waiting["contested"]) == ("", "not flown", "true")
    assert "launch occurred on 2026-08-24 [rejected]" in waiting["against"]


def test_a_source_without_a_date_gives_neither_the_first_nor_the_latest_plan(ask: Ask) -> None:
    postponed = missions(ask)["luna-26"]
    assert postponed["firstPlan"] == "2024: Rogozin, Amurskaya Pravda (TASS), 2021-10-21"
    assert postponed["latestPlan"].startswith("2028: Marfin, head of NPO Lavochkin, ")


def test_failures_at_launch_are_not_in_the_graph_as_the_summaries_say(ask: Ask) -> None:
    assert "launch failure" not in column(rows(ask("missions-compared")), "outcomeLabel")


COUNTED = ("flown", "succeeded", "failedInPart", "failed", "notStated", "notFlown")


def test_the_counts_by_decade_add_up_to_the_missions_compared(ask: Ask) -> None:
    compared = rows(ask("missions-compared"))
    for country in ("china", "russia", "soviet-union"):
        counted = only(rows(ask("missions-by-country")), country=f"country/{country}")
        own = only(compared, country=f"country/{country}")
        assert sum(int(row["flown"]) for row in counted) == len([row for row in own if row["launched"]])
        assert sum(int(row["notFlown"]) for row in counted) == len([row for row in own if not row["launched"]])


def test_every_flight_is_counted_under_one_outcome(ask: Ask) -> None:
    for row in rows(ask("missions-by-country")):
        flown, *outcomes, waiting = (int(row[name]) for name in COUNTED)
        assert flown == sum(outcomes)
        assert flown + waiting == len(row["missions"].split(", "))
        assert row["sourceKinds"]


def test_the_soviet_union_flew_and_russia_lost_its_only_one(ask: Ask) -> None:
    def counts(**values: str) -> list[str]:
        (row,) = only(rows(ask("missions-by-country")), **values)
        return [row[name] for name in COUNTED]

    assert counts(country="country/russia", decade="2020s") == ["1", "0", "0", "1", "0", "0"]
    assert counts(country="country/soviet-union", decade="1970s") == ["10", "8", "1", "1", "0", "0"]


def test_the_dates_of_luna_28_slipped_by_seven_years(ask: Ask) -> None:
    said = only(rows(ask("planned-dates-slipped")), plan="plan/luna-28-launch")
    assert [(row["planned"], row["yearsLater"]) for row in said] == [
        ("2026–2027", "0"),
        ("2027–2028", "1"),
        ("2030", "3"),
        ("2034", "7"),
    ]


def test_statements_without_a_date_stand_last_and_are_not_measured(ask: Ask) -> None:
    said = rows(ask("planned-dates-slipped"))
    for plan in set(column(said, "plan")):
        dated = [bool(row["said"]) for row in only(said, plan=plan)]
        assert dated == sorted(dated, reverse=True)
    assert {row["yearsLater"] for row in said if not row["said"]} == {""}


def test_no_plan_is_overdue_that_was_fulfilled(ask: Ask) -> None:
    overdue = rows(ask("overdue-promises"))
    assert not {"plan/change-6-launch", "plan/luna-25-landing"} & set(column(overdue, "plan"))
    assert [(row["plan"], row["promised"]) for row in overdue] == [
        ("plan/ilrsco-agreements", "2023-10"),
        ("plan/luna-26-launch", "2023–2024"),
        ("plan/change-7-launch", "2024"),
        ("plan/luna-26-launch", "2024"),
        ("plan/ilrs-reconnaissance-end", "2025"),
        ("plan/luna-27-launch", "2025"),
        ("plan/change-7-launch", "2026-08"),
    ]


def test_a_date_is_overdue_only_when_it_is_over(ask: Ask) -> None:
    def overdue(day: str) -> set[tuple[str, str]]:
        return {(row["plan"], row["promised"]) for row in rows(ask("overdue-promises", day=day))}

    assert overdue("2023-10-31") == set()
    assert overdue("2023-11-01") == {("plan/ilrsco-agreements", "2023-10")}
    assert ("plan/luna-26-launch", "2024") not in overdue("2024-12-31")
    assert ("plan/luna-26-launch", "2024") in overdue("2025-01-01")
    # What was launched later counts as not having happened before.
    assert ("plan/change-6-launch", "2024–2025") not in overdue("2026-01-01")


def test_who_was_named_by_one_page_only_gives_nothing(ask: Ask) -> None:
    for name in ("france", "germany", "japan", "united-kingdom", "united-states"):
        (row,) = only(rows(ask("contributions")), contribution=f"contribution/{name}--change-8")
        assert (row["status"], row["contested"]) == ("", "true")
        assert row["against"] == "selected [rejected]: brief.news, 2025-04-25"


def test_a_rover_that_was_agreed_and_dropped_is_no_contribution(ask: Ask) -> None:
    (rover,) = only(rows(ask("contributions")), contribution="plan/uae-rover-on-change-7")
    assert (rover["party"], rover["statusLabel"]) == ("country/united-arab-emirates", "cancelled or reworked")


def test_an_organization_stands_by_its_own_country_only(ask: Ask) -> None:
    shared = only(rows(ask("contributions")), contribution="contribution/bahrain-and-egypt--change-8")
    assert {row["party"]: row["bodies"] for row in shared} == {
        "country/bahrain": "National Space Science Agency of Bahrain",
        "country/egypt": "Egyptian Space Agency",
    }


def test_no_source_read_gives_a_sum_of_money(ask: Ask) -> None:
    assert set(column(rows(ask("contributions")), "amount")) == {""}


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
