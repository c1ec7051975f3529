"""The evidence that was read is in the graph: claims, sources and dates, held against the files themselves."""

import re
from collections.abc import Callable
from typing import Final

import pytest
from pyoxigraph import DefaultGraph, NamedNode

from moonpact.graph.dataset import Dataset
from moonpact.graph.names import identifier, local_name
from tests.evidence import Line, claims, claims_on_the_station, instances, left_out, lines, needed, sources, values
from tests.evidence_exceptions import (
    ADDRESSES,
    BASES,
    DATES,
    ESTIMATES,
    FURTHER_REPRINTS,
    INFERRED,
    ISSUED,
    PUBLISHERS,
    SAID_THEN_PLANNED_FOR,
    YEARS_OF_OTHERS,
)
from tests.made_up import full, project_dataset

pytestmark = needed

WRITTEN: Final = {"day": 10, "month": 7, "year": 4}
YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
# The source of the editors themselves.
OURS: Final = "moonpact"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Return the dataset of the project's data."""
    return project_dataset()


def date_of(dataset: Dataset, thing: NamedNode, *names: str) -> set[str]:
    """Return the dates that the properties give, with as much of each as is known."""
    lengths = [WRITTEN[precision] for precision in values(dataset, thing, "mp:datePrecision")]
    return {value[:length] for name in names for value in values(dataset, thing, name) for length in lengths}


def different(
    kind: str, expected: dict[str, Line], seen: Callable[[NamedNode], set[str]], key: str
) -> dict[str, tuple[object, set[str]]]:
    """Return where the graph has not exactly the value under this key: what the evidence has, and what the graph."""
    told = {name: (line.get(key), seen(identifier(kind, name))) for name, line in expected.items()}
    return {name: pair for name, pair in told.items() if pair[1] != ({pair[0]} if pair[0] else set())}


# Claims


def in_graph() -> dict[str, Line]:
    """Return the claims that were not left out."""
    omitted = left_out()
    return {name: line for name, line in claims().items() if name not in omitted}


def test_every_claim_is_in_the_graph_or_on_the_list_of_what_was_left_out(dataset: Dataset) -> None:
    wanted, omitted = set(claims()), set(left_out())
    assert len(wanted) == len(lines("claims.jsonl")) == 1063
    assert wanted - omitted - instances(dataset, "mp:Claim") == set()
    assert omitted - wanted == set()
    assert omitted & instances(dataset, "mp:Claim") == set()


def test_every_one_of_the_375_claims_on_the_station_is_in_the_graph(dataset: Dataset) -> None:
    wanted = set(claims_on_the_station())
    assert len(wanted) == 375
    assert wanted - instances(dataset, "mp:Claim") == set()


def test_at_most_three_in_a_hundred_are_left_out_each_with_its_reason(dataset: Dataset) -> None:
    omitted = left_out()
    assert dataset.report.left_out == len(omitted) <= 0.03 * len(claims())
    assert [name for name, reason in omitted.items() if len(reason.split()) < 5] == []


def test_every_claim_is_derived_from_its_source(dataset: Dataset) -> None:
    def slugs(claim: NamedNode) -> set[str]:
        return {local_name(source) for source in values(dataset, claim, "prov:wasDerivedFrom")}

    assert different("claim", in_graph(), slugs, "source") == {}


def test_every_claim_is_as_certain_as_in_the_evidence(dataset: Dataset) -> None:
    found = different("claim", in_graph(), lambda claim: values(dataset, claim, "mp:certainty"), "certainty")
    assert found == INFERRED


def sentence(dataset: Dataset, name: str) -> str:
    """Return the sentence of a claim."""
    [text] = values(dataset, identifier("claim", name), "dcterms:description")
    return text


def test_every_claim_on_the_station_has_the_sentence_of_the_evidence(dataset: Dataset) -> None:
    wanted = {name: line["statement"] for name, line in claims_on_the_station().items()}
    assert {name: text for name, text in wanted.items() if sentence(dataset, name) != text} == {}


def test_every_year_in_a_sentence_of_the_evidence_is_in_that_of_the_claim_or_of_a_part_of_it(dataset: Dataset) -> None:
    sentences = {name: sentence(dataset, name) for name in instances(dataset, "mp:Claim")}
    lost: dict[str, set[str]] = {}
    for name, line in in_graph().items():
        # What a claim says on a second matter is a claim of its own, named after it.
        told = " ".join(text for other, text in sentences.items() if other == name or other.startswith(f"{name}-"))
        if years := set(YEAR.findall(line["statement"])) - set(YEAR.findall(told)):
            lost[name] = years
    assert lost == YEARS_OF_OTHERS


def test_every_claim_has_the_date_of_the_evidence(dataset: Dataset) -> None:
    subproperties = dataset.store.quads_for_pattern(
        None, NamedNode(full("rdfs:subPropertyOf")), NamedNode(full("mp:date")), DefaultGraph()
    )
    dates = [f"mp:{local_name(quad.subject.value)}" for quad in subproperties if isinstance(quad.subject, NamedNode)]
    assert different("claim", in_graph(), lambda claim: date_of(dataset, claim, *dates), "date") == DATES


def test_what_a_plan_is_for_stands_in_the_words_of_the_evidence(dataset: Dataset) -> None:
    unsaid = {
        name
        for name in SAID_THEN_PLANNED_FOR
        for day in values(dataset, identifier("claim", name), "mp:plannedFor")
        if day[:4] not in f"{claims()[name]['statement']} {claims()[name]['object']}"
    }
    # "Within the next decade", said in 2025.
    assert unsaid == {"rx-independent"}


# Sources


def test_every_source_is_in_the_graph_but_that_of_which_every_claim_was_left_out(dataset: Dataset) -> None:
    known = {line["id"] for line in lines("sources.jsonl")}
    assert len(known) == 467
    assert known - set(sources()) == {"ds-gcat-readme-2026"}
    assert instances(dataset, "mp:Source") == {*sources(), OURS}


@pytest.mark.parametrize(
    ("key", "name", "exceptions"),
    [
        ("url", "schema:url", ADDRESSES),
        ("language", "dcterms:language", {}),
        ("title", "dcterms:title", {}),
        ("publisher", "dcterms:publisher", PUBLISHERS),
        ("read", "mp:readOn", {}),
    ],
)
def test_every_source_is_described_as_in_the_evidence(
    dataset: Dataset, key: str, name: str, exceptions: dict[str, tuple[object, set[str]]]
) -> None:
    assert different("source", sources(), lambda source: values(dataset, source, name), key) == exceptions


def test_every_source_is_dated_as_in_the_evidence(dataset: Dataset) -> None:
    found = different("source", sources(), lambda source: date_of(dataset, source, "dcterms:issued"), "published")
    assert found == ISSUED


def test_the_date_of_an_undated_source_is_estimated_as_in_the_evidence(dataset: Dataset) -> None:
    undated = {name: line for name, line in sources().items() if not line["published"]}
    estimates = different(
        "source", undated, lambda found: date_of(dataset, found, "mp:issuedEstimate"), "published_estimate"
    )
    bases = different("source", undated, lambda found: values(dataset, found, "mp:estimateBasis"), "estimate_basis")
    assert (estimates, bases) == (ESTIMATES, BASES)


def test_every_reprint_names_the_outlet_of_the_evidence(dataset: Dataset) -> None:
    """The evidence says in brackets how it knows: `SpaceNews (inferred from dateline)`."""
    noted = {name: line["mirror_of"] for name, line in sources().items() if line.get("mirror_of")}
    outlets = {name: values(dataset, identifier("source", name), "mp:reprintOf") for name in sources()}
    assert {name for name in noted if not any(outlet in noted[name] for outlet in outlets[name])} == set()
    unnamed = {name for name, line in sources().items() if line["kind"] == "reprint" and name not in noted}
    assert {name for name in unnamed if len(outlets[name]) != 1} == set()
    further = {name: outlet for name, found in outlets.items() if name not in noted for outlet in found}
    assert {name: outlet for name, outlet in further.items() if name not in unnamed} == FURTHER_REPRINTS
