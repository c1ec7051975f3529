"""What the data must fulfil as a whole: a faulty claim for each check, and numbers that fall."""

from dataclasses import replace
from pathlib import Path

import pytest

from moonpact.graph.build import build_dataset
from moonpact.graph.checking.report import Report
from moonpact.queries.files import folder as queries_folder
from tests.made_up import JOINING, MEMBERS, SIGNING, THINGS, Decides, Says, dated, refusal, write_folder

GAZETTE = Says("gazette", JOINING, "mp:status status:joined")
COURIER = Says("courier", JOINING, "mp:status status:negotiating")


TWICE = """
participation:again a mp:Participation ; skos:prefLabel "Ruritania again"@en ;
    mp:initiative initiative:moon-club ;
    mp:party country:ruritania .
"""

VIOLATIONS: dict[str, tuple[list[Says | Decides], str, list[tuple[str, int, str]]]] = {
    "claim-of-another-source-violation": (
        [
            Says("courier", JOINING, "mp:status status:joined", beside="claim:gazette mp:status status:negotiating ."),
            GAZETTE,
            Says("herald", JOINING, "mp:status status:joined", beside="claim:gazette mp:ordinal 3 ."),
            Says("tribune", JOINING, "mp:status status:joined ;\nprov:wasDerivedFrom source:gazette"),
        ],
        "",
        [
            ("source/courier.trig", 5, "claim:gazette"),
            ("source/herald.trig", 5, "claim:gazette"),
            ("source/tribune.trig", 4, "claim:tribune"),
            ("source/tribune.trig", 5, "claim:tribune"),
        ],
    ),
    "claim-on-no-record-of-its-party-violation": (
        [GAZETTE, Says("herald", JOINING, "mp:status status:joined ;\nmp:party country:borduria")],
        "",
        [("source/herald.trig", 5, "claim:herald")],
    ),
    "claim-with-two-dates-violation": (
        [
            Says("herald", JOINING, f"mp:announcedOn '2023-05-04'^^xsd:date ;\n{dated('joinedOn', '2023-05-05')}"),
            Says("tribune", JOINING, f"mp:joinedOn '2023-05-06'^^xsd:date ;\n{dated('joinedOn', '2023-05-05')}"),
            Says("gazette", JOINING, dated("joinedOn", "2023-05-05")),
        ],
        "",
        [("source/herald.trig", 5, "claim:herald"), ("source/tribune.trig", 4, "claim:tribune")],
    ),
    "date-outside-its-bounds-violation": (
        [
            Says("herald", JOINING, f"mp:notBefore '2023-05-06'^^xsd:date ;\n{dated('joinedOn', '2023-05-05')}"),
            Says("tribune", JOINING, f"mp:notAfter '2023-05-04'^^xsd:date ;\n{dated('asOf', '2023-05-05')}"),
            Says(
                "gazette",
                JOINING,
                "mp:notBefore '2023-05-05'^^xsd:date ; mp:notAfter '2023-05-05'^^xsd:date ; "
                + dated("joinedOn", "2023-05-05"),
            ),
        ],
        "",
        [("source/herald.trig", 5, "claim:herald"), ("source/tribune.trig", 5, "claim:tribune")],
    ),
    "decision-on-a-claim-about-something-else-violation": (
        [
            GAZETTE,
            Says("herald", SIGNING, "mp:status status:signed"),
            Decides("strays", JOINING, "mp:status", "mp:prefers claim:gazette ;\nmp:rejects claim:herald"),
        ],
        "",
        [("source/editors.trig", 5, "decision:strays")],
    ),
    "decision-on-a-claim-that-says-nothing-violation": (
        [
            GAZETTE,
            Says("herald", MEMBERS, "mp:minimum 3 ; mp:countOf count-of:countries"),
            Decides("vague", JOINING, "mp:joinedOn", "mp:leavesOpen true ;\nmp:rejects claim:gazette"),
            Decides("bounded", MEMBERS, "mp:value", "mp:prefers claim:herald"),
        ],
        "",
        [("source/editors.trig", 5, "decision:vague")],
    ),
    "decision-outside-the-editors-source-violation": (
        [
            replace(GAZETTE, beside=Decides("ours", JOINING, "mp:status", "mp:prefers claim:gazette").text()),
            Decides("theirs", SIGNING, "mp:status", "mp:leavesOpen true"),
        ],
        "",
        [("source/gazette.trig", 5, "decision:ours")],
    ),
    "decisions-that-collide-violation": (
        [
            GAZETTE,
            Decides("one", JOINING, "mp:status", "mp:prefers claim:gazette"),
            Decides("two", JOINING, "\nmp:status", "mp:rejects claim:gazette"),
            Decides("three", JOINING, "mp:joinedOn", "mp:leavesOpen true"),
            Decides("four", SIGNING, "mp:status", "mp:status status:signed"),
            Decides("five", SIGNING, "mp:status", "mp:leavesOpen true"),
            Decides("six", SIGNING, "mp:status", "mp:considers claim:gazette"),
        ],
        "",
        [
            ("source/editors.trig", 4, "decision:one"),
            ("source/editors.trig", 6, "decision:two"),
            ("source/editors.trig", 8, "decision:four"),
            ("source/editors.trig", 9, "decision:five"),
        ],
    ),
    "participation-twice-violation": (
        [GAZETTE],
        TWICE,
        [
            ("register/things.ttl", 15, "participation:ruritania--moon-club"),
            ("register/things.ttl", 27, "participation:again"),
        ],
    ),
    "source-based-on-itself-violation": (
        [
            replace(GAZETTE, more="mp:isBasedOn source:courier ;"),
            replace(COURIER, more="mp:isBasedOn source:gazette ;"),
            Says("herald", JOINING, "mp:status status:joined", more="mp:isBasedOn source:gazette ;"),
        ],
        "",
        [("source/courier.trig", 3, "source:courier"), ("source/gazette.trig", 3, "source:gazette")],
    ),
    "source-issued-after-it-was-read-violation": (
        [
            replace(GAZETTE, issued="\n" + 'dcterms:issued "2025-01-01"^^xsd:date ; mp:datePrecision "day"'),
            replace(
                COURIER,
                issued='mp:issuedEstimate "2025-01-01"^^xsd:date ; mp:datePrecision "year"',
            ),
            Says("herald", JOINING, "mp:status status:joined", issued='dcterms:issued "2024-12-31"^^xsd:date'),
        ],
        "",
        [("source/courier.trig", 3, "source:courier"), ("source/gazette.trig", 4, "source:gazette")],
    ),
}


def head_of(name: str) -> list[str]:
    """Return the fault and what is expected, as they stand in the first lines of a check."""
    text = (queries_folder() / "checks" / f"{name}.rq").read_text(encoding="utf-8")
    return [line.partition(": ")[2] for line in text.split("\n")[:2]]


def test_there_is_a_case_for_each_check() -> None:
    files = (queries_folder() / "checks").iterdir()
    assert sorted(file.name for file in files) == sorted(f"{name}.rq" for name in VIOLATIONS)


@pytest.mark.parametrize("name", VIOLATIONS)
def test_what_a_check_finds_stops_the_build(tmp_path: Path, name: str) -> None:
    said, things, found = VIOLATIONS[name]
    fault, expected = head_of(name)
    folder = write_folder(tmp_path, *said, things=THINGS + things)
    assert refusal(folder) == [(file, line, f"{subject} {fault}", expected) for file, line, subject in found]


def test_what_several_checks_find_is_in_one_report(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path,
        Says("herald", JOINING, "mp:status status:joined ; mp:party country:borduria"),
        replace(GAZETTE, more="mp:isBasedOn source:gazette ;"),
    )
    party, party_expected = head_of("claim-on-no-record-of-its-party-violation")
    based, based_expected = head_of("source-based-on-itself-violation")
    assert refusal(folder) == [
        ("source/gazette.trig", 3, f"source:gazette {based}", based_expected),
        ("source/herald.trig", 4, f"claim:herald {party}", party_expected),
    ]


def test_fewer_than_expected_stop_the_build(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, GAZETTE)
    (folder / "expected.toml").write_text(
        "# Least numbers\n\nClaim = 2\nCountry=2\nMission=1 # none yet\nSource = 1200\n", encoding="utf-8"
    )
    assert refusal(folder) == [
        ("expected.toml", 3, "1 of class mp:Claim", "at least 2; lower the number if the fall is meant"),
        ("expected.toml", 5, "0 of class mp:Mission", "at least 1; lower the number if the fall is meant"),
        ("expected.toml", 6, "1 of class mp:Source", "at least 1,200; lower the number if the fall is meant"),
    ]


def test_as_many_as_expected_do_not_stop_the_build(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, GAZETTE)
    numbers = "Agency = 1\nClaim = 1\nConclusion = 1\nOrganization = 2\nRecord = 6\n"
    (folder / "expected.toml").write_text(numbers, encoding="utf-8")
    (folder / "left-out.md").write_text("# Left out\n\n- `one`: no word for it\n- two\n- `three`\n", encoding="utf-8")
    assert build_dataset(folder, shapes=False).report == Report(
        sources=1, claims=1, records=6, conclusions=1, disagreements=0, left_out=2
    )
