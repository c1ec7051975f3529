"""What must hold in the answers on counts, partners, sites, names and disagreements, whatever else becomes known."""

from functools import cache

import pytest
from pyoxigraph import Literal, NamedNode, Store

from moonpact.graph.build import build_dataset
from moonpact.graph.parameters import substitutions
from moonpact.graph.query import select
from moonpact.queries.question import load_question

Row = dict[str, str]
# Below this IRI stand the things of the graph.
THING = "https://w3id.org/moonpact/id/"
BOTH_DROPPED_THE_BRACKET = {"source/cgtn-2024-09-05", "source/newspaperamigo-2024-09-05"}
CUBAN_SITES = ["bejucal", "calabazar", "el-salao", "wajay"]


@cache
def built() -> Store:
    """Return the store of the data that comes with the package, built once."""
    return build_dataset(shapes=False).store


def ask(name: str, **values: str) -> list[Row]:
    """Return the rows of an answer as text, with the things' IRIs in short and "" where there is nothing."""
    question = load_question(name)
    chosen = {variable.value: term for variable, term in substitutions(question, values).items()}
    found = select(built(), question.text, chosen)
    return [
        {
            column: term.value.removeprefix(THING) if isinstance(term, (Literal, NamedNode)) else ""
            for column, term in row.items()
        }
        for row in found
    ]


def only(found: list[Row], **values: str) -> list[Row]:
    """Return the rows with these values."""
    return [row for row in found if all(row[column] == value for column, value in values.items())]


def column(found: list[Row], name: str) -> list[str]:
    """Return the values of a column."""
    return [row[name] for row in found]


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
    assert set(column(counts, "source")) == BOTH_DROPPED_THE_BRACKET
    assert set(column(counts, "standing")) == {"rejected by the editors"}
    (reason,) = set(column(counts, "decisionReason"))
    assert "CGTN's dropping of '(international organisations)' looks like the root of '17 countries'" in reason


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
    assert told == {"at least 11", "at most 30"}
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


# Ground stations


@pytest.mark.parametrize("site", ["zhongshan-ground-stations", *CUBAN_SITES])
def test_no_source_links_zhongshan_or_the_cuban_sites_to_the_station(site: str) -> None:
    (row,) = only(ask("ground-stations"), facility=f"facility/{site}")
    assert (row["linked"], row["link"]) == ("false", "no source read links it to the initiative")
    assert row["sources"]
    assert "no source read links" in row["decisionReason"]


def test_each_of_the_two_runs_navigation_stations_in_the_others_country() -> None:
    navigation = ("facility/glonass", "facility/beidou")
    sites = [row for row in ask("ground-stations") if row["facility"].startswith(navigation)]
    assert {(row["whose"], row["countryLabel"]) for row in sites} == {("Russia", "China"), ("China", "Russia")}
    assert set(column(sites, "linked")) == {"false"}


def test_who_builds_at_zhongshan_is_contested_with_the_other_builder_beside() -> None:
    (row,) = only(ask("ground-stations"), facility="facility/zhongshan-ground-stations")
    assert (row["whose"], row["builtBy"], row["contested"]) == (
        "China",
        "China Aerospace Science and Technology Corporation",
        "true",
    )
    assert "builder: China Aerospace Science and Industry Corporation (East is Red, 2023-02-07" in row["against"]


def test_a_link_names_who_says_so() -> None:
    linked = only(ask("ground-stations"), linked="true")
    assert "facility/lunar-power-plant" in column(linked, "facility")
    assert all(row["link"].startswith("said by: ") for row in linked)


def test_that_there_is_no_link_is_said_in_each_language() -> None:
    words = {language: ask("ground-stations", lang=language)[-1]["link"] for language in ("en", "zh", "ru")}
    assert words == {
        "en": "no source read links it to the initiative",
        "zh": "所读来源均未将其与该倡议联系起来",
        "ru": "ни один прочитанный источник не связывает его с инициативой",
    }


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


# Contradictions


def test_the_positions_of_a_disagreement_stand_together_the_adopted_one_first() -> None:
    positions = [(row["matter"], row["property"], row["adopted"]) for row in ask("contradictions")]
    matters = [(matter, about) for matter, about, _ in positions]
    # Each matter begins once: it never comes back after another.
    begins = [matter for matter, before in zip(matters, [None, *matters], strict=False) if matter != before]
    assert len(begins) == len(set(begins))
    for matter in begins:
        adopted = [row[2] for row in positions if row[:2] == matter]
        assert adopted == sorted(adopted, reverse=True)
        assert adopted.count("true") <= 1


def test_both_counts_of_spring_2025_are_positions_and_neither_is_adopted() -> None:
    positions = [row for row in ask("contradictions", about="count:ilrs-2025-04") if row["propertyLabel"] == "value"]
    assert sorted(column(positions, "positionLabel")) == ["13", "17"]
    assert set(column(positions, "adopted")) == {"false"}
    assert set(column(positions, "decisionReason")) == {
        "Six days apart. 13 excludes Russia and China and all organisations; 17 mixes countries with organisations "
        "and is never itemised."
    }


def test_counting_seventeen_as_countries_is_a_rejected_position() -> None:
    positions = ask("contradictions", about="count:ilrs-2024-09")
    (rejected,) = only(positions, propertyLabel="count of", rejected="true")
    assert (rejected["positionLabel"], rejected["adopted"]) == ("countries", "false")
    assert "CGTN, 2024-09-05" in rejected["sources"]
    assert "looks like the root of '17 countries'" in rejected["decisionReason"]


def test_korean_kaist_and_the_central_african_republic_are_no_members() -> None:
    for about in ("organization:kaist-korea", "country:central-african-republic"):
        adopted, rejected = ask("contradictions", about=about)
        assert (adopted["positionLabel"], adopted["adopted"], adopted["witnesses"]) == ("not joined", "true", "0")
        assert (rejected["rejected"], rejected["witnesses"]) == ("true", "1")


def test_a_source_with_another_word_is_not_made_to_say_the_position() -> None:
    (position,) = only(ask("contradictions", about="participation:ethiopia--ilrs"), adopted="true")
    assert position["positionLabel"] == "institution only"
    assert position["sources"] in {"", "EIR News, 2025-06 (not confirmed)"}


def test_the_disagreements_on_a_country_are_those_of_its_records_papers_and_bodies() -> None:
    matters = set(column(ask("contradictions", about="country:egypt"), "matter"))
    assert matters == {"participation/egypt--ilrs", "instrument/egypt-ilrs-2023"}


# Names


def test_the_station_has_its_names_in_chinese_and_russian_with_who_uses_them() -> None:
    names = {row["name"]: row for row in ask("names")}
    chinese, russian = names["国际月球科研站"], names["Международная научная лунная станция"]
    assert (chinese["language"], chinese["use"]) == ("zh", "name in this graph")
    assert "China Science Daily (copy), 2024-09-05" in chinese["sources"]
    assert (russian["language"], russian["use"]) == ("ru", "name in this graph")


def test_what_the_editors_bring_along_is_no_witness() -> None:
    for row in ask("names"):
        if row["sources"].startswith("moonpact, "):
            assert row["witnesses"] == "0"


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
