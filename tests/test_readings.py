"""The readings of the evidence are editorial decisions, each with its reason and the claims that it weighs."""

import re
from fnmatch import fnmatchcase
from typing import Final

import pytest

from moonpact.graph.dataset import Dataset
from moonpact.graph.names import identifier, local_name
from tests.evidence import EVIDENCE, claims, instances, lines, needed, values
from tests.made_up import project_dataset

pytestmark = needed


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Return the dataset of the project's data."""
    return project_dataset()


NUMBER: Final = re.compile(r"\d+")
Conflicts = dict[str, tuple[set[str], str]]


def conflicts_on_the_station() -> Conflicts:
    """Return the claims and the reading of each conflict, by number; the one below 'Added' is the last."""
    text = (EVIDENCE / "conflicts-ilrs.md").read_text(encoding="utf-8")
    numbered = re.findall(r"^### (\d+)\. .+\n((?:- `.+\n)*)- Reading: (.+)$", text, re.MULTILINE)
    added = re.findall(r"^(- .+) Reading: (.+)$", text.partition("## Added")[2], re.MULTILINE)
    found = [*numbered, *((str(len(numbered) + place), *one) for place, one in enumerate(added, start=1))]
    return {f"{int(number):02}": (set(re.findall(r"`([\w-]+)`", said)), reading) for number, said, reading in found}


def conflicts_on_the_accords() -> Conflicts:
    """Return the claims and the reading of each conflict, by number; not all have a reading."""
    text = (EVIDENCE / "conflicts-artemis.md").read_text(encoding="utf-8")
    found = re.findall(r"^- \*\*K(\d+) (.+(?:\n  .+)*)", text, re.MULTILINE)
    return {
        f"{int(number):02}": (meant(re.findall(r"`([\w*-]+)`", body)), body.partition("Reading: ")[2])
        for number, body in found
    }


def meant(patterns: list[str]) -> set[str]:
    """Return the claims of these names, in which a star stands for any rest."""
    return {name for name in claims() for pattern in patterns if fnmatchcase(name, pattern)}


def claims_on_missions() -> set[str]:
    """Return all claims that the conflicts on missions name; these have no numbers, and few have a reading."""
    text = (EVIDENCE / "conflicts-missions.md").read_text(encoding="utf-8")
    return set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text)) & set(claims())


def decisions(dataset: Dataset, series: str) -> dict[str, tuple[set[str], str]]:
    """Return the claims and the reasons of the decisions of a series, by number: one for each property."""
    found: dict[str, tuple[set[str], str]] = {}
    for slug in sorted(instances(dataset, "mp:EditorialDecision")):
        if numbered := re.match(rf"{series}-(\d\d)", slug):
            named, reasons = found.get(numbered[1], (set[str](), ""))
            [reason] = values(dataset, identifier("decision", slug), "dcterms:description")
            found[numbered[1]] = (named | named_by(dataset, slug), f"{reasons} {reason}")
    return found


def named_by(dataset: Dataset, slug: str) -> set[str]:
    """Return the claims that a decision names."""
    decision = identifier("decision", slug)
    names = ("mp:prefers", "mp:rejects", "mp:considers")
    return {local_name(claim) for name in names for claim in values(dataset, decision, name)}


def beside(named: set[str], listed: set[str]) -> set[str]:
    """Return the claims that are not listed; what a claim says on a second matter is a claim named after it."""
    return {name for name in named if not name.startswith(tuple(listed))}


# The station and the Accords: one number for each conflict.

CONFLICTS: Final = {"ilrs": (68, conflicts_on_the_station), "artemis": (31, conflicts_on_the_accords)}


@pytest.mark.parametrize("series", CONFLICTS)
def test_every_reading_is_an_editorial_decision(dataset: Dataset, series: str) -> None:
    number, conflicts = CONFLICTS[series]
    assert sorted(conflicts()) == [f"{place:02}" for place in range(1, number + 1)]
    assert decisions(dataset, series).keys() == conflicts().keys()


# A reason may write out a number.
WRITTEN_OUT: Final = {("ilrs", "51"): {"10", "12"}, ("artemis", "20"): {"8"}}


@pytest.mark.parametrize("series", CONFLICTS)
def test_every_number_of_a_reading_is_in_the_reason_of_its_decision(dataset: Dataset, series: str) -> None:
    _, conflicts = CONFLICTS[series]
    decided = decisions(dataset, series)
    missing = {
        (series, number): lost
        for number, (_, reading) in conflicts().items()
        if (lost := set(NUMBER.findall(reading)) - set(NUMBER.findall(decided[number][1])))
    }
    assert missing == {key: lost for key, lost in WRITTEN_OUT.items() if key[0] == series}


# Claims that a conflict does not list, and that say the same on it, or more.
FURTHER_CLAIMS: Final = {
    ("ilrs", "47"): {"ilrs-members-17-countries"},
    ("ilrs", "55"): {"eg-people", "sn-xinhua", "za-sansa"},  # The papers by which the countries take part.
    ("ilrs", "57"): {"origin-turkiyetoday-rosatom"},
    ("ilrs", "67"): {"ce8-payload-list", "ce8-plan-2028-2029", "ce8-plan-2029", "cnsa-role"},
    ("artemis", "06"): {"aa-ng-a", "aa-rw-a", "count-23"},
    ("artemis", "13"): {"aa-th-c", "th-artemis"},
    ("artemis", "15"): {"aa-my-b", "aa-ph-a"},
    ("artemis", "16"): {"aa-jo-a", "aa-om-a", "count-59", "count-61-page", "latvia-signed-between"},
    ("artemis", "17"): {"aa-om-c"},
    ("artemis", "18"): {"sn-artemis-26", "sn-artemis-54", "sn-artemis-56"},
    ("artemis", "20"): {"aa-ee-a", "aa-ee-b", "aa-us-founder", "err-ain-oct15", "founding-spaceconomy360"},
    ("artemis", "21"): {"aa-n71-a", "aa-sm-b"},
    ("artemis", "22"): {"count-67-continents"},
    ("artemis", "23"): {"aa-fi-b", "count-52"},
    ("artemis", "24"): {"aa-ae-founder", "aa-bh-a", "aa-br-a", "aa-il-a"},
    ("artemis", "26"): {"gw-jp-spo"},
    ("artemis", "28"): {"moon-sa-effect", "moon-sa-notice"},
    ("artemis", "29"): {"moon-force"},
    ("artemis", "30"): {"ost-110", "ost-115", "ost-117", "ost-118", "ost-force", "ost-lv"},  # The series of counts.
    ("artemis", "31"): {"gw-ae-jan7", "gw-ca-force", "gw-esa", "gw-jp-nasa-dec"},  # The partners' papers.
}


@pytest.mark.parametrize("series", CONFLICTS)
def test_every_decision_weighs_claims_of_its_conflict_and_no_others(dataset: Dataset, series: str) -> None:
    _, conflicts = CONFLICTS[series]
    known, decided = instances(dataset, "mp:Claim"), decisions(dataset, series)
    further: dict[tuple[str, str], set[str]] = {}
    for number, (listed, _) in conflicts().items():
        named = decided[number][0]
        assert bool(named & listed) is bool(known & listed)
        if unlisted := beside(named, listed):
            further[series, number] = unlisted
    assert further == {key: found for key, found in FURTHER_CLAIMS.items() if key[0] == series}


def test_every_claim_of_a_conflict_on_the_accords_is_weighed(dataset: Dataset) -> None:
    decided = decisions(dataset, "artemis")
    forgotten = {number: listed - decided[number][0] for number, (listed, _) in conflicts_on_the_accords().items()}
    assert {number: names for number, names in forgotten.items() if names} == {}


# Missions: the conflicts have no numbers.

# The evidence has these side by side without a reading of its own: who denies what on Cuba (the reading is the decision
# `cuba-not-ground-stations`), two texts that give a year which others give too, and the day of a picture.
WITHOUT_A_READING: Final = {
    "cuba-china-denial",
    "cuba-whitehouse-2023",
    "reactor-by-2035-dhaka",
    "reactor-by-2035-protothema",
    "nasa-doe-photo-jan6",
    "nasa-doe-photo-jan8",
}
FURTHER_ON_MISSIONS: Final = {
    "01": {"no-lunar-launch-2026-gcat"},
    "06": {"ae-scmp-dropped"},
    "16": {"csvdate-longjiang-1", "csvdate-longjiang-2"},  # Launched together with Queqiao.
    "27": {"basic-2028-stdaily", "basic-2030-xinhua", "basic-2035-spacenews"},
    "49": {"ch2-vikram-lost", "lroc-chandrayaan-2-site"},
    "50": {"lroc-im-2-site"},  # The evidence has LROC's longitude without its claim.
}
# The operators of the Chinese probes, of which the evidence names no claims.
OPERATORS: Final = "54"


def test_every_claim_of_a_conflict_on_missions_is_weighed(dataset: Dataset) -> None:
    named = {name for slug in instances(dataset, "mp:EditorialDecision") for name in named_by(dataset, slug)}
    # What a claim says on a second matter is a claim of its own, named after it.
    weighed = {name for name in claims_on_missions() if any(other.startswith(name) for other in named)}
    assert claims_on_missions() - weighed == WITHOUT_A_READING


def test_every_decision_on_missions_weighs_claims_of_the_conflicts_on_missions(dataset: Dataset) -> None:
    decided, listed = decisions(dataset, "missions"), claims_on_missions()
    assert sorted(decided) == [f"{place:02}" for place in range(1, 55)]
    further = {number: beside(named, listed) for number, (named, _) in decided.items() if number != OPERATORS}
    assert {number: names for number, names in further.items() if names} == FURTHER_ON_MISSIONS
    assert {number for number, (named, _) in decided.items() if named == beside(named, listed)} == set()


# Decisions of our own


def test_every_conclusion_of_our_own_is_an_editorial_decision(dataset: Dataset) -> None:
    wanted = {line["id"] for line in lines("editorial.jsonl")}
    assert wanted == {"reactor-who-powers", "cuba-not-ground-stations", "base-stations", "both-list"}
    assert wanted - instances(dataset, "mp:EditorialDecision") == set()


# What sources do not say, of a link of Zhongshan to the station and of a signing that another source names; and
# signatures of the Accords on which a page errs or may be invented.
FURTHER: Final = {"zhongshan-no-link", "oman-lens-silence", "artemis-croatia", "artemis-liechtenstein"}
SERIES: Final = re.compile(r"(ilrs|artemis|missions|facilities|statement)-\d\d(-[a-z0-9-]+)?$")
WEIGHED: Final = ("mp:weighsFor", "mp:weighsAgainst", "mp:weighsAsQualifying")


def test_there_is_no_decision_that_rests_on_nothing_read(dataset: Dataset) -> None:
    slugs = instances(dataset, "mp:EditorialDecision")
    own = {slug for slug in slugs if not SERIES.match(slug)}
    assert own == {line["id"] for line in lines("editorial.jsonl")} | FURTHER
    weighed = {slug: named_by(dataset, slug) | of_statement(dataset, slug) for slug in slugs}
    # What is in both lists rests on all signatures and participations, as the evidence has it (`rests_on` is null).
    assert {slug for slug, names in weighed.items() if not names} == {"both-list"}


def of_statement(dataset: Dataset, slug: str) -> set[str]:
    """Return the claims that are weighed for a verdict."""
    decision = identifier("decision", slug)
    return {local_name(claim) for name in WEIGHED for claim in values(dataset, decision, name)}


def test_every_statement_that_users_bring_along_has_a_verdict(dataset: Dataset) -> None:
    text = (EVIDENCE / "user-statements.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^\| s(\d\d) \|", text, re.MULTILINE)
    assert len(numbers) == len(instances(dataset, "mp:Statement")) == 16
    decided = {slug for slug in instances(dataset, "mp:EditorialDecision") if slug.startswith("statement-")}
    assert decided == {f"statement-{number}" for number in numbers}
    verdicts = {slug: values(dataset, identifier("decision", slug), "mp:verdict") for slug in decided}
    assert {slug for slug, found in verdicts.items() if len(found) != 1} == set()


def test_every_decision_names_only_claims_of_the_graph(dataset: Dataset) -> None:
    slugs = instances(dataset, "mp:EditorialDecision")
    named = {claim for slug in slugs for claim in named_by(dataset, slug) | of_statement(dataset, slug)}
    assert named - instances(dataset, "mp:Claim") == set()
