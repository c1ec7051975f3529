"""What the editors decide comes before every rule, and their reason stands in the disagreement."""

from pathlib import Path

import pytest

from moonpact.graph.conclusion.decision import DecisionsCollideError, read_decisions
from tests.made_up import JOINING, MEMBERS, Decides, Outcome, Says, built, dated, described, outcome

PALACE = Says("palace", JOINING, dated("joinedOn", "2023-05-02"), kind="government")
GAZETTE = Says("gazette", JOINING, dated("joinedOn", "2023-05-01"))
REASON = "The editors were there."


def decided(folder: Path, what: str, *said: Says) -> Outcome | None:
    """Return what is concluded on the day of joining with this decision."""
    dataset = built(folder, *(said or (PALACE, GAZETTE)), Decides("d", JOINING, "mp:joinedOn", what))
    return outcome(dataset, JOINING, "joinedOn")


def test_without_a_decision_the_rules_have_their_say(tmp_path: Path) -> None:
    assert outcome(built(tmp_path, PALACE, GAZETTE), JOINING, "joinedOn") == Outcome(
        "2023-05-02", "kind-of-source", "palace", "gazette", ("*2023-05-02: palace", "2023-05-01: gazette")
    )


def test_a_preferred_claim_is_adopted(tmp_path: Path) -> None:
    assert decided(tmp_path, "mp:prefers claim:gazette") == Outcome(
        "2023-05-01",
        "editorial-decision",
        "gazette",
        "palace",
        ("*2023-05-01: gazette", "2023-05-02: palace"),
        REASON,
    )


def test_the_decision_is_named_in_conclusion_and_disagreement(tmp_path: Path) -> None:
    dataset = built(tmp_path, PALACE, GAZETTE, Decides("d", JOINING, "mp:joinedOn", "mp:prefers claim:gazette"))
    slug = "participation-ruritania--moon-club-joinedOn"
    named = [described(dataset, f"{kind}:{slug}").get("mp:decidedBy") for kind in ("conclusion", "disagreement")]
    assert named == [{"decision:d"}, {"decision:d"}]


def test_the_decision_is_only_on_its_property(tmp_path: Path) -> None:
    said = [Says("palace", JOINING, f"mp:status status:joined ; {dated('joinedOn', '2023-05-02')}", kind="government")]
    denied = Says("gazette", JOINING, f"mp:status status:not-joined ; {dated('asOf', '2023-06-01')}")
    dataset = built(tmp_path, *said, denied, Decides("d", JOINING, "mp:status", "mp:prefers claim:gazette"))
    assert outcome(dataset, JOINING, "status") == Outcome(
        "not-joined", "editorial-decision", "gazette", "palace", ("*not-joined: gazette", "joined: palace"), REASON
    )
    assert outcome(dataset, JOINING, "joinedOn") == Outcome("2023-05-02", "agreement", "palace")


def test_a_rejected_claim_loses_and_stays_visible(tmp_path: Path) -> None:
    assert decided(tmp_path, "mp:rejects claim:palace") == Outcome(
        "2023-05-01", "editorial-decision", "gazette", "palace", ("*2023-05-01: gazette", "-2023-05-02: palace"), REASON
    )


def test_where_a_rejection_leaves_several_positions_the_rules_decide_between_them(tmp_path: Path) -> None:
    said = [PALACE, GAZETTE, Says("forum", JOINING, dated("joinedOn", "2023-05-03"), kind="web")]
    assert decided(tmp_path, "mp:rejects claim:palace", *said) == Outcome(
        "2023-05-01",
        "kind-of-source",
        "gazette",
        "forum palace",
        ("*2023-05-01: gazette", "2023-05-03: forum", "-2023-05-02: palace"),
        REASON,
    )


def test_a_rejected_claim_is_a_position_even_if_it_agrees(tmp_path: Path) -> None:
    copy = Says("herald", JOINING, dated("joinedOn", "2023-05-02"))
    assert decided(tmp_path, "mp:rejects claim:herald", PALACE, copy) == Outcome(
        "2023-05-02", "editorial-decision", "palace", "herald", ("*2023-05-02: palace", "-2023-05-02: herald"), REASON
    )


def test_where_every_claim_is_rejected_nothing_is_concluded(tmp_path: Path) -> None:
    assert decided(tmp_path, "mp:rejects claim:gazette , claim:palace") == Outcome(
        "", "editorial-decision", positions=("-2023-05-02: palace", "-2023-05-01: gazette"), reason=REASON
    )


def test_a_value_of_the_editors_is_adopted_without_a_claim(tmp_path: Path) -> None:
    said: list[Says | Decides] = [
        Says("palace", JOINING, f"mp:status status:joined ; {dated('joinedOn', '2023-05-02')}", kind="government"),
        Decides("d", JOINING, "mp:status", "mp:status status:institution-only"),
    ]
    dataset = built(tmp_path, *said)
    assert outcome(dataset, JOINING, "status") == Outcome(
        "institution-only",
        "editorial-decision",
        "",
        "palace",
        ("*institution-only:", "joined: palace"),
        REASON,
    )
    assert described(dataset, JOINING) == {
        "mp:status": {"status:institution-only"},
        "mp:joinedOn": {"2023-05-02"},
        "mp:contested": {"true"},
        "mp:preferredClaim": {"claim:palace"},
    }


def test_only_claims_of_just_this_status_hold_the_value_of_the_editors(tmp_path: Path) -> None:
    said: list[Says | Decides] = [
        Says("palace", JOINING, "mp:status status:announced", kind="government"),
        Says("gazette", JOINING, "mp:status status:institution-only"),
        Decides("d", JOINING, "mp:status", "mp:status status:institution-only"),
    ]
    assert outcome(built(tmp_path, *said), JOINING, "status") == Outcome(
        "institution-only",
        "editorial-decision",
        "gazette",
        "palace",
        ("*institution-only: gazette", "announced: palace"),
        REASON,
    )


def test_the_editors_may_give_the_group_of_a_status_which_links_directly_and_no_narrower_status_holds(
    tmp_path: Path,
) -> None:
    said = Says("gazette", JOINING, "mp:status status:joined")
    dataset = built(tmp_path, said, Decides("d", JOINING, "mp:status", "mp:status status:taking-part"))
    assert outcome(dataset, JOINING, "status") == Outcome(
        "taking-part", "editorial-decision", "", "gazette", ("*taking-part:", "joined: gazette"), REASON
    )
    assert described(dataset, "country:ruritania") == {"mp:participatesIn": {"initiative:moon-club"}}


def test_a_value_of_the_editors_that_a_claim_has_is_adopted_with_the_claim(tmp_path: Path) -> None:
    about, kinds = "instrument:club-charter", ("treaty", "accords")
    said = [Says(name, about, f"mp:instrumentKind instrument-kind:{name}") for name in kinds]
    decision = Decides("d", about, "mp:instrumentKind", "mp:instrumentKind instrument-kind:treaty")
    assert outcome(built(tmp_path, *said, decision), about, "instrumentKind") == Outcome(
        "treaty", "editorial-decision", "treaty", "accords", ("*treaty: treaty", "accords: accords"), REASON
    )


def test_what_is_left_open_has_no_conclusion(tmp_path: Path) -> None:
    assert decided(tmp_path, "mp:leavesOpen true") == Outcome(
        "", "editorial-decision", positions=("2023-05-02: palace", "2023-05-01: gazette"), reason=REASON
    )


def test_what_is_left_open_is_not_said_of_the_record(tmp_path: Path) -> None:
    dataset = built(tmp_path, PALACE, GAZETTE, Decides("d", JOINING, "mp:joinedOn", "mp:leavesOpen true"))
    assert described(dataset, JOINING) == {"mp:contested": {"true"}}


def test_a_decision_that_only_considers_changes_nothing(tmp_path: Path) -> None:
    assert decided(tmp_path, "mp:considers claim:gazette") == Outcome(
        "2023-05-02", "kind-of-source", "palace", "gazette", ("*2023-05-02: palace", "2023-05-01: gazette")
    )


def test_a_decision_may_be_on_several_records(tmp_path: Path) -> None:
    both = f"{JOINING} , participation:borduria--moon-club"
    said: list[Says | Decides] = [
        Says("palace", both, dated("joinedOn", "2023-05-02"), kind="government"),
        Says("gazette", both, dated("joinedOn", "2023-05-01")),
        Decides("d", both, "mp:joinedOn", "mp:prefers claim:gazette"),
    ]
    dataset = built(tmp_path, *said)
    records = [part.strip() for part in both.split(",")]
    found = [outcome(dataset, record, "joinedOn") for record in records]
    assert [each and (each.value, each.rule) for each in found] == [("2023-05-01", "editorial-decision")] * 2


def test_a_bound_may_be_preferred(tmp_path: Path) -> None:
    said: list[Says | Decides] = [
        Says("palace", MEMBERS, "mp:value 10 ; mp:countOf count-of:countries", kind="government"),
        Says("gazette", MEMBERS, "mp:minimum 12 ; mp:countOf count-of:countries"),
        Decides("d", MEMBERS, "mp:value", "mp:prefers claim:gazette"),
    ]
    assert outcome(built(tmp_path, *said), MEMBERS, "value") == Outcome(
        "12 to any",
        "editorial-decision",
        "gazette",
        "palace",
        ("*12 to any: gazette", "10: palace"),
        REASON,
    )


def test_two_decisions_on_one_property_are_an_error(tmp_path: Path) -> None:
    dataset = built(tmp_path, PALACE, GAZETTE, Decides("d", JOINING, "mp:joinedOn", "mp:prefers claim:gazette"))
    other = built(tmp_path / "other", PALACE, GAZETTE, Decides("e", JOINING, "mp:joinedOn", "mp:leavesOpen true"))
    dataset.store.extend(other.store)
    with pytest.raises(DecisionsCollideError) as caught:
        read_decisions(dataset.store)
    assert str(caught.value) == (
        "https://w3id.org/moonpact/id/decision/d and https://w3id.org/moonpact/id/decision/e both decide "
        "https://w3id.org/moonpact/ontology#joinedOn of "
        "https://w3id.org/moonpact/id/participation/ruritania--moon-club"
    )
