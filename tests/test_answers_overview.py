"""What must hold in the answers on plans, papers, denials and single witnesses, whatever else becomes known."""

import pytest

from tests import evidence
from tests.asking import Row, ask, column, only


def the(name: str, **values: str) -> Row:
    """Return the one row of an answer with these values."""
    [row] = only(ask(name), **values)
    return row


# What is planned


def test_the_plans_of_the_years_asked_for_come_in_order_of_time() -> None:
    planned = column(ask("planned"), "planned")
    assert planned == sorted(planned)
    assert {day[:4] for day in planned} <= {"2026", "2027", "2028", "2029", "2030"}
    later = column(ask("planned", **{"from": "2031", "to": "2040"}), "plan")
    assert "plan/ilrs-1-to-5-launches" in later
    assert not {*later} & {*column(ask("planned"), "plan")}


def test_a_date_that_slipped_stands_beside_the_one_that_holds() -> None:
    row = the("planned", plan="plan/change-7-launch")
    assert (row["planned"], row["plannedPrecision"], row["contested"]) == ("2026-08-01", "month", "true")
    assert row["otherDates"] == "2024 [rejected] (NASA NSSDCA, undated, read 2026-11-22)"


def test_who_planned_it_is_the_speaker_and_not_the_outlet() -> None:
    assert the("planned", plan="plan/nasa-lunar-reactor")["plannedBy"] == "Sean Duffy, acting Administrator of NASA"
    assert "Marfin, head of NPO Lavochkin" in the("planned", plan="plan/luna-27-launch")["plannedBy"]


def test_what_has_been_reached_is_marked() -> None:
    row = only(ask("planned", **{"from": "2024", "to": "2024"}), plan="plan/change-6-launch")
    assert column(row, "reached") == ["true"]
    assert "true" not in column(only(ask("planned"), plan="plan/change-7-launch"), "reached")


# What kind of paper


def test_the_agreement_between_the_governments_has_its_steps() -> None:
    row = the("papers-by-kind", paper="instrument/iga-ilrs-2022")
    told = [row[name] for name in ("kind", "parties", "signed", "approved", "inForce")]
    kind = "instrument-kind/intergovernmental-agreement"
    assert told == [kind, "China, Russia", "2022-11-25", "2024-03-15", "2024-07-18"]


@evidence.needed
@pytest.mark.parametrize(
    ("paper", "claim", "cell"),
    [
        ("iga-ilrs-2022", "iga-inforce-david", "inForce"),
        ("iga-ilrs-2022", "iga-gov-approval", "approved"),
        ("mou-ilrs-2021", "mou21-rusgov-approval-spacenews", "approved"),
        ("moon-agreement", "moon-force", "inForce"),
        ("outer-space-treaty", "ost-force", "inForce"),
        ("gateway-canada-2020", "gw-ca-force", "inForce"),
    ],
)
def test_the_days_are_those_of_the_evidence(paper: str, claim: str, cell: str) -> None:
    assert the("papers-by-kind", paper=f"instrument/{paper}")[cell] == evidence.claims()[claim]["date"]


def test_who_has_left_or_never_joined_is_no_party() -> None:
    parties = the("papers-by-kind", paper="instrument/moon-agreement")["parties"].split(", ")
    assert {"Saudi Arabia", "Russia"} & {*parties} == set()
    assert {"Austria", "Kazakhstan", "Netherlands"} <= {*parties}


def test_kinds_that_sources_do_not_agree_on_are_named() -> None:
    row = the("papers-by-kind", paper="instrument/egypt-ilrs-2023")
    told = [row[name] for name in ("kindLabel", "kindContested", "kindAgainst")]
    assert told == ["agreement", "true", "memorandum of understanding"]


def test_papers_can_be_asked_for_by_initiative() -> None:
    papers = column(ask("papers-by-kind", initiative="initiative:artemis-accords"), "paper")
    assert "instrument/artemis-accords" in papers
    assert "instrument/mou-ilrs-2021" not in papers


# Who says no


@evidence.needed
@pytest.mark.parametrize(
    "claim", ["esa-no-ilrs", "change8-cancel", "ce7-not-in-deepcat", "kz-absent-roscosmos", "russia-quit-gateway"]
)
def test_a_denial_of_the_evidence_is_found_with_its_sentence(claim: str) -> None:
    found = only(ask("denials"), claim=f"claim/{claim}")
    assert found
    assert set(column(found, "sentence")) == {evidence.claims()[claim]["statement"]}


def test_who_says_otherwise_stands_beside_a_denial() -> None:
    row = the("denials", claim="claim/change8-cancel")
    assert (row["saidToBe"], row["rejected"], row["concluded"]) == ("status/cancelled", "true", "status/planned")
    assert row["otherwise"] == "Xinhua/RTHK via Daily8, 2025-04-24 (planned)"


def test_a_name_that_is_missing_from_a_list_is_told_as_that() -> None:
    row = the("denials", claim="claim/kz-absent-roscosmos")
    assert (row["saidToBeLabel"], row["concludedLabel"]) == ("not on the list", "signed")


# Who copies, and who is alone


@evidence.needed
def test_the_copies_are_those_of_the_evidence() -> None:
    copied = {row["original"]: row for row in ask("copied-reports")}
    for name in ("TASS", "科技日报"):
        copies = [line for line in evidence.lines("sources.jsonl") if (line.get("mirror_of") or "") == name]
        assert int(copied[name]["copies"]) >= len(copies)
    assert [row["original"] for row in ask("copied-reports")][:2] == ["NASA", "SpaceNews"]


def test_what_is_known_from_a_copied_text_alone_is_no_more_than_what_it_tells() -> None:
    for row in ask("copied-reports"):
        assert 0 <= int(row["alone"]) <= int(row["matters"]), row["original"]


def test_a_conclusion_with_two_witnesses_is_not_listed_and_one_with_copies_of_one_text_is() -> None:
    found = ask("one-witness")
    # Kenya's institute is told of by one magazine; that Egypt signed, by many.
    assert column(only(found, matter="participation/kenya--ilrs", propertyLabel="status"), "witness") == [
        "Galaxy Aerospace Ghana"
    ]
    assert only(found, matter="participation/egypt--ilrs", propertyLabel="status") == []
    alone = only(found, matter="count/tunxi-signers-2024", propertyLabel="value")
    assert [(row["witness"], row["onlyCopies"], row["contested"]) for row in alone] == [("Xinhua", "true", "true")]


def test_single_witnesses_can_be_asked_for_by_initiative() -> None:
    matters = column(ask("one-witness", initiative="initiative:gateway"), "matter")
    assert matters
    assert not {*matters} & {*column(ask("one-witness"), "matter")}
