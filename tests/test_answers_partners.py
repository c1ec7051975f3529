"""What must hold in the answers on counts, partners and their order, whatever else becomes known."""

import pytest

from tests.asking import ask, column, only

DROPPED_THE_BRACKET = {"source/brief-ce8", "source/cgtn-2024-09-05", "source/newspaperamigo-2024-09-05"}


# How many partners


def test_thirteen_countries_and_seventeen_countries_and_organizations_stand_side_by_side() -> None:
    counts = ask("how-many-partners")
    sources = column(counts, "source")
    roscosmos, cnsa = sources.index("source/tass-2025-04-29"), sources.index("source/xinhua-2025-04-23")
    shown = ("number", "ofLabel", "without", "asOf", "saidBy", "sourceLabel", "standing")
    assert [counts[roscosmos][name] for name in shown] == [
        "13",
        "countries",
        "China, Russia",
        "2025-04-29",
        "Dmitry Bakanov, head of Roscosmos",
        "TASS, 2025-04-29",
        "left open",
    ]
    assert [counts[cnsa][name] for name in shown] == [
        "17",
        "countries and international organizations",
        "",
        "2025-04-23",
        "Bian Zhigang, CNSA",
        "Xinhua, about 2025-04-23 (estimated)",
        "left open",
    ]
    # Between them stand only other reports of the same two counts.
    assert set(column(counts[roscosmos : cnsa + 1], "number")) == {"13", "17"}


def test_seventeen_countries_are_rejected_because_the_bracket_was_lost() -> None:
    counts = only(ask("how-many-partners"), number="17", ofLabel="countries")
    assert set(column(counts, "source")) == DROPPED_THE_BRACKET
    assert set(column(counts, "standing")) == {"rejected by the editors"}
    reasons = sorted(set(column(counts, "decisionReason")))
    assert "became '17 countries' in retelling: a lost bracket" in reasons[0]
    assert "CGTN's dropping of '(international organisations)' looks like the root of '17 countries'" in reasons[1]


def test_the_seventeen_of_cnsa_are_adopted_as_countries_and_organizations() -> None:
    (count,) = only(ask("how-many-partners"), source="source/tencent-cnsa-2024-09", number="17")
    assert (count["ofLabel"], count["saidBy"], count["standing"]) == (
        "countries and international organizations",
        "China National Space Administration",
        "adopted",
    )


def test_the_rewrite_of_cgtn_is_marked_as_one() -> None:
    (count,) = only(ask("how-many-partners"), source="source/newspaperamigo-2024-09-05", number="17")
    assert count["reprintOf"].startswith("CGTN")


def test_a_bound_is_told_as_a_bound() -> None:
    counts = ask("how-many-partners")
    told = {row["number"] for row in counts if row["sentence"].startswith("Wu Weiren (July 2024)")}
    assert told == {"at least 11", "at most 29"}
    (ten_odd,) = only(counts, source="source/scitimes-2024-09-05", ofLabel="countries and international organizations")
    assert ten_odd["number"] == "11–19"


def test_twelve_of_may_2024_names_the_emirates_and_turkey() -> None:
    (count,) = only(ask("how-many-partners"), saidBy="Sergei Savelyev, deputy head of Roscosmos")
    assert (count["number"], count["named"], count["standing"]) == ("12", "Türkiye, United Arab Emirates", "left open")


def test_every_count_says_of_what_it_is_one() -> None:
    assert [row for row in ask("how-many-partners") if row["number"] and not row["of"]] == []


def test_the_accords_are_counted_by_the_same_question() -> None:
    counts = ask("how-many-partners", initiative="initiative:artemis-accords")
    assert "56" in column(counts, "number")
    assert "source/cgtn-2024-09-05" not in column(counts, "source")


# African partners


def test_roscosmos_counts_five_african_countries_of_which_three_have_a_document() -> None:
    partners = ask("african-partners")
    counted = {row["country"] for row in partners if "joined (Roscosmos): Sputnik Africa" in row["countedBy"]}
    assert counted == {f"country/{name}" for name in ("djibouti", "egypt", "ethiopia", "senegal", "south-africa")}
    with_paper = {row["country"] for row in partners if row["document"] and row["documentOf"] == row["country"]}
    assert with_paper == {"country/egypt", "country/senegal", "country/south-africa"}
    assert {row["country"] for row in partners if row["takesPart"] == "true"} == with_paper


@pytest.mark.parametrize(("country", "institute"), [("ethiopia", "ssgi"), ("kenya", "kaist-kenya")])
def test_the_paper_of_an_institute_is_not_the_countrys(country: str, institute: str) -> None:
    (row,) = only(ask("african-partners"), country=f"country/{country}")
    assert (row["takesPart"], row["statusLabel"], row["contested"]) == ("false", "institution only", "true")
    assert (row["document"], row["documentOf"]) == (f"instrument/{institute}-dsel-2024", f"organization/{institute}")


def test_whether_algeria_takes_part_is_left_open() -> None:
    (row,) = only(ask("african-partners"), country="country/algeria")
    assert (row["status"], row["takesPart"], row["contested"]) == ("", "", "true")
    assert row["countedBy"] == "joined: African Initiative (afrinz.ru), 2024-04"
    assert row["against"] == "interested: Sputnik Afrique, 2024-04-06"


def test_a_mistranslation_makes_no_partner() -> None:
    (row,) = only(ask("african-partners"), country="country/central-african-republic")
    assert (row["statusLabel"], row["takesPart"], row["document"]) == ("not joined", "false", "")
    assert row["countedBy"].startswith("joined [rejected]: ")


def test_another_region_can_be_asked_for() -> None:
    countries = set(column(ask("african-partners", region="Europe"), "country"))
    assert {"country/belarus", "country/russia", "country/serbia"} <= countries
    assert "country/egypt" not in countries


# Both camps


def test_three_countries_are_in_both_and_djibouti_in_neither_for_certain() -> None:
    countries = {row["country"]: row for row in ask("both-camps")}
    in_both = {country for country, row in countries.items() if row["inBoth"] == "true"}
    assert {"country/thailand", "country/senegal", "country/serbia"} <= in_both
    djibouti = countries["country/djibouti"]
    assert (djibouti["inBoth"], djibouti["ilrsStatusLabel"], djibouti["ilrsSigned"]) == (
        "false",
        "announced by others",
        "",
    )


def test_the_other_days_on_which_senegal_signed_the_accords_stay_visible() -> None:
    (senegal,) = only(ask("both-camps"), country="country/senegal")
    assert senegal["artemisSigned"] == "2025-07-24"
    assert "2025-07-25 (inkl (RFI)" in senegal["against"]
    assert "2025-07-26 (Pravda network (France)" in senegal["against"]


# The order of joining


def test_partners_stand_in_order_of_time_and_the_others_after_them() -> None:
    partners = ask("joining-order")
    taking_part = column(partners, "takesPart")
    assert taking_part == ["true"] * taking_part.count("true") + taking_part[taking_part.count("true") :]
    dates = column(only(partners, takesPart="true"), "date")
    assert dates == sorted(dates)
    assert {row["partner"] for row in partners[:2]} == {"country/china", "country/russia"}


def test_announced_is_not_signed() -> None:
    partners = ask("joining-order")
    for name in ("organization/nanospace", "organization/asasac", "country/argentina", "country/brazil"):
        (row,) = only(partners, partner=name)
        assert row["dateOfLabel"] == "announced on"
    assert {row["dateOfLabel"] for row in partners if not row["document"]} <= {"announced on", "known from"}


def test_whom_roscosmos_alone_counts_has_no_day_of_joining() -> None:
    for name in ("bolivia", "djibouti"):
        (row,) = only(ask("joining-order"), partner=f"country/{name}")
        assert (row["takesPart"], row["contested"], row["document"]) == ("false", "true", "")
        assert (row["dateOfLabel"], row["date"]) == ("known from", "2025-04-29")


def test_the_emirates_are_contested_and_stand_after_the_partners() -> None:
    (row,) = only(ask("joining-order"), partner="country/united-arab-emirates")
    assert (row["takesPart"], row["statusLabel"], row["contested"]) == ("false", "institution only", "true")
    assert row["dateOfLabel"] == "announced on"


def test_members_by_a_copying_error_have_no_place_in_the_order() -> None:
    partners = ask("joining-order")
    assert not {"organization/kaist-korea", "country/central-african-republic"} & set(column(partners, "partner"))
    assert "South America" not in column(partners, "partnerLabel")


def test_the_institute_joined_and_its_country_did_not() -> None:
    partners = {row["partner"]: row["takesPart"] for row in ask("joining-order")}
    assert (partners["organization/ssgi"], partners["country/ethiopia"]) == ("true", "false")
    assert (partners["organization/kaist-kenya"], partners["country/kenya"]) == ("true", "false")


def test_apsco_signed_twice() -> None:
    papers = only(ask("joining-order"), partner="organization/apsco")
    assert [(row["date"], row["dateOfLabel"]) for row in papers] == [
        ("2023-04-25", "signed on"),
        ("2024-04-24", "signed on"),
    ]
    assert all("joined on: 2023-06 [rejected]" in row["against"] for row in papers)
