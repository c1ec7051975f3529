"""Files with faults are refused: all their faults are told, with file and line and what is expected."""

from pathlib import Path

import pytest

from moonpact.graph.build import build_dataset
from moonpact.graph.checking.report import Report, report_from_json
from tests.made_up import JOINING, THINGS, Says, altered, refusal, write_folder

GAZETTE = Says("gazette", JOINING, "mp:status status:joined")
COURIER = Says("courier", JOINING, "mp:status status:negotiating")

SOURCE_FOUND = "one graph, named by the source's IRI, whose slug is the name of the file"


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        (
            "mp:status status:joined",
            "\nmp:stattus status:joined",
            [(5, "unknown property mp:stattus", "a property of ontology/moonpact.ttl or ontology/reused.ttl")],
        ),
        (
            "mp:status status:joined",
            "mp:joinedOn\n'2023-02-29'^^xsd:date ; mp:datePrecision 'day'",
            [(5, "'2023-02-29' is no day of the calendar", "mp:joinedOn with a value of xsd:date")],
        ),
        (
            "mp:status status:joined",
            "mp:status status:joined ;\nmp:ordinal 'third'",
            [(5, "'third' is text without a language", "mp:ordinal with a value of xsd:integer")],
        ),
        (
            "mp:status status:joined",
            "mp:status status:joined .",
            [(4, "; is not a valid RDF subject", "TriG")],
        ),
        ("\n}\n", "\n", [(5, "Unexpected end", "TriG")]),
        ("GRAPH source:gazette {", "GRAPH source:herald {", [(3, "", SOURCE_FOUND)]),
    ],
)
def test_a_fault_in_a_file_stops_the_build(
    tmp_path: Path, old: str, new: str, faults: list[tuple[int, str, str]]
) -> None:
    folder = altered(write_folder(tmp_path, GAZETTE), "source/gazette.trig", old, new)
    outside = "a statement on source:gazette stands outside the graph of the source"
    assert refusal(folder) == [
        ("source/gazette.trig", line, message or outside, expected) for line, message, expected in faults
    ]


def test_what_is_not_utf_8_stops_the_build(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, GAZETTE)
    (folder / "source" / "courier.trig").write_bytes(COURIER.text().replace("says so", "writes é").encode("latin-1"))
    assert refusal(folder) == [("source/courier.trig", 4, "byte 0xe9 is not UTF-8", "text in UTF-8")]


def test_a_claim_described_twice_stops_the_build(tmp_path: Path) -> None:
    folder = altered(write_folder(tmp_path, GAZETTE, COURIER), "source/gazette.trig", "claim:gazette", "claim:courier")
    assert refusal(folder) == [
        (
            "source/gazette.trig",
            4,
            "claim:courier is described again; first at courier.trig:4",
            "one description, in one place",
        )
    ]


def test_a_folder_without_sources_is_refused(tmp_path: Path) -> None:
    expected = "files source/*.trig, and registers of things in register/*.ttl"
    assert refusal(write_folder(tmp_path)) == [(".", 1, "no sources", expected)]
    assert refusal(tmp_path / "missing") == [(".", 1, "no sources", expected)]


def test_all_faults_are_in_one_report_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, GAZETTE, COURIER, things=THINGS + "country:syldavia a mp:Contry .\n")
    altered(folder, "source/courier.trig", "mp:status status:negotiating", "mp:nothing 1 ;\nmp:status status:jioned")
    altered(folder, "source/gazette.trig", 'mp:certainty "stated"', 'mp:certainty "stated"@en ; mp:nothing 2')
    (folder / "source" / "herald.trig").write_bytes(b"\xff")
    (folder / "source" / "tribune.trig").write_text("claim:a a mp:Claim .", encoding="utf-8")
    property_expected = "a property of ontology/moonpact.ttl or ontology/reused.ttl"
    assert refusal(folder) == [
        ("register/things.ttl", 24, "unknown class mp:Contry", "a class of ontology/moonpact.ttl"),
        ("source/courier.trig", 4, "unknown property mp:nothing", property_expected),
        ("source/courier.trig", 5, "status:jioned is described nowhere", "mp:status with a value of scheme:status"),
        ("source/gazette.trig", 4, "'stated' is rdf:langString", "mp:certainty with a value of xsd:string"),
        ("source/gazette.trig", 4, "unknown property mp:nothing", property_expected),
        ("source/herald.trig", 1, "byte 0xff is not UTF-8", "text in UTF-8"),
        ("source/tribune.trig", 1, "The prefix claim: has not been declared", "TriG"),
    ]


def test_the_numbers_of_a_build_are_read_back_as_they_were_written() -> None:
    report = Report(sources=1, claims=2, records=3, conclusions=4, disagreements=5, left_out=6)
    assert report_from_json(report.to_json()) == report
    assert report.to_json() == (
        '{\n  "claims": 2,\n  "conclusions": 4,\n  "disagreements": 5,\n  "left_out": 6,\n'
        '  "records": 3,\n  "sources": 1\n}\n'
    )


def test_the_steps_of_a_build_are_told_in_order(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    build_dataset(write_folder(tmp_path, GAZETTE), lambda step, share: told.append((step, share)), shapes=False)
    assert told == [("read", 0.0), ("check", 0.2), ("conclude", 0.8), ("done", 1.0)]
