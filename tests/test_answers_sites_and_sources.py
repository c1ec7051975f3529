"""What must hold in the answers on sites, names and sources, whatever else becomes known."""

import pytest
from pyoxigraph import DefaultGraph

from moonpact.graph.names import RDF_TYPE, term
from tests.asking import ask, built, column, only

CUBAN_SITES = ["bejucal", "calabazar", "el-salao", "wajay"]


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


def test_who_builds_at_zhongshan_is_left_open_with_both_builders_beside() -> None:
    (row,) = only(ask("ground-stations"), facility="facility/zhongshan-ground-stations")
    assert (row["whose"], row["builtBy"], row["contested"]) == ("China", "", "true")
    assert "builder: China Aerospace Science and Industry Corporation (East is Red, 2023-02-07" in row["against"]
    assert "builder: China Aerospace Science and Technology Corporation (WAM (Reuters), 2023-02-03" in row["against"]
    assert "Three texts name two groups: unresolved." in row["decisionReason"]


def test_the_linked_stand_first_and_then_what_the_editors_had_to_judge() -> None:
    sites = ask("ground-stations")
    order = [(row["linked"] != "true", not row["decisionReason"], row["contested"] != "true") for row in sites]
    assert order == sorted(order)
    linked = column(only(sites, linked="true"), "facility")
    assert linked == [
        "facility/lunar-power-plant",
        "contribution/russia--ilrs-nuclear-power",
        "facility/venezuela-ground-stations",
    ]
    assert sites[len(linked)]["facility"] == "facility/zhongshan-ground-stations"


def test_a_launch_site_is_no_ground_station() -> None:
    assert not {"facility/baikonur", "facility/wenchang"} & set(column(ask("ground-stations"), "facility"))


def test_every_site_says_what_sources_say_of_it() -> None:
    assert [row for row in ask("ground-stations") if not row["says"]] == []


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


# Sources


def test_every_source_and_every_claim_is_counted_once() -> None:
    kinds = ask("sources")
    for column_of, kind in (("sources", "Source"), ("claims", "Claim")):
        things = built().quads_for_pattern(None, RDF_TYPE, term(kind), DefaultGraph())
        assert sum(int(row[column_of]) for row in kinds) == len({quad.subject for quad in things})


def test_reprints_and_voices_are_no_more_than_the_sources() -> None:
    for row in ask("sources"):
        sources, undated = int(row["sources"]), int(row["undated"])
        assert int(row["reprints"]) <= sources
        assert 1 <= int(row["witnesses"]) <= sources
        assert (row["oldest"] == "") == (undated == sources)
        assert row["oldest"] <= row["newest"]


# What was learned last


def test_the_newest_claims_come_first_and_those_without_a_date_last() -> None:
    claims = ask("newest-claims")
    dated = [row["known"] for row in claims if row["knownBy"] != "read"]
    assert dated == sorted(dated, reverse=True)
    ways = column(claims, "knownBy")
    assert ways[len(dated) :] == ["read"] * (len(claims) - len(dated))


def test_since_which_day_is_the_askers_choice() -> None:
    known = column(ask("newest-claims"), "known")
    assert min(known) >= "2026-01-01"
    later = ask("newest-claims", since="2026-09-25")
    assert {row["known"] for row in later} == {day for day in known if day >= "2026-09-25"}
    assert "claim/aa-sm-b" in column(later, "claim")


def test_nothing_was_learned_after_it_was_read() -> None:
    assert max(column(ask("newest-claims"), "known")) == "2026-11-22"


def test_what_the_editors_reject_is_marked_among_the_newest() -> None:
    (note,) = only(ask("newest-claims"), claim="claim/ce7-launched-note")
    assert note["rejected"] == "true"
