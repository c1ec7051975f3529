"""The SHACL shapes are held to in the build: what must be stops it, what should be is noted."""

from dataclasses import replace
from pathlib import Path

import pytest

from moonpact.graph.build import build_dataset
from moonpact.graph.checking.report import Report
from tests.made_up import JOINING, Says, altered, refusal, seen, write_folder

BASED_ON_ITSELF = (
    "is based on itself, directly or by way of others",
    "an original that is not a reprint of its own reprint",
)
GAZETTE = Says("gazette", JOINING, "mp:status status:joined")
COURIER = Says("courier", JOINING, "mp:status status:negotiating")


@pytest.fixture(scope="module")
def real_report() -> Report:
    """Return the report on the project's data, held to the shapes."""
    return build_dataset().report


def test_the_data_of_the_project_has_no_fault(real_report: Report) -> None:
    assert real_report.sources > 0  # With a fault, there would be no report.


def test_what_should_be_better_is_told_and_does_not_stop_the_build(tmp_path: Path) -> None:
    labels = "labels (skos:prefLabel) in Chinese and in Russian too"
    folder = write_folder(tmp_path, replace(GAZETTE, issued=""))
    assert [seen(folder, note) for note in build_dataset(folder).report.notes] == [
        (file, line, f"{subject} has {what}", expected)
        for file, line, subject, what, expected in [
            (
                "register/things.ttl",
                2,
                "country:ruritania",
                "not the right number of skos:exactMatch",
                "the same country in Wikidata (skos:exactMatch)",
            ),
            (
                "register/things.ttl",
                4,
                "country:borduria",
                "not the right number of skos:exactMatch",
                "the same country in Wikidata (skos:exactMatch)",
            ),
            ("register/things.ttl", 6, "organization:rusa", "not the right number of skos:prefLabel", labels),
            ("register/things.ttl", 8, "organization:moonlab", "not the right number of skos:prefLabel", labels),
            ("register/things.ttl", 10, "initiative:moon-club", "not the right number of skos:prefLabel", labels),
            ("register/things.ttl", 11, "instrument:club-charter", "not the right number of skos:prefLabel", labels),
            (
                "register/things.ttl",
                13,
                "facility:moon-dome",
                "a fault",
                "a country (mp:country), or the celestial body that it stands on (mp:celestialBody)",
            ),
            (
                "register/things.ttl",
                21,
                "plan:moon-dome",
                "not the right number of mp:milestone",
                "what is to be reached (mp:milestone)",
            ),
            (
                "source/gazette.trig",
                3,
                "source:gazette",
                "a fault",
                "a date of issue (dcterms:issued) or an estimate of it (mp:issuedEstimate)",
            ),
        ]
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message", "expected"),
    [
        (
            "source/gazette.trig",
            "; prov:wasDerivedFrom source:gazette",
            "",
            4,
            "claim:gazette has not the right number of prov:wasDerivedFrom",
            "exactly one source (prov:wasDerivedFrom)",
        ),
        (
            "source/gazette.trig",
            'mp:certainty "stated"',
            'mp:status status:joined ;\nmp:certainty "sure"',
            5,
            "claim:gazette has mp:certainty 'sure'",
            "exactly one certainty (mp:certainty): stated or inferred",
        ),
        (
            "source/gazette.trig",
            "mp:status status:joined",
            "\nmp:joinedOn '2023-05-05'^^xsd:date",
            4,
            "claim:gazette has not the right number of mp:datePrecision",
            "a precision (mp:datePrecision) beside the date",
        ),
        (
            "source/gazette.trig",
            "mp:status status:joined",
            "mp:value 3 ,\n4 ; mp:countOf count-of:countries",
            4,
            "claim:gazette has not the right number of mp:value",
            "at most one value (mp:value); two numbers are two claims",
        ),
        (
            "source/gazette.trig",
            'dcterms:language "en"',
            'dcterms:language\n"English"',
            4,
            "source:gazette has dcterms:language 'English'",
            "exactly one language (dcterms:language), as a tag such as en or zh-Hant",
        ),
        (
            "register/things.ttl",
            "mp:party country:borduria ;",
            "mp:party country:borduria ; mp:status status:joined ;",
            17,
            "participation:borduria--moon-club has mp:status 'status:joined'",
            "only what the record is of; what happened is said by a claim about it, which has a source",
        ),
        (
            "register/things.ttl",
            'mp:iso2 "XB"',
            'mp:iso2 "Xb"',
            5,
            "country:borduria has mp:iso2 'Xb'",
            "exactly one code of two capital letters (mp:iso2)",
        ),
    ],
)
def test_a_broken_shape_stops_the_build(
    tmp_path: Path, file: str, old: str, new: str, line: int, message: str, expected: str
) -> None:
    folder = altered(write_folder(tmp_path, GAZETTE), file, old, new)
    assert refusal(folder, shapes=True) == [(file, line, message, expected)]


def test_what_shapes_and_checks_find_is_in_one_report(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, GAZETTE, replace(COURIER, more="mp:isBasedOn source:courier ;"))
    altered(folder, "source/gazette.trig", 'dcterms:description "gazette says so."@en ;', "")
    fault, expected = BASED_ON_ITSELF
    assert refusal(folder, shapes=True) == [
        ("source/courier.trig", 3, f"source:courier {fault}", expected),
        (
            "source/gazette.trig",
            4,
            "claim:gazette has not the right number of dcterms:description",
            "exactly one sentence of our own in English (dcterms:description)",
        ),
    ]
