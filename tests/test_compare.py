"""Whether two claims can both be true, by the way in which a property is compared."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from moonpact.graph.conclusion import testimony
from moonpact.graph.conclusion.assertion import Assertion, Matter, Value
from moonpact.graph.conclusion.compare import compatible
from moonpact.graph.conclusion.concepts import Concepts
from moonpact.graph.conclusion.interval import Days, Numbers
from moonpact.graph.conclusion.issue import Issue
from tests.checkout import ROOT
from tests.made_up import AGENCY, CHARTER, DOME, LABORATORY, LEADING, SIGNING, Outcome, Says, built, full, outcome

RURITANIA, BORDURIA = "country:ruritania", "country:borduria"
MEMORANDUM, UNDERSTANDING = "instrument-kind:memorandum", "instrument-kind:memorandum-of-understanding"
COOPERATION, TREATY = "instrument-kind:memorandum-of-cooperation", "instrument-kind:treaty"

ABOVE = Concepts(
    {
        full(below): frozenset({full(above)})
        for below, above in [
            (AGENCY, RURITANIA),
            (LABORATORY, RURITANIA),
            (UNDERSTANDING, MEMORANDUM),
            (COOPERATION, MEMORANDUM),
        ]
    }
)
DAY = Days(date(2024, 1, 1), date(2024, 1, 1))


def assertion(
    *values: Value, days: Days | None = None, numbers: Numbers | None = None, latitude: Decimal | None = None
) -> Assertion:
    """Return an assertion of these values."""
    told = testimony.Testimony(
        claim=NamedNode(full("claim:a")),
        kind="news",
        witness="gazette",
        reprint=False,
        inferred=False,
        issue=Issue(DAY, "gazette, 2024-01-01", "gazette"),
        days=days,
        precision=None,
        holds=DAY,
        numbers=numbers,
        latitude=latitude,
    )
    return Assertion(told, frozenset(values))


def agree(comparison: str, one: Assertion, other: Assertion) -> tuple[bool, bool]:
    """Return whether the assertions agree, asked both ways."""
    matter = Matter("", "", comparison, Decimal("0.005"))
    return compatible(matter, one, other, ABOVE), compatible(matter, other, one, ABOVE)


def iris(names: str) -> list[Value]:
    """Return the nodes of prefixed names."""
    return [NamedNode(full(name)) for name in names.split()]


def texts(names: str) -> list[Value]:
    """Return literals."""
    return [Literal(name) for name in names.split()]


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (RURITANIA, RURITANIA, True),
        (RURITANIA, AGENCY, True),
        (AGENCY, LABORATORY, False),
        (RURITANIA, BORDURIA, False),
        (BORDURIA, AGENCY, False),
        (f"{RURITANIA} {BORDURIA}", f"{AGENCY} {BORDURIA}", True),
        (f"{RURITANIA} {BORDURIA}", RURITANIA, False),
        (f"{AGENCY} {LABORATORY}", RURITANIA, True),
        (f"{AGENCY} {BORDURIA}", f"{LABORATORY} {BORDURIA}", False),
    ],
)
def test_a_body_stands_for_its_country_but_not_for_another_body(one: str, other: str, both: bool) -> None:
    assert agree("party", assertion(*iris(one)), assertion(*iris(other))) == (both, both)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (TREATY, TREATY, True),
        (MEMORANDUM, UNDERSTANDING, True),
        (UNDERSTANDING, COOPERATION, False),
        (MEMORANDUM, TREATY, False),
        (f"{TREATY} {UNDERSTANDING}", MEMORANDUM, True),
    ],
)
def test_a_concept_agrees_with_a_broader_one(one: str, other: str, both: bool) -> None:
    assert agree("concept", assertion(*iris(one)), assertion(*iris(other))) == (both, both)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("Rudolf", "Rudolf", True),
        ("Rudolf", "Rudolf Flavia", True),
        ("Rudolf", "Michael", False),
        ("a b", "b c", False),
    ],
)
def test_names_left_out_agree_other_names_do_not(one: str, other: str, both: bool) -> None:
    assert agree("text", assertion(*texts(one)), assertion(*texts(other))) == (both, both)


@pytest.mark.parametrize("comparison", ["value", "status"])
@pytest.mark.parametrize(("one", "other", "both"), [("a", "a", True), ("a", "b", False), ("a b", "a", False)])
def test_values_agree_if_they_are_the_same(comparison: str, one: str, other: str, both: bool) -> None:
    assert agree(comparison, assertion(*texts(one)), assertion(*texts(other))) == (both, both)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (DAY, DAY, True),
        (DAY, Days(date(2024, 1, 1), date(2024, 1, 31)), True),
        (DAY, Days(date(2024, 1, 2), date(2024, 1, 31)), False),
        (DAY, None, True),
    ],
)
def test_dates_agree_if_they_can_be_the_same_day(one: Days, other: Days | None, both: bool) -> None:
    assert agree("interval", assertion(days=one), assertion(days=other)) == (both, both)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Numbers(Decimal(12), Decimal(12)), Numbers(Decimal(11), None), True),
        (Numbers(Decimal(12), Decimal(12)), Numbers(Decimal(13), None), False),
        (Numbers(Decimal(12), Decimal(12)), None, True),
    ],
)
def test_numbers_agree_if_they_can_be_the_same(one: Numbers, other: Numbers | None, both: bool) -> None:
    assert agree("number", assertion(numbers=one), assertion(numbers=other)) == (both, both)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("-45.457", "-45.4562", True),
        ("-45.4446", "-45.4562", False),
        ("10.005", "10", True),
        ("10.0051", "10", False),
        ("179.999", "-179.999", True),
        ("29.2", "-29.2", False),
    ],
)
def test_degrees_agree_up_to_the_tolerance_and_all_round(one: str, other: str, both: bool) -> None:
    assert agree("degrees", assertion(*texts(one)), assertion(*texts(other))) == (both, both)


@pytest.mark.parametrize(
    ("latitude", "apart", "both"),
    [
        ("0", "0.005", True),
        ("0", "0.0051", False),
        ("-84.7906", "0.055", True),
        ("-84.7906", "0.056", False),
        ("90", "180", True),
    ],
)
def test_longitudes_agree_at_the_same_distance_wherever_they_are(latitude: str, apart: str, both: bool) -> None:
    one, other = (assertion(*texts(each), latitude=Decimal(latitude)) for each in ("0", apart))
    assert agree("longitude", one, other) == (both, both)


def test_the_place_that_is_nearer_to_the_equator_tells_how_long_a_degree_is() -> None:
    one, other = (assertion(*texts("0.005"), latitude=Decimal(each)) for each in ("80", "0"))
    assert agree("longitude", one, assertion(*texts("0.0101"), latitude=Decimal(0))) == (False, False)
    assert agree("longitude", one, other) == (True, True)


def test_an_unknown_comparison_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"^'likeness'$"):
        compatible(Matter("", "", "likeness"), assertion(), assertion(), ABOVE)


def test_every_comparison_of_the_ontology_is_known() -> None:
    ontology = (ROOT / "ontology" / "moonpact.ttl").read_text(encoding="utf-8").split("\n")
    named = {line.split('"')[1] for line in ontology if line.strip().startswith("mp:comparedAs ") and '"' in line}
    for comparison in named:
        assert agree(comparison, assertion(*texts("1")), assertion(*texts("1"))) == (True, True)
    assert named == {
        "value",
        "status",
        "party",
        "text",
        "concept",
        "interval",
        "plan",
        "number",
        "degrees",
        "longitude",
    }


# The same in a build: the ontology says how a property is compared, the registers which body is of which country


def test_a_body_and_its_country_are_one_position(tmp_path: Path) -> None:
    said = [
        Says("palace", LEADING, f"mp:leader {RURITANIA}", kind="government"),
        Says("gazette", LEADING, f"mp:leader {AGENCY}"),
    ]
    assert outcome(built(tmp_path, *said), LEADING, "leader") == Outcome("ruritania", "agreement", "gazette palace")


def test_two_bodies_of_a_country_are_two_positions(tmp_path: Path) -> None:
    said = [
        Says("palace", DOME, f"mp:builder {AGENCY}", kind="government"),
        Says("gazette", DOME, f"mp:builder {LABORATORY}"),
    ]
    assert outcome(built(tmp_path, *said), DOME, "builder") == Outcome(
        "rusa", "kind-of-source", "palace", "gazette", ("*rusa: palace", "moonlab: gazette")
    )


def test_a_partner_left_out_is_another_position(tmp_path: Path) -> None:
    said = [
        Says("palace", DOME, f"mp:builder {RURITANIA}", kind="government"),
        Says("gazette", DOME, f"mp:builder {RURITANIA} , {BORDURIA}"),
    ]
    assert outcome(built(tmp_path, *said), DOME, "builder") == Outcome(
        "ruritania", "kind-of-source", "palace", "gazette", ("*ruritania: palace", "borduria ruritania: gazette")
    )


def test_a_narrower_kind_of_paper_agrees_with_a_broader(tmp_path: Path) -> None:
    said = [
        Says("gazette", CHARTER, f"mp:instrumentKind {UNDERSTANDING}"),
        Says("herald", CHARTER, f"mp:instrumentKind {MEMORANDUM}"),
        Says("tribune", CHARTER, f"mp:instrumentKind {TREATY}", kind="web"),
    ]
    assert outcome(built(tmp_path, *said), CHARTER, "instrumentKind") == Outcome(
        "memorandum-of-understanding",
        "kind-of-source",
        "gazette herald",
        "tribune",
        ("*memorandum-of-understanding: gazette herald", "treaty: tribune"),
    )


def test_signers_left_out_are_no_contradiction_and_the_fuller_list_is_followed(tmp_path: Path) -> None:
    said = [
        Says("society", SIGNING, "mp:signer 'Rudolf V'", kind="organization"),
        Says("gazette", SIGNING, "mp:signer 'Rudolf V' , 'Michael Elphberg'"),
        Says("herald", SIGNING, "mp:signer 'Rudolf Rassendyll'"),
    ]
    assert outcome(built(tmp_path, *said), SIGNING, "signer") == Outcome(
        "Michael Elphberg Rudolf V",
        "kind-of-source",
        "gazette society",
        "herald",
        ("*Michael Elphberg Rudolf V: gazette society", "Rudolf Rassendyll: herald"),
    )
