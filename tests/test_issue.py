"""From when a source counts as known, and how it is cited."""

from pathlib import Path

import pytest

from tests.made_up import JOINING, Decides, Says, built, described

STATED = 'dcterms:issued "{}"^^xsd:date ; mp:datePrecision "{}"'
ESTIMATED = 'mp:issuedEstimate "{}"^^xsd:date ; mp:datePrecision "{}" ; mp:estimateBasis "slug"'


@pytest.mark.parametrize(
    ("issued", "known", "citation"),
    [
        (STATED.format("2023-10-18", "day"), "2023-10-18", "The Gazette, 2023-10-18"),
        (STATED.format("2024-02-01", "month"), "2024-02-29", "The Gazette, 2024-02"),
        (STATED.format("2023-01-01", "year"), "2023-12-31", "The Gazette, 2023"),
        (ESTIMATED.format("2023-10-18", "day"), "2023-10-18", "The Gazette, about 2023-10-18 (estimated)"),
        (ESTIMATED.format("2023-11-01", "month"), "2023-11-30", "The Gazette, about 2023-11 (estimated)"),
        (ESTIMATED.format("2022-01-01", "year"), "2022-12-31", "The Gazette, about 2022 (estimated)"),
        ("", "2024-12-31", "The Gazette, undated, read 2024-12-31"),
    ],
)
def test_a_source_is_known_from_the_last_day_on_which_it_can_have_been_issued(
    tmp_path: Path, issued: str, known: str, citation: str
) -> None:
    said = Says("gazette", JOINING, "mp:status status:joined", issued=issued, publisher="The Gazette")
    assert described(built(tmp_path, said), "source:gazette") == {
        "mp:knownFrom": {known},
        "dcterms:bibliographicCitation": {citation},
        "mp:voice": {"The Gazette"},
    }


def test_every_source_is_cited_also_the_editors(tmp_path: Path) -> None:
    said = Says("gazette", JOINING, "mp:status status:joined")
    decision = Decides("d", JOINING, "mp:status", "mp:prefers claim:gazette")
    assert described(built(tmp_path, said, decision), "source:editors") == {
        "mp:knownFrom": {"2024-01-01"},
        "dcterms:bibliographicCitation": {"The editors, 2024-01-01"},
        "mp:voice": {"The editors"},
    }
