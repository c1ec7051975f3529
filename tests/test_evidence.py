"""The evidence that was read is in the graph: claims, sources and dates, held against the files themselves."""

from collections.abc import Callable
from typing import Final

import pytest
from pyoxigraph import DefaultGraph, NamedNode

from moonpact.graph.dataset import Dataset
from moonpact.graph.names import identifier, local_name
from tests.evidence import Line, claims, instances, left_out, needed, sources, values
from tests.made_up import full, project_dataset

pytestmark = needed

WRITTEN: Final = {"day": 10, "month": 7, "year": 4}


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


def test_every_claim_is_in_the_graph_or_on_the_list_of_what_was_left_out(dataset: Dataset) -> None:
    wanted, omitted = set(claims()), set(left_out())
    assert len(wanted) == 375
    assert wanted - omitted - instances(dataset, "mp:Claim") == set()
    assert omitted - wanted == set()
    assert omitted & instances(dataset, "mp:Claim") == set()


def test_at_most_three_in_a_hundred_are_left_out() -> None:
    assert len(left_out()) == len(set(left_out()))
    assert len(left_out()) <= 0.03 * len(claims())


def in_graph() -> dict[str, Line]:
    """Return the claims that were not left out."""
    return {name: line for name, line in claims().items() if name not in left_out()}


def test_every_claim_is_derived_from_its_source(dataset: Dataset) -> None:
    def slugs(claim: NamedNode) -> set[str]:
        return {local_name(source) for source in values(dataset, claim, "prov:wasDerivedFrom")}

    assert different("claim", in_graph(), slugs, "source") == {}


def test_every_claim_is_as_certain_as_in_the_evidence(dataset: Dataset) -> None:
    assert different("claim", in_graph(), lambda claim: values(dataset, claim, "mp:certainty"), "certainty") == {}


def test_every_claim_has_the_sentence_of_the_evidence(dataset: Dataset) -> None:
    assert (
        different("claim", in_graph(), lambda claim: values(dataset, claim, "dcterms:description"), "statement") == {}
    )


# The evidence gives the day on which it was said; the claim is on a plan, and its date is what is planned for.
SAID_THEN_PLANNED_FOR: Final = {
    "rx-interfax-2024": ("2024-03", {"2033"}),
    "rx-china-apr2025": ("2025-04-23", {"2035"}),
    "rx-ixbt-2036": ("2025-05-11", {"2036"}),
    "rx-eir-2035": ("2025-06", {"2035"}),
    "rx-fia-2036": ("2025-05", {"2036"}),
    "rx-independent": ("2025-12-24", {"2035"}),
    "reactor-borisov-2024": ("2024-03-05", {"2033"}),
    "reactor-oedigital-2013": ("2013", {"2035"}),
    "nasa-fsp-100kw": ("2025-07-31", {"2030"}),
}
# The evidence has the date in the claim's sentence or object only.
DATED_BY_ITS_WORDS: Final = {
    "reactor-mou-2025-ckhq": (None, {"2025-08-08"}),
    "reactor-by-2036-mou": (None, {"2036"}),
}
# The evidence gives the day of the page, which is the date of the source; the claim itself is on a name or a kind.
DATED_BY_ITS_SOURCE: Final = {
    "az-trend-agreement": ("2023-10-10", set[str]()),
    "by-xinhua-statement": ("2023-10-25", set[str]()),
    "eg-sia-ceo": ("2023-12-08", set[str]()),
    "eg-citylife-mou": ("2023-12-07", set[str]()),
    "th-spacewatch-name": ("2024-04-08", set[str]()),
}


def test_every_claim_has_the_date_of_the_evidence(dataset: Dataset) -> None:
    subproperties = dataset.store.quads_for_pattern(
        None, NamedNode(full("rdfs:subPropertyOf")), NamedNode(full("mp:date")), DefaultGraph()
    )
    dates = [f"mp:{local_name(quad.subject.value)}" for quad in subproperties if isinstance(quad.subject, NamedNode)]
    assert different("claim", in_graph(), lambda claim: date_of(dataset, claim, *dates), "date") == {
        **SAID_THEN_PLANNED_FOR,
        **DATED_BY_ITS_WORDS,
        **DATED_BY_ITS_SOURCE,
    }


# Sources


def test_every_source_of_these_claims_is_in_the_graph(dataset: Dataset) -> None:
    wanted = {line["source"] for line in claims().values()}
    assert len(wanted) == 210
    assert wanted - instances(dataset, "mp:Source") == set()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("url", "schema:url"),
        ("language", "dcterms:language"),
        ("title", "dcterms:title"),
        ("publisher", "dcterms:publisher"),
        ("read", "mp:readOn"),
    ],
)
def test_every_source_is_described_as_in_the_evidence(dataset: Dataset, key: str, name: str) -> None:
    assert different("source", sources(), lambda source: values(dataset, source, name), key) == {}


def test_every_source_is_dated_as_in_the_evidence(dataset: Dataset) -> None:
    assert different("source", sources(), lambda found: date_of(dataset, found, "dcterms:issued"), "published") == {}


# Estimates that cannot be: these pages report what happened later.
ESTIMATES: Final = {
    "aviationweek-2023-azerbaijan": ("2022-12", {"2023-10"}),
    "dayfr-ilrs": ("2020", set[str]()),
    "rambler-tass-2024-05-28a": ("2022-11-25", {"2024-05-28"}),
}
BASES: Final = {
    "aviationweek-2023-azerbaijan": ("latest event it reports", {"the signing by Azerbaijan that it reports"}),
    "dayfr-ilrs": ("latest event it reports", set[str]()),
    "rambler-tass-2024-05-28a": ("latest event it reports", {"the ratification of 28 May 2024 that it reports"}),
}


def test_the_date_of_an_undated_source_is_estimated_as_in_the_evidence(dataset: Dataset) -> None:
    undated = {name: line for name, line in sources().items() if not line["published"]}
    estimates = different(
        "source", undated, lambda found: date_of(dataset, found, "mp:issuedEstimate"), "published_estimate"
    )
    bases = different("source", undated, lambda found: values(dataset, found, "mp:estimateBasis"), "estimate_basis")
    assert (estimates, bases) == (ESTIMATES, BASES)


# The evidence names no outlet, but says `reprint`, or the page itself says whose text it is.
FURTHER_REPRINTS: Final = {
    "bastille-cgtn-2025-04": "CGTN",
    "dhakatribune-reactor-2025": "Reuters",
    "inkl-rfi-senegal": "RFI",
    "menafn-azernews-2023-10-10": "AzerNews",
    "nasa-5yr-2025-11-20": "NASA",
    "nasa-lt-2024": "NASA",
    "nasa-pa-at-2024-12-09": "NASA",
    "ng-interfax-2025-05-08": "Interfax",
    "oedigital-reactor-2025": "Reuters",
    "people-2024-09-05": "Xinhua",
    "people-en-2021-06-17": "Xinhua",
    "protothema-mou-2025": "Proto Thema",
    "rambler-tass-2024-05-28a": "TASS",
    "rambler-tass-2024-05-28b": "TASS",
    "state-sn": "US Department of State",
    "straits-reactor-2024": "Reuters",
    "straitstimes-reuters-2023-10-26": "Reuters",
    "urdupoint-sputnik-2021-08-30": "Sputnik",
    "wikimili-aa": "English Wikipedia",
    "xalqqazeti-cgtn-2023-10": "CGTN",
}


def test_every_reprint_names_the_outlet_of_the_evidence(dataset: Dataset) -> None:
    """The evidence says in brackets how it knows: `SpaceNews (inferred from dateline)`."""
    noted = {name: line["mirror_of"] for name, line in sources().items() if line.get("mirror_of")}
    outlets = {name: values(dataset, identifier("source", name), "mp:reprintOf") for name in sources()}
    assert {name for name in noted if not any(outlet in noted[name] for outlet in outlets[name])} == set()
    further = {name: outlet for name, found in outlets.items() if name not in noted for outlet in found}
    assert further == FURTHER_REPRINTS
