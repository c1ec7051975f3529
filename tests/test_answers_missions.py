"""What must hold in the answers on missions, their dates and what partners give, whatever else becomes known."""

from tests.asking import Row, ask, column, only

COUNTED = ("flown", "succeeded", "failedInPart", "failed", "notStated", "notFlown")


# Missions compared


def missions() -> dict[str, Row]:
    """Return the missions compared, by their IRI."""
    return {row["mission"].partition("/")[2]: row for row in ask("missions-compared")}


def test_each_mission_stands_once_and_in_order_of_time() -> None:
    compared = ask("missions-compared")
    assert len(missions()) == len(compared)
    launched = column(compared, "launched")
    flown = [day for day in launched if day]
    assert launched == sorted(flown) + [""] * (len(launched) - len(flown))


def test_the_flights_of_the_soviet_union_are_not_those_of_russia() -> None:
    compared = ask("missions-compared")
    assert {row["launched"][:4] >= "1992" for row in only(compared, country="country/soviet-union")} == {False}
    russian = column(only(compared, country="country/russia"), "mission")
    assert russian == [f"mission/luna-{number}" for number in (25, 26, 27, 29, 28, 30)]
    assert [row["country"] for row in compared if row["mission"] == "mission/luna-9"] == ["country/soviet-union"]


def test_several_kinds_and_landings_stand_in_one_row() -> None:
    compared = missions()
    assert compared["luna-20"]["kinds"] == "lander, sample return"
    assert compared["change-6"]["arrivals"] == "Moon 2024-06-01; Earth 2024-06-25"
    assert compared["luna-9"]["arrivals"] == "Moon 1966-02-03"


def test_luna_25_was_lost_and_change_6_succeeded() -> None:
    compared = missions()
    assert (compared["luna-25"]["outcomeLabel"], compared["luna-25"]["arrivals"]) == ("failure", "Moon 2023-08-19")
    assert compared["change-6"]["outcomeLabel"] == "success"


def test_one_file_without_sources_does_not_cancel_a_mission() -> None:
    planned = missions()["change-8"]
    assert (planned["statusLabel"], planned["contested"]) == ("planned", "true")
    assert planned["against"].startswith("status cancelled or reworked [rejected]: unnamed public GitHub repository")
    assert planned["firstPlan"].startswith("2028: ")
    assert planned["latestPlan"].startswith("2029: China National Space Administration, ")


def test_change_7_has_no_confirmed_launch() -> None:
    waiting = missions()["change-7"]
    assert (waiting["launched"], waiting["statusLabel"], waiting["contested"]) == ("", "not flown", "true")
    assert "launch occurred on 2026-08-24 [rejected]" in waiting["against"]


def test_a_source_without_a_date_gives_neither_the_first_nor_the_latest_plan() -> None:
    postponed = missions()["luna-26"]
    assert postponed["firstPlan"] == "2024: Rogozin, Amurskaya Pravda (TASS), 2021-10-21"
    assert postponed["latestPlan"].startswith("2028: Marfin, head of NPO Lavochkin, ")


def test_failures_at_launch_are_not_in_the_graph_as_the_summaries_say() -> None:
    assert "launch failure" not in column(ask("missions-compared"), "outcomeLabel")


# Missions by country


def test_the_counts_by_decade_add_up_to_the_missions_compared() -> None:
    compared = ask("missions-compared")
    for country in ("china", "russia", "soviet-union"):
        counted = only(ask("missions-by-country"), country=f"country/{country}")
        own = only(compared, country=f"country/{country}")
        assert sum(int(row["flown"]) for row in counted) == len([row for row in own if row["launched"]])
        assert sum(int(row["notFlown"]) for row in counted) == len([row for row in own if not row["launched"]])


def test_every_flight_is_counted_under_one_outcome() -> None:
    for row in ask("missions-by-country"):
        flown, *outcomes, waiting = (int(row[name]) for name in COUNTED)
        assert flown == sum(outcomes)
        assert flown + waiting == len(row["missions"].split(", "))
        assert row["sourceKinds"]


def test_the_soviet_union_flew_and_russia_lost_its_only_one() -> None:
    def counts(**values: str) -> list[str]:
        (row,) = only(ask("missions-by-country"), **values)
        return [row[name] for name in COUNTED]

    assert counts(country="country/russia", decade="2020s") == ["1", "0", "0", "1", "0", "0"]
    assert counts(country="country/soviet-union", decade="1970s") == ["10", "8", "1", "1", "0", "0"]


# Planned dates that slipped


def test_the_dates_of_luna_28_slipped_by_seven_years() -> None:
    said = only(ask("planned-dates-slipped"), plan="plan/luna-28-launch")
    assert [(row["planned"], row["yearsLater"]) for row in said] == [
        ("2026–2027", "0"),
        ("2027–2028", "1"),
        ("2030", "3"),
        ("2034", "7"),
    ]


def test_statements_without_a_date_stand_last_and_are_not_measured() -> None:
    said = ask("planned-dates-slipped")
    for plan in set(column(said, "plan")):
        dated = [bool(row["said"]) for row in only(said, plan=plan)]
        assert dated == sorted(dated, reverse=True)
    assert {row["yearsLater"] for row in said if not row["said"]} == {""}


# Overdue


def test_no_plan_is_overdue_that_was_fulfilled() -> None:
    overdue = ask("overdue-promises")
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


def test_a_date_is_overdue_only_when_it_is_over() -> None:
    def overdue(day: str) -> set[tuple[str, str]]:
        return {(row["plan"], row["promised"]) for row in ask("overdue-promises", day=day)}

    assert overdue("2023-10-31") == set()
    assert overdue("2023-11-01") == {("plan/ilrsco-agreements", "2023-10")}
    assert ("plan/luna-26-launch", "2024") not in overdue("2024-12-31")
    assert ("plan/luna-26-launch", "2024") in overdue("2025-01-01")
    # What was launched later counts as not having happened before.
    assert ("plan/change-6-launch", "2024–2025") not in overdue("2026-01-01")


# Contributions


def test_who_was_named_by_one_page_only_gives_nothing() -> None:
    for name in ("france", "germany", "japan", "united-kingdom", "united-states"):
        (row,) = only(ask("contributions"), contribution=f"contribution/{name}--change-8")
        assert (row["status"], row["contested"]) == ("", "true")
        assert row["against"] == "selected [rejected]: brief.news, 2025-04-25"


def test_a_rover_that_was_agreed_and_dropped_is_no_contribution() -> None:
    (rover,) = only(ask("contributions"), contribution="plan/uae-rover-on-change-7")
    assert (rover["party"], rover["statusLabel"]) == ("country/united-arab-emirates", "cancelled or reworked")


def test_an_organization_stands_by_its_own_country_only() -> None:
    shared = only(ask("contributions"), contribution="contribution/bahrain-and-egypt--change-8")
    assert {row["party"]: row["bodies"] for row in shared} == {
        "country/bahrain": "National Space Science Agency of Bahrain",
        "country/egypt": "Egyptian Space Agency",
    }


def test_no_source_read_gives_a_sum_of_money() -> None:
    assert set(column(ask("contributions"), "amount")) == {""}
