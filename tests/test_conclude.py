"""Claims that agree become one conclusion; where they cannot all be true, each rule of preference has its say."""

from pathlib import Path

import pytest

from tests.made_up import CHARTER, JOINING, MEMBERS, SIGNING, Outcome, Says, built, dated, described, outcome

REPRINT = 'mp:reprintOf "The Wire" ;'


def joined(name: str, day: str, precision: str = "day", **more: str) -> Says:
    """Return a source that dates the joining."""
    return Says(name, JOINING, dated("joinedOn", day, precision), **more)


def counted(name: str, what: str, **more: str) -> Says:
    """Return a source that counts the members."""
    return Says(name, MEMBERS, f"{what} ; mp:countOf count-of:countries", **more)


def on(year: int, month: int, day: int) -> str:
    """Return the statement that a source was issued on this day."""
    return f'dcterms:issued "{year}-{month:02}-{day:02}"^^xsd:date ; mp:datePrecision "day"'


def of_joining(folder: Path, *said: Says) -> Outcome | None:
    """Return what is concluded on the day of joining."""
    return outcome(built(folder, *said), JOINING, "joinedOn")


def of_members(folder: Path, *said: Says) -> Outcome | None:
    """Return what is concluded on the number of members."""
    return outcome(built(folder, *said), MEMBERS, "value")


# Agreement


def test_claims_that_agree_are_one_conclusion(tmp_path: Path) -> None:
    dataset = built(tmp_path, joined("gazette", "2023-05-01"), joined("courier", "2023-05-01"))
    slug = "participation-ruritania--moon-club-joinedOn"
    assert described(dataset, f"conclusion:{slug}") == {
        "rdf:type": {"mp:Conclusion"},
        "mp:about": {JOINING},
        "mp:onProperty": {"mp:joinedOn"},
        "rdf:value": {"2023-05-01"},
        "mp:datePrecision": {"day"},
        "mp:notBefore": {"2023-05-01"},
        "mp:notAfter": {"2023-05-01"},
        "mp:rule": {"rule:agreement"},
        "mp:supportedBy": {"claim:courier", "claim:gazette"},
        "mp:preferredClaim": {"claim:courier"},
    }
    assert described(dataset, f"disagreement:{slug}") == {}
    assert described(dataset, JOINING) == {
        "mp:joinedOn": {"2023-05-01"},
        "mp:contested": {"false"},
        "mp:preferredClaim": {"claim:courier"},
    }


def test_a_claim_about_several_records_concludes_on_each_what_is_said_of_its_class(tmp_path: Path) -> None:
    what = f"mp:status status:signed ; mp:instrumentKind instrument-kind:treaty ; {dated('signedOn', '2023-05-01')}"
    dataset = built(tmp_path, Says("gazette", f"{SIGNING} , {CHARTER} , {JOINING}", what))
    concluded = {
        (about, name)
        for about in (SIGNING, CHARTER, JOINING)
        for name in ("status", "instrumentKind", "signedOn")
        if outcome(dataset, about, name)
    }
    assert concluded == {
        (SIGNING, "status"),
        (SIGNING, "signedOn"),
        (CHARTER, "status"),
        (CHARTER, "instrumentKind"),
        (JOINING, "status"),
    }


def test_what_no_claim_is_about_has_no_conclusion(tmp_path: Path) -> None:
    dataset = built(tmp_path, joined("gazette", "2023-05-01"))
    assert described(dataset, "participation:borduria--moon-club") == {}


@pytest.mark.parametrize(
    ("vague", "precision"), [("2023-05-01", "month"), ("2023-01-01", "year")], ids=["month", "year"]
)
def test_a_day_within_a_vaguer_date_agrees_and_is_concluded(tmp_path: Path, vague: str, precision: str) -> None:
    said = [joined("gazette", vague, precision, kind="government"), joined("courier", "2023-05-17", kind="web")]
    assert of_joining(tmp_path, *said) == Outcome("2023-05-17", "agreement", "courier gazette")


def test_a_vague_date_is_concluded_with_its_first_and_last_day(tmp_path: Path) -> None:
    concluded = described(
        built(tmp_path, joined("gazette", "2024-02-01", "month")),
        "conclusion:participation-ruritania--moon-club-joinedOn",
    )
    told = {name: concluded[name] for name in ("rdf:value", "mp:datePrecision", "mp:notBefore", "mp:notAfter")}
    assert told == {
        "rdf:value": {"2024-02-01"},
        "mp:datePrecision": {"month"},
        "mp:notBefore": {"2024-02-01"},
        "mp:notAfter": {"2024-02-29"},
    }


def test_a_day_within_the_bounds_of_another_claim_agrees(tmp_path: Path) -> None:
    bounds = 'mp:notBefore "2023-05-01"^^xsd:date ; mp:notAfter "2023-05-20"^^xsd:date ; '
    bounded = Says("gazette", JOINING, bounds + dated("joinedOn", "2023-05-10"))
    assert of_joining(tmp_path, bounded, joined("courier", "2023-05-20")) == Outcome(
        "2023-05-20", "agreement", "courier gazette"
    )


def test_a_bound_and_a_number_within_it_agree_and_the_number_is_concluded(tmp_path: Path) -> None:
    said = [counted("gazette", "mp:minimum 11", kind="government"), counted("courier", "mp:value 12", kind="web")]
    dataset = built(tmp_path, *said)
    assert outcome(dataset, MEMBERS, "value") == Outcome("12", "agreement", "courier gazette")
    assert described(dataset, MEMBERS)["mp:value"] == {"12"}


@pytest.mark.parametrize(
    ("what", "least", "most"),
    [("mp:minimum 11 ; mp:maximum 20", "11", "20"), ("mp:minimum 11", "11", None), ("mp:maximum 20", None, "20")],
)
def test_bounds_are_concluded_as_bounds(tmp_path: Path, what: str, least: str | None, most: str | None) -> None:
    dataset = built(tmp_path, counted("gazette", what))
    assert outcome(dataset, MEMBERS, "value") == Outcome(f"{least or 'any'} to {most or 'any'}", "agreement", "gazette")
    told = described(dataset, MEMBERS)
    assert [told.get(name) for name in ("mp:value", "mp:minimum", "mp:maximum")] == [
        None,
        {least} if least else None,
        {most} if most else None,
    ]


def test_of_lists_that_agree_the_longest_is_the_value_and_the_best_source_stays_the_first(tmp_path: Path) -> None:
    said = [Says("palace", SIGNING, "mp:signer 'Rudolf V'", kind="government")]
    fuller = Says("gazette", SIGNING, "mp:signer 'Rudolf V' , 'Fritz von Tarlenheim'")
    found = described(built(tmp_path, *said, fuller), SIGNING)
    assert found["mp:signer"] == {"Fritz von Tarlenheim", "Rudolf V"}
    assert found["mp:preferredClaim"] == {"claim:palace"}


# Disagreement, and the rules of preference in their order


def test_claims_that_disagree_are_positions_of_a_disagreement(tmp_path: Path) -> None:
    dataset = built(tmp_path, joined("gazette", "2023-05-01"), joined("palace", "2023-05-02", kind="government"))
    slug = "participation-ruritania--moon-club-joinedOn"
    assert described(dataset, f"disagreement:{slug}") == {
        "rdf:type": {"mp:Disagreement"},
        "skos:prefLabel": {"Joined on: Ruritania in the Moon Club"},
        "mp:about": {JOINING},
        "mp:onProperty": {"mp:joinedOn"},
        "mp:hasPosition": {f"position:{slug}-1", f"position:{slug}-2"},
        "mp:rule": {"rule:kind-of-source"},
    }
    assert described(dataset, f"position:{slug}-2") == {
        "rdf:type": {"mp:Position"},
        "mp:supportedBy": {"claim:gazette"},
        "mp:preferred": {"false"},
        "mp:rejected": {"false"},
        "rdf:value": {"2023-05-01"},
        "mp:datePrecision": {"day"},
        "mp:notBefore": {"2023-05-01"},
        "mp:notAfter": {"2023-05-01"},
    }
    assert described(dataset, JOINING)["mp:contested"] == {"true"}


def test_a_record_is_contested_if_any_of_its_properties_is(tmp_path: Path) -> None:
    said = [
        Says(name, JOINING, f"mp:status status:joined ; {dated('joinedOn', day)}")
        for name, day in [("gazette", "2023-05-01"), ("herald", "2023-05-02")]
    ]
    dataset = built(tmp_path, *said)
    assert outcome(dataset, JOINING, "status") == Outcome("joined", "agreement", "gazette herald")
    assert described(dataset, JOINING)["mp:contested"] == {"true"}


def test_the_better_kind_of_source_is_preferred(tmp_path: Path) -> None:
    said = [joined("gazette", "2023-05-01", issued=on(2024, 6, 1)), joined("palace", "2023-05-02", kind="government")]
    assert of_joining(tmp_path, *said) == Outcome(
        "2023-05-02", "kind-of-source", "palace", "gazette", ("*2023-05-02: palace", "2023-05-01: gazette")
    )


def test_a_property_may_have_an_order_of_kinds_of_its_own(tmp_path: Path) -> None:
    said = [
        Says("palace", SIGNING, "mp:signer 'Rudolf V'", kind="government"),
        Says("society", SIGNING, "mp:signer 'Rudolf Rassendyll'", kind="organization"),
    ]
    assert outcome(built(tmp_path, *said), SIGNING, "signer") == Outcome(
        "Rudolf Rassendyll",
        "kind-of-source",
        "society",
        "palace",
        ("*Rudolf Rassendyll: society", "Rudolf V: palace"),
    )


def test_what_is_stated_goes_before_what_is_inferred(tmp_path: Path) -> None:
    said = [
        joined("palace", "2023-05-01", kind="government", certainty="inferred"),
        joined("forum", "2023-05-02", kind="web"),
    ]
    assert of_joining(tmp_path, *said) == Outcome(
        "2023-05-02", "certainty", "forum", "palace", ("*2023-05-02: forum", "2023-05-01: palace")
    )


def test_a_text_of_its_own_goes_before_a_reprint(tmp_path: Path) -> None:
    said = [joined("gazette", "2023-05-01", more=REPRINT, issued=on(2024, 6, 1)), joined("herald", "2023-05-02")]
    assert of_joining(tmp_path, *said) == Outcome(
        "2023-05-02", "independence", "herald", "gazette", ("*2023-05-02: herald", "2023-05-01: gazette")
    )


def test_more_independent_witnesses_go_before_fewer(tmp_path: Path) -> None:
    said = [
        joined("courier", "2023-05-01", issued=on(2024, 6, 1)),
        joined("gazette", "2023-05-02"),
        joined("herald", "2023-05-02"),
    ]
    assert of_joining(tmp_path, *said) == Outcome(
        "2023-05-02",
        "independence",
        "gazette herald",
        "courier",
        ("*2023-05-02: gazette herald", "2023-05-01: courier"),
    )


def test_reprints_of_one_text_are_one_witness_with_it(tmp_path: Path) -> None:
    said = [
        joined("wire", "2023-05-01", publisher="The Wire"),
        joined("gazette", "2023-05-01", more=REPRINT),
        joined("courier", "2023-05-01", more=REPRINT),
        joined("herald", "2023-05-02"),
        joined("tribune", "2023-05-02"),
    ]
    assert of_joining(tmp_path, *said) == Outcome(
        "2023-05-02",
        "independence",
        "herald tribune",
        "courier gazette wire",
        ("*2023-05-02: herald tribune", "2023-05-01: courier gazette wire"),
    )


def test_two_pages_of_one_publisher_are_one_witness(tmp_path: Path) -> None:
    said = [
        joined("gazette", "2023-05-01", publisher="The Gazette"),
        joined("evening", "2023-05-01", publisher="The Gazette"),
        joined("herald", "2023-05-02", issued=on(2024, 6, 1)),
    ]
    assert of_joining(tmp_path, *said) == Outcome(
        "2023-05-02", "recency", "herald", "evening gazette", ("*2023-05-02: herald", "2023-05-01: evening gazette")
    )


def test_the_more_exact_goes_before_the_vaguer(tmp_path: Path) -> None:
    dates = [joined("gazette", "2023-05-01", "month", issued=on(2024, 6, 1)), joined("herald", "2023-06-02")]
    assert of_joining(tmp_path / "dates", *dates) == Outcome(
        "2023-06-02", "precision", "herald", "gazette", ("*2023-06-02: herald", "2023-05-01: gazette")
    )
    numbers = [counted("gazette", "mp:minimum 13", issued=on(2024, 6, 1)), counted("herald", "mp:value 12")]
    assert of_members(tmp_path / "numbers", *numbers) == Outcome(
        "12", "precision", "herald", "gazette", ("*12: herald", "13 to any: gazette")
    )


def test_the_later_source_goes_before_the_earlier(tmp_path: Path) -> None:
    said = [counted("gazette", "mp:value 11"), counted("herald", "mp:value 12", issued=on(2024, 1, 2))]
    assert of_members(tmp_path, *said) == Outcome("12", "recency", "herald", "gazette", ("*12: herald", "11: gazette"))


def test_where_nothing_else_decides_the_names_do(tmp_path: Path) -> None:
    said = [counted("herald", "mp:value 11"), counted("gazette", "mp:value 12")]
    assert of_members(tmp_path, *said) == Outcome(
        "12", "name-order", "gazette", "herald", ("*12: gazette", "11: herald")
    )


def test_three_positions_stand_each_by_itself(tmp_path: Path) -> None:
    said = [
        counted("palace", "mp:value 10", kind="government"),
        counted("gazette", "mp:value 11"),
        counted("herald", "mp:minimum 12"),
        counted("tribune", "mp:value 13", kind="web"),
    ]
    assert of_members(tmp_path, *said) == Outcome(
        "10",
        "kind-of-source",
        "palace",
        "gazette herald tribune",
        ("*10: palace", "11: gazette", "13: herald tribune"),
    )
