"""Plans that slip: a later date takes the place of an earlier one, and what was said at the same time disagrees."""

from pathlib import Path

from tests.asking import ask, column
from tests.made_up import Decides, Outcome, Says, built, dated, outcome

OPENING = "plan:moon-dome"


def plans(name: str, year: str, issued: str | None, **more: str) -> Says:
    """Return a source, issued on a day or without a date, that says for when the opening is planned."""
    when = f'dcterms:issued "{issued}"^^xsd:date ; mp:datePrecision "day"' if issued else ""
    return Says(name, OPENING, dated("plannedFor", f"{year}-01-01", "year"), issued=when, **more)


def concluded(folder: Path, *said: Says | Decides) -> Outcome | None:
    """Return what is concluded on the date of the opening."""
    return outcome(built(folder, *said), OPENING, "plannedFor")


EARLY, LATE = (
    plans("gazette", "2028", "2023-05-01", kind="government"),
    plans("herald", "2030", "2024-05-01", kind="web"),
)


def test_a_plan_that_slipped_is_no_disagreement(tmp_path: Path) -> None:
    assert concluded(tmp_path, EARLY, LATE) == Outcome("2030-01-01", "recency", "herald")


def test_plans_of_the_same_day_disagree(tmp_path: Path) -> None:
    same = plans("herald", "2030", "2023-05-01", kind="web")
    assert concluded(tmp_path, EARLY, same) == Outcome(
        "2028-01-01", "kind-of-source", "gazette", "herald", ("*2028-01-01: gazette", "2030-01-01: herald")
    )


def test_plans_disagree_where_it_is_not_known_which_came_first(tmp_path: Path) -> None:
    month = 'mp:issuedEstimate "2023-05-01"^^xsd:date ; mp:datePrecision "month"'
    vague = Says("herald", OPENING, dated("plannedFor", "2030-01-01", "year"), issued=month)
    found = concluded(tmp_path, EARLY, vague)
    assert found is not None and found.positions == ("*2028-01-01: gazette", "2030-01-01: herald")


def test_a_source_without_a_date_neither_takes_a_place_nor_gives_it_up(tmp_path: Path) -> None:
    found = concluded(tmp_path / "a", EARLY, plans("herald", "2030", None))
    assert found is not None and found.positions == ("*2028-01-01: gazette", "2030-01-01: herald")
    found = concluded(tmp_path / "b", plans("gazette", "2028", None), LATE)
    assert found is not None and found.positions == ("*2028-01-01: gazette", "2030-01-01: herald")


def test_a_source_without_a_date_that_plans_for_a_day_that_had_passed_was_earlier(tmp_path: Path) -> None:
    assert concluded(tmp_path, plans("gazette", "2023", None), LATE) == Outcome("2030-01-01", "recency", "herald")


def test_what_agrees_with_the_last_date_supports_it_whenever_it_was_said(tmp_path: Path) -> None:
    found = concluded(tmp_path, EARLY, plans("courier", "2030", "2022-01-01"), LATE)
    assert found is not None and (found.value, found.supported, found.positions) == ("2030-01-01", "herald", ())


def test_the_editors_may_keep_to_an_earlier_date(tmp_path: Path) -> None:
    kept = Decides("d", OPENING, "mp:plannedFor", "mp:prefers claim:gazette")
    found = concluded(tmp_path, EARLY, LATE, kept)
    assert found is not None
    assert (found.value, found.rule, found.positions) == (
        "2028-01-01",
        "editorial-decision",
        ("*2028-01-01: gazette", "2030-01-01: herald"),
    )


def test_a_date_that_the_editors_leave_open_has_all_positions(tmp_path: Path) -> None:
    left_open = Decides("d", OPENING, "mp:plannedFor", "mp:leavesOpen true")
    found = concluded(tmp_path, EARLY, LATE, left_open)
    assert found is not None and found.positions == ("2028-01-01: gazette", "2030-01-01: herald")


def test_a_later_reprint_brings_no_old_date_back(tmp_path: Path) -> None:
    reprint = plans("copy", "2028", "2024-12-01", more='mp:reprintOf "gazette" ;')
    assert concluded(tmp_path, EARLY, LATE, reprint) == Outcome("2030-01-01", "recency", "herald")


# The evidence


def test_only_differences_of_the_same_time_or_of_unknown_time_are_disagreements() -> None:
    disputed = {row["matter"] for row in ask("contradictions") if row["property"].endswith("#plannedFor")}
    assert disputed == {
        "plan/change-7-launch",  # NASA's catalogue, which the editors reject.
        "plan/change-8-launch",  # Wikipedia, without a date.
        "plan/ilrs-basic-model",  # A forum, without a date.
        "plan/ilrs-utilisation-start",  # Two reports of the same day.
        "plan/luna-27-north-launch",
        "plan/luna-27-south-launch",
        "plan/lunar-power-plant",  # Left open.
    }


def test_every_date_of_a_plan_that_slipped_stays_in_sight() -> None:
    slipped = [row for row in ask("planned-dates-slipped") if row["plan"] == "plan/luna-26-launch"]
    assert column(slipped, "planned") == ["2024", "2027–2028", "2026", "2027", "2028", "2028", "2023–2024"]
    assert [row["planned"] for row in slipped if row["adopted"] == "true"] == ["2027–2028", "2028", "2028"]
