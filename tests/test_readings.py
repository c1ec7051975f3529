"""The readings of the evidence are editorial decisions, each with its reason and the claims that it weighs."""

import re
from typing import Final

import pytest

from moonpact.graph.dataset import Dataset
from moonpact.graph.names import identifier, local_name
from tests.evidence import EVIDENCE, instances, lines, needed, values
from tests.made_up import project_dataset

pytestmark = needed


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Return the dataset of the project's data."""
    return project_dataset()


NUMBER: Final = re.compile(r"\d+")
# A reason may write out a number, and name the papers by which the countries take part.
WRITTEN_OUT: Final = {"51": {"10", "12"}}
PAPERS: Final = {"55": {"eg-people", "za-sansa", "sn-xinhua"}}


def conflicts() -> dict[str, tuple[set[str], str]]:
    """Return the claims and the reading of each conflict, by number; the one below 'Added' is the last."""
    text = (EVIDENCE / "conflicts-ilrs.md").read_text(encoding="utf-8")
    numbered = re.findall(r"^### (\d+)\. .+\n((?:- `.+\n)*)- Reading: (.+)$", text, re.MULTILINE)
    added = re.findall(r"^(- .+) Reading: (.+)$", text.partition("## Added")[2], re.MULTILINE)
    found = [*numbered, *((str(len(numbered) + place), *one) for place, one in enumerate(added, start=1))]
    return {number: (set(re.findall(r"`([\w-]+)`", claims)), reading) for number, claims, reading in found}


def decisions(dataset: Dataset) -> dict[str, tuple[set[str], set[str]]]:
    """Return the claims and the reasons of the decisions on each conflict, by number: one for each property."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for slug in instances(dataset, "mp:EditorialDecision"):
        if numbered := re.match(r"ilrs-(\d\d)", slug):
            named, reasons = found.setdefault(str(int(numbered[1])), (set(), set()))
            named |= named_by(dataset, slug)
            reasons |= values(dataset, identifier("decision", slug), "dcterms:description")
    return found


def named_by(dataset: Dataset, slug: str) -> set[str]:
    """Return the claims that a decision names."""
    decision = identifier("decision", slug)
    names = ("mp:prefers", "mp:rejects", "mp:considers")
    return {local_name(claim) for name in names for claim in values(dataset, decision, name)}


def test_every_reading_is_an_editorial_decision(dataset: Dataset) -> None:
    assert sorted(conflicts(), key=int) == [str(number) for number in range(1, 69)]
    assert decisions(dataset).keys() == conflicts().keys()


def test_every_number_of_a_reading_is_in_the_reason_of_its_decision(dataset: Dataset) -> None:
    decided = decisions(dataset)
    missing = {
        number: lost
        for number, (_, reading) in conflicts().items()
        if (lost := set(NUMBER.findall(reading)) - set(NUMBER.findall(" ".join(decided[number][1]))))
    }
    assert missing == WRITTEN_OUT


def test_every_decision_weighs_claims_of_its_conflict_and_no_others(dataset: Dataset) -> None:
    known, decided = instances(dataset, "mp:Claim"), decisions(dataset)
    for number, (listed, _) in conflicts().items():
        named = decided[number][0]
        # A claim that says two things is two in the graph, the second named after the first.
        assert {name for name in named if not name.startswith(tuple(listed))} == PAPERS.get(number, set())
        assert bool(named & listed) is bool(known & listed)


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
    named = {claim for slug in instances(dataset, "mp:EditorialDecision") for claim in named_by(dataset, slug)}
    assert named - instances(dataset, "mp:Claim") == set()
