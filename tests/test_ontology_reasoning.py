"""The ontology, the registers and the evidence are consistent, by the rules of OWL 2 RL, and faults would be found."""

import owlrl  # type: ignore[import-untyped]
import pytest
from owlrl.Namespaces import ERRNS  # type: ignore[import-untyped]
from rdflib import OWL, RDF, RDFS, Dataset, Graph

from moonpact.ontology.files import folder, term_files
from tests.checkout import ROOT

DATA = ROOT / "graph" / "data"
PREFIXES = """PREFIX mp: <https://w3id.org/moonpact/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX : <https://example.org/>
"""


def terms() -> Graph:
    """Return the ontology with what the vocabularies that it is aligned with say."""
    graph = Graph()
    for file in [*term_files(), folder() / "declarations.ttl"]:
        graph.parse(file)
    return graph


def contradictions(graph: Graph) -> list[str]:
    """Close the graph under the rules, and return the contradictions that they find."""
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    nothing = [f"{each} is of owl:Nothing" for each in graph.subjects(RDF.type, OWL.Nothing)]
    return sorted([*map(str, graph.objects(None, ERRNS.error)), *nothing])


def test_ontology_registers_and_evidence_are_consistent() -> None:
    graph = terms()
    for file in sorted((DATA / "register").glob("*.ttl")):
        graph.parse(file)
    for file in sorted((DATA / "source").glob("*.trig")):
        for subject, predicate, value, _ in Dataset().parse(file).quads():
            graph.add((subject, predicate, value))
    assert contradictions(graph) == []
    assert set(graph.subjects(RDFS.subClassOf, OWL.Nothing)) <= {OWL.Nothing}


@pytest.mark.parametrize(
    "faulty",
    [
        ":it a mp:Country , mp:Organization .",
        ":it a mp:Country , mp:Agency .",
        ":it a mp:Signature , mp:Participation .",
        ":it a mp:Payload , mp:Facility .",
        ":it a mp:Statement , mp:Claim .",
        ":it a mp:Claim ; mp:isBasedOn :other . :other a mp:Mission .",
        ":it a mp:Mission ; mp:statedBy :other .",
    ],
)
def test_what_cannot_be_is_found(faulty: str) -> None:
    graph = terms().parse(data=PREFIXES + faulty)
    assert contradictions(graph) != []


def test_a_small_satellite_may_be_spacecraft_and_payload() -> None:
    assert contradictions(terms().parse(data=PREFIXES + ":it a mp:Spacecraft , mp:Payload .")) == []


def test_what_follows_reaches_the_terms_of_other_vocabularies() -> None:
    graph = terms().parse(data=PREFIXES + ":it a mp:Agency . :claim a mp:Claim ; mp:statedBy :it .")
    assert contradictions(graph) == []
    assert graph.query(PREFIXES + "ASK { :claim prov:wasAttributedTo :it . :it a prov:Agent }").askAnswer
