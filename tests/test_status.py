"""A status changes with time: what came next is no contradiction, what is denied afterwards is."""

from pathlib import Path

import pytest

from tests.made_up import CHARTER, JOINING, SIGNING, Decides, Outcome, Says, built, dated, described, outcome


def says(name: str, status: str, day: str, **more: str) -> Says:
    """Return a source that gives the status of the joining as of a day."""
    return Says(name, JOINING, f"mp:status status:{status} ; {dated('asOf', day)}", **more)


def plan(name: str, status: str, issued: str) -> Says:
    """Return a source, issued on a day, that says how a plan for much later stands."""
    what = f"mp:status status:{status} ; {dated('plannedFor', '2035-01-01', 'year')}"
    return Says(name, "plan:moon-dome", what, issued=f'dcterms:issued "{issued}"^^xsd:date ; mp:datePrecision "day"')


def of_joining(folder: Path, *said: Says | Decides) -> Outcome | None:
    """Return what is concluded on the status of the joining."""
    return outcome(built(folder, *said), JOINING, "status")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("negotiating", "joined"),
        ("invited", "signed"),
        ("not-joined", "joined"),
        ("announced", "joined"),
        ("joined", "withdrawn"),
        ("joined", "suspended"),
        ("planned", "joined"),
        ("planned", "under-way"),
        ("planned", "cancelled"),
        ("under-way", "negotiating"),
        ("negotiating", "not-joined"),
        ("not-joined", "negotiating"),
    ],
)
def test_what_came_next_is_no_contradiction(tmp_path: Path, before: str, after: str) -> None:
    first, second = says("gazette", before, "2023-05-01"), says("herald", after, "2023-06-01")
    both = (before, after) == ("planned", "under-way")
    expected = Outcome("under-way", "agreement", "gazette herald") if both else Outcome(after, "agreement", "herald")
    assert of_joining(tmp_path, first, second) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("joined", "not-joined"),
        ("joined", "denied"),
        ("signed", "not-listed"),
        ("joined", "negotiating"),
        ("joined", "announced"),
        ("planned", "not-announced"),
    ],
)
def test_what_is_denied_afterwards_is_a_contradiction(tmp_path: Path, before: str, after: str) -> None:
    first = says("palace", before, "2023-05-01", kind="government")
    assert of_joining(tmp_path, first, says("herald", after, "2023-06-01")) == Outcome(
        before, "kind-of-source", "palace", "herald", (f"*{before}: palace", f"{after}: herald")
    )


def test_statuses_of_one_group_agree(tmp_path: Path) -> None:
    said = [says("palace", "signed", "2023-05-01", kind="government"), says("herald", "joined", "2023-06-01")]
    assert of_joining(tmp_path, *said) == Outcome("signed", "agreement", "herald palace")


@pytest.mark.parametrize(("day", "status"), [("2024-07-18", "in-force"), ("2023-01-01", "signed")])
def test_what_later_follows_goes_before_the_better_source(tmp_path: Path, day: str, status: str) -> None:
    signed = says("palace", "signed", "2023-05-01", kind="government")
    dataset = built(tmp_path, signed, says("herald", "in-force", day))
    assert outcome(dataset, JOINING, "status") == Outcome(status, "agreement", "herald palace")
    preferred = {"in-force": "claim:herald", "signed": "claim:palace"}[status]
    assert described(dataset, "conclusion:participation-ruritania--moon-club-status")["mp:preferredClaim"] == {
        preferred
    }


def test_what_the_editors_prefer_goes_before_what_later_follows(tmp_path: Path) -> None:
    said = [says("palace", "signed", "2023-05-01"), says("herald", "in-force", "2024-07-18")]
    decides = Decides("signed", JOINING, "mp:status", "mp:prefers claim:palace", "The herald is mistaken.")
    found = of_joining(tmp_path, *said, decides)
    assert found is not None and (found.value, found.rule) == ("signed", "editorial-decision")


def test_what_has_no_date_is_not_the_latest(tmp_path: Path) -> None:
    talks = Says("forum", JOINING, "mp:status status:negotiating", kind="web", issued="")
    declined = says("herald", "declined", "2024-05-01")
    assert of_joining(tmp_path, talks, declined) == Outcome("declined", "agreement", "herald")


def test_a_denial_on_the_same_day_is_a_contradiction(tmp_path: Path) -> None:
    said = [says("palace", "joined", "2023-05-01", kind="government"), says("herald", "not-joined", "2023-05-01")]
    assert of_joining(tmp_path, *said) == Outcome(
        "joined", "kind-of-source", "palace", "herald", ("*joined: palace", "not-joined: herald")
    )


def test_a_denial_in_a_month_that_ends_after_the_day_of_joining_is_a_contradiction(tmp_path: Path) -> None:
    joined = says("palace", "joined", "2023-05-20", kind="government")
    denied = Says("herald", JOINING, f"mp:status status:not-joined ; {dated('asOf', '2023-05-01', 'month')}")
    assert of_joining(tmp_path, joined, denied) == Outcome(
        "joined", "kind-of-source", "palace", "herald", ("*joined: palace", "not-joined: herald")
    )


def test_without_a_date_the_source_tells_from_when_it_holds(tmp_path: Path) -> None:
    early = 'dcterms:issued "2023-01-01"^^xsd:date ; mp:datePrecision "day"'
    joined = says("palace", "joined", "2023-05-01", kind="government")
    denied_before = Says("herald", JOINING, "mp:status status:not-joined", issued=early)
    denied_after = Says("herald", JOINING, "mp:status status:not-joined")
    assert of_joining(tmp_path / "before", joined, denied_before) == Outcome("joined", "agreement", "palace")
    assert of_joining(tmp_path / "after", joined, denied_after) == Outcome(
        "joined", "kind-of-source", "palace", "herald", ("*joined: palace", "not-joined: herald")
    )


def test_a_plan_holds_from_the_day_of_its_source_not_from_the_day_planned_for(tmp_path: Path) -> None:
    said = [plan("gazette", "planned", "2023-01-01"), plan("herald", "cancelled", "2023-02-01")]
    later = [plan("gazette", "planned", "2023-03-01"), plan("herald", "cancelled", "2023-02-01")]
    of_plan = [
        outcome(built(tmp_path / str(n), *each), "plan:moon-dome", "status") for n, each in enumerate((said, later))
    ]
    assert of_plan == [Outcome("cancelled", "agreement", "herald"), Outcome("planned", "agreement", "gazette")]


def test_a_pause_contradicts_what_is_said_of_the_same_time(tmp_path: Path) -> None:
    said = [says("palace", "paused", "2023-05-01", kind="government"), says("herald", "negotiating", "2023-05-01")]
    assert of_joining(tmp_path / "same", *said) == Outcome(
        "paused", "kind-of-source", "palace", "herald", ("*paused: palace", "negotiating: herald")
    )
    later = says("herald", "negotiating", "2023-05-02")
    assert of_joining(tmp_path / "later", said[0], later) == Outcome("negotiating", "agreement", "herald")


def test_who_is_in_talks_may_be_said_not_to_take_part_on_the_same_day(tmp_path: Path) -> None:
    said = [says("palace", "not-joined", "2023-05-01", kind="government"), says("herald", "negotiating", "2023-05-01")]
    assert of_joining(tmp_path, *said) == Outcome("negotiating", "agreement", "herald")


def test_only_the_groups_that_contradict_are_positions(tmp_path: Path) -> None:
    said = [
        says("gazette", "invited", "2022-01-01"),
        says("palace", "joined", "2023-05-01", kind="government"),
        says("herald", "not-joined", "2023-06-01"),
    ]
    assert of_joining(tmp_path, *said) == Outcome(
        "joined", "kind-of-source", "palace", "herald", ("*joined: palace", "not-joined: herald")
    )


def test_a_preferred_status_is_a_position_beside_those_that_contradict(tmp_path: Path) -> None:
    said: list[Says | Decides] = [
        says("palace", "joined", "2023-05-01", kind="government"),
        says("herald", "not-joined", "2023-06-01"),
        says("gazette", "invited", "2022-01-01"),
        Decides("d", JOINING, "mp:status", "mp:prefers claim:gazette"),
    ]
    assert of_joining(tmp_path, *said) == Outcome(
        "invited",
        "editorial-decision",
        "gazette",
        "herald palace",
        ("*invited: gazette", "not-joined: herald", "joined: palace"),
        "The editors were there.",
    )


# Direct triples


def direct(folder: Path, *said: Says | Decides) -> dict[str, set[str]]:
    """Return what is said directly of Ruritania."""
    return described(built(folder, *said), "country:ruritania")


@pytest.mark.parametrize("status", ["joined", "signed", "approved", "in-force"])
def test_who_is_concluded_to_take_part_is_linked_directly(tmp_path: Path, status: str) -> None:
    by_paper = Says("gazette", JOINING, f"mp:status status:{status} ; mp:instrument {CHARTER}")
    said = by_paper, Says("herald", SIGNING, f"mp:status status:{status}")
    assert direct(tmp_path, *said) == {
        "mp:participatesIn": {"initiative:moon-club"},
        "mp:signatoryOf": {"instrument:club-charter"},
    }


@pytest.mark.parametrize("status", ["announced", "negotiating", "planned", "not-joined", "withdrawn", "suspended"])
def test_who_is_not_concluded_to_take_part_is_not_linked(tmp_path: Path, status: str) -> None:
    assert (
        direct(tmp_path, says("gazette", status, "2023-05-01"), Says("h", SIGNING, f"mp:status status:{status}")) == {}
    )


def test_who_is_only_said_to_take_part_is_not_linked_as_announced_is_not_signed(tmp_path: Path) -> None:
    said = [says("gazette", "signed", "2023-05-01"), says("herald", "joined", "2023-05-02")]
    hoped = Says("courier", JOINING, f"mp:status status:negotiating ; mp:instrument {CHARTER}")
    assert direct(tmp_path, *said, hoped) == {}
    assert outcome(built(tmp_path, *said), JOINING, "status") is not None


def test_the_conclusion_is_linked_and_not_the_claim(tmp_path: Path) -> None:
    said = [says("palace", "not-joined", "2023-06-01", kind="government"), says("herald", "joined", "2023-05-01")]
    adopted = Decides("d", JOINING, "mp:status", "mp:prefers claim:herald")
    left_open = Decides("d", JOINING, "mp:status", "mp:leavesOpen true")
    assert direct(tmp_path / "denied", *said) == {}
    assert direct(tmp_path / "open", *said, left_open) == {}
    assert direct(tmp_path / "adopted", *said, adopted) == {"mp:participatesIn": {"initiative:moon-club"}}


def test_a_date_of_joining_alone_links_nobody(tmp_path: Path) -> None:
    assert direct(tmp_path, Says("gazette", JOINING, dated("joinedOn", "2023-05-01"))) == {}
