"""What must hold in the answers on accords, treaties and who signed with whom, whatever else becomes known."""

import pytest

from tests.asking import ask, column, only

# The Artemis Accords


def test_the_signatories_stand_in_order_of_time_and_of_their_places() -> None:
    signatories = only(ask("artemis-signatories"), statusLabel="signed")
    dates = column(signatories, "date")
    assert dates == sorted(dates)
    places = [int(place) for place in column(signatories, "ordinal") if place]
    assert places == sorted(places)
    assert [row for row in signatories if not row["sources"]] == []


def test_the_eight_founders_signed_on_one_day() -> None:
    founders = only(ask("artemis-signatories"), date="2020-10-13")
    assert len(founders) == 8
    assert {"country/united-states", "country/united-arab-emirates"} <= set(column(founders, "country"))


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2020-10-12", 0),
        ("2020-10-13", 8),
        # Iceland had signed and nobody had published it: 29 were known, 30 had signed.
        ("2023-10-31", 30),
        ("2024-12-20", 52),
        # Latvia signed between 16 March and 23 April 2026: certain only from the last of these days.
        ("2026-04-22", 61),
        ("2026-04-23", 63),
    ],
)
def test_the_signatories_as_of_a_day(day: str, number: int) -> None:
    assert len(ask("artemis-signatories", day=day)) == number


def test_an_announcement_is_told_as_one() -> None:
    announced = only(ask("artemis-signatories"), dateOfLabel="announced on")
    assert column(announced, "country") == [
        "country/mexico",
        "country/spain",
        "country/malaysia",
        "country/philippines",
        "country/djibouti",
        "country/san-marino",
    ]


def test_latvia_is_the_sixty_second_and_was_announced_as_the_sixtieth() -> None:
    (latvia,) = only(ask("artemis-signatories"), country="country/latvia")
    assert (latvia["ordinal"], latvia["date"], latvia["datePrecision"]) == ("62", "2026-04-01", "month")
    assert latvia["contested"] == "true"
    assert "ordinal: 60 [rejected] (installsat.tv" in latvia["against"]
    assert "signed on: 2025-10-31 [rejected] (installsat.tv" in latvia["against"]
    assert "Announced is not signed" in latvia["decisionReason"]


def test_a_signing_that_is_not_confirmed_stands_at_the_end() -> None:
    last = ask("artemis-signatories")[-1]
    assert (last["country"], last["statusLabel"], last["date"]) == ("country/croatia", "not confirmed", "")
    assert last["against"].startswith("status: signed [rejected]")


# The Moon Agreement


def test_seventeen_states_are_parties_and_saudi_arabia_no_more() -> None:
    states = ask("moon-agreement")
    parties = only(states, isParty="true")
    assert len(parties) == 17
    assert states[:17] == parties
    assert column(parties, "boundOn") == sorted(column(parties, "boundOn"))
    (saudi_arabia,) = only(states, country="country/saudi-arabia")
    shown = ("isParty", "statusLabel", "boundOn", "notifiedOn", "endedOn", "artemisLabel")
    assert [saudi_arabia[name] for name in shown] == [
        "false",
        "withdrawn",
        "2012-07-18",
        "2023-01-05",
        "2024-01-05",
        "signed",
    ]


def test_four_states_only_signed_and_five_are_named_in_error() -> None:
    states = ask("moon-agreement")
    signed = {row["country"] for row in states if row["signedOn"] and not row["boundOn"]}
    assert signed == {f"country/{name}" for name in ("france", "guatemala", "india", "romania")}
    in_error = column(only(states, statusLabel="not joined"), "country")
    assert in_error == [f"country/{name}" for name in ("russia", "spain", "sri-lanka", "yemen", "zimbabwe")]


def test_parties_in_the_two_other_camps() -> None:
    parties = only(ask("moon-agreement"), isParty="true")
    assert {row["country"] for row in parties if row["ilrsLabel"] == "signed"} == {
        "country/kazakhstan",
        "country/pakistan",
        "country/venezuela",
    }
    assert len([row for row in parties if row["artemis"]]) == 10


def test_the_entry_into_force_is_not_austrias_ratification() -> None:
    (austria,) = only(ask("moon-agreement"), country="country/austria")
    assert austria["boundOn"] == "1984-06-11"
    assert austria["against"] == "bound on: 1984-07-11 [rejected] (The Space Review, undated, read 2026-11-22)"


# Who signed with whom


def test_a_pair_stands_once_for_each_paper() -> None:
    pairs = [(row["party"], row["other"], row["document"]) for row in ask("who-signed-with-whom")]
    assert len(pairs) == len(set(pairs))
    assert not {(other, party, document) for party, other, document in pairs} & set(pairs)


def test_those_who_signed_one_paper_on_two_days_are_a_pair() -> None:
    (gateway,) = only(ask("who-signed-with-whom"), document="instrument/gateway-canada-2020")
    assert (gateway["party"], gateway["other"]) == ("country/canada", "country/united-states")
    assert (gateway["date"], gateway["standing"]) == ("2020-11-12", "in force")


def test_open_accords_and_treaties_make_no_pairs() -> None:
    papers = set(column(ask("who-signed-with-whom"), "document"))
    assert not {f"instrument/{name}" for name in ("artemis-accords", "moon-agreement", "outer-space-treaty")} & papers


def test_china_and_russia_signed_three_papers_on_the_station() -> None:
    agencies = only(ask("who-signed-with-whom"), party="organization/cnsa", other="organization/roscosmos")
    assert column(agencies, "document") == ["instrument/mou-ilrs-2021", "instrument/power-plant-memorandum-2025"]
    states = only(ask("who-signed-with-whom", initiative="initiative:ilrs"), party="country/china")
    assert "instrument/iga-ilrs-2022" in column(only(states, other="country/russia"), "document")


def test_only_the_papers_of_one_initiative() -> None:
    papers = column(ask("who-signed-with-whom", initiative="initiative:gateway"), "document")
    assert papers
    assert all(paper.startswith("instrument/gateway-") for paper in papers)
