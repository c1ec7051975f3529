"""Outlets that are spelt in several ways, or have several editions, are one witness."""

from pathlib import Path

from moonpact.graph.names import identifier
from tests.asking import ask, built, only
from tests.made_up import JOINING, THINGS, Outcome, Says, described, outcome
from tests.made_up import built as made_up

HERALD = """
outlet:herald a mp:Outlet ; skos:prefLabel "The Herald"@en ; mp:spelling "Herald" , "Herald (Borduria)" .
"""
SAID = [
    Says("palace", JOINING, "mp:status status:not-taking-part", publisher="Palace"),
    Says("evening", JOINING, "mp:status status:not-taking-part", publisher="Evening"),
    Says("one", JOINING, "mp:status status:joined", publisher="Herald"),
    Says("two", JOINING, "mp:status status:joined", publisher="Herald (Borduria)"),
    Says("three", JOINING, "mp:status status:joined", publisher="The Herald"),
]


def test_spellings_of_one_outlet_are_one_witness(tmp_path: Path) -> None:
    apart = outcome(made_up(tmp_path / "apart", *SAID), JOINING, "status")
    together = outcome(made_up(tmp_path / "together", *SAID, things=THINGS + HERALD), JOINING, "status")
    assert apart is not None and (apart.value, apart.rule) == ("joined", "independence")
    assert together == Outcome(
        "not-taking-part",
        "independence",
        "evening palace",
        "one three two",
        ("*not-taking-part: evening palace", "joined: one three two"),
    )


def test_the_voice_of_a_source_is_its_outlet_and_its_text_stays(tmp_path: Path) -> None:
    copy = Says("copy", JOINING, "mp:status status:joined", publisher="Courier", more='mp:reprintOf "Herald"')
    dataset = made_up(tmp_path, copy, *SAID, things=THINGS + HERALD)
    voices = {name: described(dataset, f"source:{name}")["mp:voice"] for name in ("copy", "two", "three", "palace")}
    assert voices == {"copy": {"The Herald"}, "two": {"The Herald"}, "three": {"The Herald"}, "palace": {"Palace"}}
    assert described(dataset, "source:two")["dcterms:bibliographicCitation"] == {"Herald (Borduria), 2024-01-01"}


def test_outlets_that_have_no_name_are_a_witness_for_each_source(tmp_path: Path) -> None:
    unnamed = HERALD.replace(" .\n", " ; mp:unnamed true .\n")
    dataset = made_up(tmp_path, *SAID, things=THINGS + unnamed)
    found = outcome(dataset, JOINING, "status")
    assert found is not None and (found.value, found.rule, found.supported) == (
        "joined",
        "independence",
        "one three two",
    )
    assert described(dataset, "source:two")["mp:voice"] == {"The Herald, two"}


def test_every_spelling_is_of_a_source() -> None:
    query = """PREFIX mp: <https://w3id.org/moonpact/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
    ASK { ?outlet mp:spelling ?name FILTER NOT EXISTS { ?source dcterms:publisher|mp:reprintOf ?name } }"""
    assert not built().query(query)
    assert any(built().quads_for_pattern(identifier("outlet", "sputnik"), None, None, None))


def test_editions_of_sputnik_are_one_of_those_who_count_djibouti() -> None:
    (joined,) = only(ask("contradictions", about="participation:djibouti--ilrs"), positionLabel="joined")
    assert "Sputnik Africa, 2025-04-29; Sputnik, 2025-04-29" in joined["sources"]
    assert joined["witnesses"] == "2"
