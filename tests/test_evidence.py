"""The evidence that was read is in the graph: claims, sources, dates, readings, held against the files themselves."""

import json
import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode

from moonpact.graph.dataset import Dataset
from moonpact.graph.names import identifier, local_name
from tests.checkout import ROOT
from tests.made_up import full, project_dataset

EVIDENCE: Final = ROOT.parent / "shared" / "evidence"
pytestmark = pytest.mark.skipif(not EVIDENCE.exists(), reason=f"the evidence is not there: {EVIDENCE}")

TOPICS: Final = {"membership", "document", "count", "leadership", "status", "event", "reactor"}
LEFT_OUT: Final = re.compile(r"^- `([^`]+)`", re.MULTILINE)
WRITTEN: Final = {"day": 10, "month": 7, "year": 4}

Line = dict[str, Any]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Return the dataset of the project's data."""
    return project_dataset()


def lines(name: str) -> list[Line]:
    """Return the lines of a file of the evidence."""
    return [json.loads(line) for line in (EVIDENCE / name).read_text(encoding="utf-8").splitlines()]


def claims() -> dict[str, Line]:
    """Return the claims on the topics that the graph holds, by their id."""
    return {line["id"]: line for line in lines("claims.jsonl") if line["topic"] in TOPICS}


def sources() -> dict[str, Line]:
    """Return the sources of these claims, by their id."""
    wanted = {line["source"] for line in claims().values()}
    return {line["id"]: line for line in lines("sources.jsonl") if line["id"] in wanted}


def left_out() -> list[str]:
    """Return the ids of the claims that were left out."""
    return LEFT_OUT.findall((ROOT / "graph" / "data" / "left-out.md").read_text(encoding="utf-8"))


def instances(dataset: Dataset, name: str) -> set[str]:
    """Return the slugs of all things of a class."""
    quads = dataset.store.quads_for_pattern(None, NamedNode(full("rdf:type")), NamedNode(full(name)), DefaultGraph())
    return {local_name(quad.subject.value) for quad in quads if isinstance(quad.subject, NamedNode)}


def values(dataset: Dataset, thing: NamedNode, name: str) -> set[str]:
    """Return the values of a property."""
    quads = dataset.store.quads_for_pattern(thing, NamedNode(full(name)), None, DefaultGraph())
    return {quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal)}


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
REPRINTS: Final = {
    "bastille-cgtn-2025-04": (None, {"CGTN"}),
    "dhakatribune-reactor-2025": (None, {"Reuters"}),
    "nasa-5yr-2025-11-20": (None, {"NASA"}),
    "nasa-lt-2024": (None, {"NASA"}),
    "nasa-pa-at-2024-12-09": (None, {"NASA"}),
    "ng-interfax-2025-05-08": (None, {"Interfax"}),
    "oedigital-reactor-2025": (None, {"Reuters"}),
    "people-2024-09-05": (None, {"Xinhua"}),
    "people-en-2021-06-17": (None, {"Xinhua"}),
    "rambler-tass-2024-05-28a": (None, {"TASS"}),
    "rambler-tass-2024-05-28b": (None, {"TASS"}),
    "state-sn": (None, {"US Department of State"}),
    "straits-reactor-2024": (None, {"Reuters"}),
    "straitstimes-reuters-2023-10-26": (None, {"Reuters"}),
    "wikimili-aa": (None, {"English Wikipedia"}),
}


def test_every_reprint_names_the_outlet_of_the_evidence(dataset: Dataset) -> None:
    assert different("source", sources(), lambda found: values(dataset, found, "mp:reprintOf"), "mirror_of") == REPRINTS


# Readings

# Where a reading in the evidence is no sentence by itself, or was overtaken by later claims.
OVERTAKEN: Final = " Overtaken by later claims on the Artemis Accords."
REWORDED: Final = {
    "38": "Only an institute has signed; one page even turns it into the Korean KAIST.",
    "42": "What Kazakhstan gets, a headline of its own Moon base, is inflated: "
    "the paper is a memorandum of cooperation.",
    "68": "CNSA's and the state press's word 'agreement' stands against "
    "the Senegalese agency's 'memorandum'; kept open.",
}


def readings() -> dict[str, str]:
    """Return the readings of the conflicts, by number; the one below the heading 'Added' is the last."""
    text = (EVIDENCE / "conflicts-ilrs.md").read_text(encoding="utf-8")
    numbered = re.findall(r"^### (\d+)\. (?:.|\n)*?^- Reading: (.+)$", text, re.MULTILINE)
    added = re.findall(r"^- .+ Reading: (.+)$", text.partition("## Added")[2], re.MULTILINE)
    return {**dict(numbered), **{str(len(numbered) + place): reading for place, reading in enumerate(added, start=1)}}


def reasons(dataset: Dataset) -> dict[str, set[str]]:
    """Return the reasons of the decisions on the conflicts, by number: there may be one for each property."""
    found: dict[str, set[str]] = {}
    for slug in instances(dataset, "mp:EditorialDecision"):
        if numbered := re.match(r"ilrs-(\d\d)", slug):
            reason = values(dataset, identifier("decision", slug), "dcterms:description")
            found.setdefault(str(int(numbered[1])), set()).update(reason)
    return found


def test_every_reading_is_an_editorial_decision_with_its_words(dataset: Dataset) -> None:
    expected = {number: {REWORDED.get(number, reading)} for number, reading in readings().items()}
    for number in ("45", "56"):
        expected[number] = {f"{reading}{OVERTAKEN}" for reading in expected[number]}
    assert sorted(expected, key=int) == [str(number) for number in range(1, 69)]
    assert reasons(dataset) == expected


def test_every_conclusion_of_our_own_is_an_editorial_decision(dataset: Dataset) -> None:
    wanted = {line["id"] for line in lines("editorial.jsonl")}
    assert wanted == {"reactor-who-powers", "cuba-not-ground-stations", "base-stations", "both-list"}
    assert wanted - instances(dataset, "mp:EditorialDecision") == set()


# What sources do not say: of a link of Zhongshan to the station, and of a signing that another source names.
FURTHER: Final = {"zhongshan-no-link", "oman-lens-silence"}


def test_there_is_no_decision_that_rests_on_nothing_read(dataset: Dataset) -> None:
    own = {slug for slug in instances(dataset, "mp:EditorialDecision") if not re.match(r"ilrs-\d\d(-[a-z]+)?$", slug)}
    assert own == {line["id"] for line in lines("editorial.jsonl")} | FURTHER


def test_every_decision_names_only_claims_of_the_graph(dataset: Dataset) -> None:
    known = instances(dataset, "mp:Claim")
    unknown = {
        (slug, local_name(claim))
        for slug in instances(dataset, "mp:EditorialDecision")
        for name in ("mp:prefers", "mp:rejects", "mp:considers")
        for claim in values(dataset, identifier("decision", slug), name)
        if local_name(claim) not in known
    }
    assert unknown == set()
