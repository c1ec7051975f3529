"""What must hold in the answers on disagreements and on what people say, whatever else becomes known."""

import pytest

from tests.asking import Row, ask, column, only


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
        "The two numbers of April 2025, given six days apart, count different things: 13 leaves out Russia and China "
        "and all organisations; 17 mixes countries with organisations and is never itemised."
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


# Twelve disagreements of the evidence: what is disputed, and each position with how it stands and who takes it.

ADOPTED, OPEN, REJECTED = "adopted", "not adopted", "rejected"
Positions = dict[tuple[str, str], list[str]]
TWELVE: dict[tuple[str, str], Positions] = {
    # 13 or 17 partners: the two numbers count different things.
    ("count:ilrs-2025-04", "value"): {
        ("13", OPEN): ["TASS, 2025-04-29", "Sputnik, 2025-04-29", "Caliber.Az", "From Inside Asia", "NSN"],
        ("17", OPEN): ["Xinhua, about 2025-04-23 (estimated)", "Bastille Post / CGTN", "installsat.tv", "brief.news"],
    },
    ("participation:united-arab-emirates--ilrs", "status"): {
        ("institution only", ADOPTED): ["SpaceNews, about 2024 (estimated)"],
        ("joined", OPEN): [
            "Instapundit (quoting SpaceNews/SCMP), 2023-04-28 (signed)",
            "Science and Technology Daily (copy), 2023-05-11 (signed)",
            "Xalq Qazeti (citing CGTN)",
            "Interfax, about 2024-05-28 (estimated)",
            "estaterule.ru",
            "Latam Reports",
            "Wikisum (Wikipedia extract)",
        ],
        ("not on the list", OPEN): ["TASS, 2025-04-29"],
    },
    ("participation:kazakhstan--ilrs", "status"): {
        ("signed", ADOPTED): ["Spacemagz, 2024-07-05", "The Astana Times, 2024-08-06 (joined)", "RFE/RL"],
        ("not on the list", OPEN): ["TASS, 2025-04-29"],
    },
    # Announced is not signed.
    ("participation:latvia--artemis-accords", "ordinal"): {
        ("62", ADOPTED): ["unnamed public GitHub repository"],
        ("60", REJECTED): ["installsat.tv, about 2025-10-31 (estimated)", "Gagadget"],
    },
    ("launch:change-7", "status"): {
        ("not flown", ADOPTED): ["Jonathan McDowell, GCAT (planet4589.org), 2026-09-28"],
        ("flown", REJECTED): ["unnamed GitHub repository"],
    },
    ("facility:lunar-power-plant", "power source"): {
        ("nuclear", OPEN): [
            "The Straits Times (Reuters), 2024-03-05",
            "Interfax, about 2024-05-28 (estimated)",
            "Livedoor News (Gigazine), 2025-05",
            "The Independent, 2025-12-24",
        ],
        ("not stated", OPEN): ["Nezavisimaya Gazeta / Interfax, 2025-05-08", "NSN", "TASS, 2025-11-03", "NewsBytes"],
    },
    ("plan:ilrs-utilisation-start", "planned for"): {
        ("2035", ADOPTED): ["People's Daily Online / Xinhua, 2021-06-17"],
        ("2036", OPEN): ["ExBulletin, 2021-06-17", "English Wikipedia"],
    },
    ("leadership:ilrs", "answer"): {
        ("China and Russia lead together", OPEN): ["TASS, 2025-04-29", "Independent Sentinel", "English Wikipedia"],
        ("China leads", OPEN): [
            "China Daily, 2023-04-26",
            "SpaceNews, about 2023-09-07 (estimated)",
            "alltrends.today",
        ],
        ("Russia has a leading role", OPEN): ["Government of the Russian Federation", "TASS, 2024-05-28"],
        ("another body leads", REJECTED): ["Türkiye Today"],
    },
    ("signature:south-korea--artemis-accords", "signed on"): {
        ("2021-05-24", ADOPTED): ["Science Times, 2021-05-27", "E2India, 2021-05-28"],
        ("2021-05-27", OPEN): ["SpaceNews via newsflash.one, 2021-05-27"],
    },
    ("count:moon-agreement-2023", "value"): {
        ("18", ADOPTED): ["UN Treaty Collection (depositary)"],
        ("22", REJECTED): ["The Space Review"],
    },
    ("signature:glonass-beidou-2018", "signed on"): {
        ("2018-11-07", ADOPTED): ["BeiDou (chinabeidou.gov.cn)"],
        ("2019-11-07", REJECTED): ["TASS, 2019-07-23"],
    },
    ("facility:zhongshan-ground-stations", "builder"): {
        ("China Aerospace Science and Industry Corporation", OPEN): ["East is Red, 2023-02-07", "The Times"],
        ("China Aerospace Science and Technology Corporation", OPEN): ["WAM (Reuters), 2023-02-03"],
    },
}


def standing(row: Row) -> str:
    """Tell how the position stands."""
    return ADOPTED if row["adopted"] == "true" else REJECTED if row["rejected"] == "true" else OPEN


@pytest.mark.parametrize(("about", "on"), TWELVE)
def test_each_of_twelve_disagreements_shows_every_position_who_takes_it_and_what_is_preferred(
    about: str, on: str
) -> None:
    named = only(ask("contradictions", about=about), matter=about.replace(":", "/"), propertyLabel=on)
    sources = {(row["positionLabel"], standing(row)): row["sources"] for row in named}
    assert set(sources) == set(TWELVE[about, on])
    missing = [
        (position, source)
        for position, told in TWELVE[about, on].items()
        for source in told
        if source not in sources[position]
    ]
    assert missing == []


@pytest.mark.parametrize(("about", "on"), TWELVE)
def test_each_of_them_stands_among_all(about: str, on: str) -> None:
    assert only(ask("contradictions"), matter=about.replace(":", "/"), propertyLabel=on)


def test_what_is_most_disputed_comes_first() -> None:
    witnesses: dict[tuple[str, str], list[int]] = {}
    for row in ask("contradictions"):
        witnesses.setdefault((row["matter"], row["property"]), []).append(int(row["witnesses"]))
    against_the_most = [sum(numbers) - max(numbers) for numbers in witnesses.values()]
    assert against_the_most == sorted(against_the_most, reverse=True)
    first = [matter for matter, _ in witnesses][:5]
    assert {"leadership/ilrs", "facility/lunar-power-plant", "count/ilrs-2025-04"} <= set(first)


def test_the_disagreements_on_a_mission_are_those_of_its_launches_plans_and_counts() -> None:
    matters = set(column(ask("contradictions", about="mission:change-7"), "matter"))
    assert matters == {
        "count/change-7-foreign-payloads",
        "launch/change-7",
        "mission/change-7",
        "plan/change-7-launch",
    }


def test_the_disagreements_on_a_country_are_not_those_of_others_who_signed_the_same_accords() -> None:
    matters = set(column(ask("contradictions", about="country:latvia"), "matter"))
    assert matters == {"participation/latvia--artemis-accords", "signature/latvia--artemis-accords"}


def test_the_editors_reading_has_no_witness() -> None:
    (reading,) = only(
        ask("contradictions", about="signature:latvia--artemis-accords"), propertyLabel="signed on", adopted="true"
    )
    assert (reading["positionLabel"], reading["witnesses"]) == ("2026-04", "0")
    assert reading["sources"] == "moonpact, 2026-11-22"


# What people say


def test_every_statement_is_weighed_and_each_way_of_weighing_names_claims() -> None:
    statements = ask("statements-weighed")
    assert len(statements) == 16
    for row in statements:
        assert row["verdictLabel"] in {"supported", "supported in part", "contested", "not documented"}
        assert row["decisionReason"]
        assert row["claimsFor"] or row["claimsAgainst"] or row["claimsQualifying"]


def test_what_is_not_documented_has_no_claim_for_it() -> None:
    undocumented = only(ask("statements-weighed"), verdictLabel="not documented")
    assert column(undocumented, "statement") == [
        "statement/challenges-us-leadership",
        "statement/countries-power-the-base-stations",
    ]
    assert set(column(undocumented, "claimsFor")) == {""}


def test_what_is_contested_has_claims_on_both_sides() -> None:
    contested = only(ask("statements-weighed"), verdictLabel="contested")
    assert column(contested, "statement") == [
        "statement/china-took-the-diplomatic-lead",
        "statement/led-by-roscosmos-and-cnsa",
        "statement/cuba-opens-doors",
    ]
    assert all(row["claimsFor"] and row["claimsAgainst"] for row in contested)


def test_seventeen_countries_is_a_lost_bracket_and_the_six_named_have_papers() -> None:
    (row,) = only(ask("statements-weighed"), statement="statement/shared-with-17-countries")
    assert row["verdictLabel"] == "supported in part"
    assert "the bracket was lost on the way" in row["decisionReason"]
    assert "[CGTN, 2024-09-05]" in row["claimsFor"]
    assert "[TASS, 2025-04-29]" in row["claimsAgainst"]
