"""Answers in views of the whole evidence: as known on a day, according to one body, and two bodies side by side."""

from tests.asking import ask, column, only

MOU, IGA = "instrument/mou-ilrs-2021", "instrument/iga-ilrs-2022"
# What was known of who takes part in the station on 30 September 2023: the paper, and who says so.
AUTUMN_2023 = [
    ("china", "true", "signed", MOU, "signed (Roscosmos): Interfax, 2021-03-09 | signed: TASS, 2021-03-09; "
     "Science and Technology Daily (copy), 2021-03-10; New Delhi Times, 2022-01-03"),
    ("russia", "true", "signed", MOU, "signed (Roscosmos): Interfax, 2021-03-09 | signed: TASS, 2021-03-09; "
     "Science and Technology Daily (copy), 2021-03-10; New Delhi Times, 2022-01-03; "
     "Instapundit (quoting SpaceNews/SCMP), 2023-04-28"),
    ("venezuela", "true", "signed", "instrument/venezuela-ilrs-2023",
     "signed: Pledge Times, 2023-07-18; TASS, 2023-07-18; Global Times, 2023-07-20"),
    ("south-africa", "true", "signed", "instrument/south-africa-ilrs-2023",
     "joined: SpaceNews, about 2023-09-07 (estimated) | joined (South African National Space Agency): "
     "SANSA, 2023-09-08 | signed: China Daily, 2023-09-08; SANSA, 2023-09-08"),
    # The agreement of 2022 was spoken of, but no source known by then gives its day.
    ("china", "true", "signed", IGA, ""),
    ("russia", "true", "signed", IGA, "signed: Instapundit (quoting SpaceNews/SCMP), 2023-04-28"),
    # Counted by what Wu Weiren was reported to have said; of no paper of theirs does any source tell.
    ("argentina", "", "signed", "", "signed: Instapundit (quoting SpaceNews/SCMP), 2023-04-28"),
    ("brazil", "", "signed", "", "signed: Instapundit (quoting SpaceNews/SCMP), 2023-04-28"),
    ("pakistan", "", "signed", "", "signed: Instapundit (quoting SpaceNews/SCMP), 2023-04-28; ChinaTechNews "
     "(SpaceNews), 2023-06-20 | signed (Deep Space Exploration Laboratory): Science and Technology Daily (copy), "
     "2023-05-11"),
    ("united-arab-emirates", "", "signed", "", "signed: Instapundit (quoting SpaceNews/SCMP), 2023-04-28; "
     "ChinaTechNews (SpaceNews), 2023-06-20 | signed (Deep Space Exploration Laboratory): Science and Technology "
     "Daily (copy), 2023-05-11"),
    ("malaysia", "false", "negotiating", "", "negotiating: ChinaTechNews (SpaceNews), 2023-06-20"),
]  # fmt: skip
# Roscosmos's list of April 2025, and, of May 2024, the Emirates and Turkey.
COUNTED_BY_ROSCOSMOS = [
    "azerbaijan", "belarus", "bolivia", "djibouti", "egypt", "ethiopia", "nicaragua", "pakistan", "senegal", "serbia",
    "south-africa", "thailand", "turkey", "united-arab-emirates", "venezuela",
]  # fmt: skip


def slugs(names: list[str]) -> list[str]:
    """Return the names without their kinds."""
    return [name.rpartition("/")[2] for name in names]


def test_who_took_part_in_the_station_as_known_in_autumn_2023() -> None:
    found = ask("participants", as_of="2023-09-30")
    columns = ("country", "takesPart", "statusLabel", "document", "sources")
    assert [tuple(row[name].removeprefix("country/") for name in columns) for row in found] == AUTUMN_2023


def test_who_takes_part_today_differs_in_exactly_those_who_signed_later() -> None:
    then, now = (
        set(slugs(column(only(ask("participants", as_of=day), takesPart="true"), "country")))
        for day in ("2023-09-30", None)
    )
    assert then <= now
    assert now - then == {
        "azerbaijan", "belarus", "egypt", "kazakhstan", "nicaragua", "pakistan", "senegal", "serbia", "thailand",
    }  # fmt: skip


def test_organizations_that_had_signed_by_autumn_2023() -> None:
    partners = only(ask("joining-order", as_of="2023-09-30"), takesPart="true")
    organizations = [row for row in partners if row["kind"] != "country"]
    assert slugs(column(organizations, "partner")) == ["apsco", "iloa", "nanospace", "narit"]
    (apsco,) = only(organizations, partner="organization/apsco")
    assert (apsco["date"], apsco["dateOfLabel"], apsco["document"]) == (
        "2023-04-25",
        "signed on",
        "instrument/apsco-ilrs-2023",
    )


def test_signatories_of_the_accords_as_known_at_the_end_of_2022() -> None:
    found = ask("artemis-signatories", as_of="2022-12-31")
    assert slugs(column(found, "country")) == [
        "australia", "canada", "italy", "japan", "luxembourg", "united-arab-emirates", "united-kingdom",
        "united-states", "ukraine", "south-korea", "new-zealand", "brazil", "poland", "mexico", "israel", "romania",
        "bahrain", "singapore", "colombia", "france", "saudi-arabia", "nigeria", "rwanda",
    ]  # fmt: skip
    assert set(column(found, "statusLabel")) == {"signed"}
    # Each with who says so, and none of these sources is younger than the day.
    assert all(column(found, "sources"))
    assert not [row for row in found if any(f"{year}" in row["sources"] for year in range(2023, 2027))]
    (mexico,) = only(found, country="country/mexico")
    assert (mexico["dateOfLabel"], mexico["date"]) == ("announced on", "2021-12-09")


def test_according_to_roscosmos_alone() -> None:
    found = ask("participants", according_to="organization:roscosmos")
    assert {(row["country"], row["document"]) for row in only(found, takesPart="true")} == {
        (f"country/{country}", paper) for country in ("china", "russia") for paper in (MOU, IGA)
    }
    counted = only(found, takesPart="")
    assert slugs(column(counted, "country")) == COUNTED_BY_ROSCOSMOS
    assert set(column(counted, "statusLabel")) == {"joined"}
    assert slugs(column(only(counted, contested="true"), "country")) == ["united-arab-emirates"]
    assert slugs(column(only(found, takesPart="false"), "country")) == ["kazakhstan"]


def test_according_to_cnsa_alone() -> None:
    found = ask("participants", according_to="organization/cnsa")
    assert [(row["country"], row["statusLabel"]) for row in found] == [
        ("country/azerbaijan", "joined"),
        ("country/pakistan", "joined"),
        ("country/south-africa", "joined"),
    ]
    institutions = [row for row in ask("joining-order", according_to="organization:cnsa") if row["kind"] != "country"]
    assert len(institutions) == 10
    assert set(column(institutions, "date")) == {"2024-09-05"}


def test_the_two_lists_side_by_side() -> None:
    found = ask("lists-side-by-side")
    countries = [row for row in found if row["partner"].startswith("country/")]
    both = [row["partner"] for row in countries if row["first"] and row["second"]]
    assert slugs(both) == ["azerbaijan", "pakistan", "south-africa"]
    first = [row["partner"] for row in countries if row["first"].startswith("joined: ")]
    assert slugs(first) == COUNTED_BY_ROSCOSMOS
    (spring,) = only(found, matter="count/ilrs-2025-04")
    assert (spring["first"].split(":")[0], spring["second"]) == (
        "13 (countries)",
        "17 (countries and international organizations): Xinhua, about 2025-04-23 (estimated)",
    )


def test_any_two_bodies_are_compared() -> None:
    found = ask("lists-side-by-side", one="organization:cnsa", other="organization:roscosmos")
    turned = ask("lists-side-by-side")
    assert [(row["matter"], row["first"], row["second"]) for row in found] == [
        (row["matter"], row["second"], row["first"]) for row in turned
    ]
