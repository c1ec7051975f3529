"""Each constraint of the shapes refuses what it is there to refuse."""

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, URIRef

from moonpact.ontology.files import folder, shapes_file, term_files

PREFIXES = """PREFIX : <https://example.org/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX mp: <https://w3id.org/moonpact/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

# Each breaks one constraint or several.
FAULTY = [
    ":claim a mp:Claim .",
    ':claim a mp:Claim ; dcterms:description "фраза"@ru ; mp:certainty "sure" .',
    ":claim a mp:Claim ; mp:status :one , :two ; mp:answer :one , :two ; mp:outcome :one , :two .",
    ":claim a mp:Claim ; mp:countOf :one , :two .",
    ":claim a mp:Claim ; mp:milestone :one , :two ; mp:mass -1 ; mp:antennaDiameter 0 ; mp:ordinal 0 .",
    ':claim a mp:Claim ; mp:value 1 , 2 ; mp:minimum 3 , 4 ; mp:maximum 0 , 1 ; mp:unit "kg" , "t" .',
    ":claim a mp:Claim ; mp:value 5 ; mp:maximum 4 .",
    ':claim a mp:Claim ; mp:unit "kg" .',
    ":claim a mp:Claim ; mp:latitude 91 .",
    ":claim a mp:Claim ; mp:longitude 181 .",
    ':claim a mp:Claim ; mp:signedOn "2024-05-01"^^xsd:date .',
    ':claim a mp:Claim ; mp:signedOn "2024-05-02"^^xsd:date ; mp:datePrecision "decade" .',
    ':claim a mp:Claim ; mp:signedOn "2024-05-02"^^xsd:date ; mp:datePrecision "month" .',
    ':claim a mp:Claim ; mp:signedOn "2024-05-01"^^xsd:date ; mp:datePrecision "year" .',
    ':claim a mp:Claim ; mp:datePrecision "day" .',
    ':claim a mp:Claim ; mp:notBefore "2024-05-02"^^xsd:date ; mp:notAfter "2024-05-01"^^xsd:date .',
    ':claim a mp:Claim ; mp:notAfter "2024-05-02"^^xsd:date , "2024-05-01"^^xsd:date .',
    ':claim a mp:Claim ; mp:date "2024-05-01"^^xsd:date .',
    ":source a mp:Source .",
    ':source a mp:Source ; dcterms:issued "2024-05-01"^^xsd:date ; mp:issuedEstimate "2024-05-01"^^xsd:date .',
    ':source a mp:Source ; dcterms:issued "2024-05-01"^^xsd:date , "2024-05-02"^^xsd:date .',
    ':source a mp:Source ; schema:url "https://example.org" ; mp:reprintOf "A" , "B" .',
    ':source a mp:Source ; mp:issuedEstimate "2024-05-01"^^xsd:date , "2024-05-02"^^xsd:date .',
    ':source a mp:Source ; dcterms:language "English" ; mp:estimateBasis "its address" .',
    ":decision a mp:EditorialDecision .",
    ":decision a mp:EditorialDecision ; mp:prefers :claim .",
    ":decision a mp:EditorialDecision ; mp:onProperty mp:status , mp:answer .",
    ":decision a mp:EditorialDecision ; mp:onProperty mp:status ; mp:leavesOpen true ; mp:prefers :claim .",
    ":decision a mp:EditorialDecision ; mp:onProperty mp:status ; mp:leavesOpen false .",
    ":decision a mp:EditorialDecision ; mp:about :one ; mp:verdict :good , :bad .",
    ":decision a mp:EditorialDecision ; mp:weighsFor :one , :two ; mp:weighsAgainst :one ;"
    " mp:weighsAsQualifying :one .",
    ":decision a mp:EditorialDecision ; mp:weighsAgainst :one ; mp:weighsAsQualifying :one .",
    ":statement a mp:Statement .",
    ":it a mp:FormerName .",
    ":it a mp:FormerName ; owl:deprecated true , false .",
    ":it a mp:FormerName ; owl:deprecated true ; dcterms:isReplacedBy :one , :two .",
    ":it a mp:FormerName ; owl:deprecated true ; dcterms:isReplacedBy :one . :one a mp:FormerName .",
    ':country a mp:Country ; skos:prefLabel "Mu"@en , "Mou"@fr ; mp:iso2 "mu" ; mp:iso3 "MU" ; mp:m49 "7" .',
    ':country a mp:Country ; mp:region "A" , "B" ; mp:subregion "C" , "D" .',
    ':body a mp:Organization ; skos:prefLabel "Тело"@ru ; mp:country :one , :two .',
    ':phase a mp:Phase ; skos:prefLabel "One"@en , "Two"@en .',
    ":it a mp:Record ; mp:signer 'X' .",
    ":it a mp:Payload .",
    ":it a mp:Record ; mp:milestone :one , :two ; mp:celestialBody :one , :two .",
    ":it a mp:Signature .",
    ":it a mp:Approval .",
    ":it a mp:Participation .",
    ":it a mp:Participation ; mp:initiative :one , :two ; mp:organization :one , :two .",
    ":it a mp:Count .",
    ":it a mp:Plan .",
    ":it a mp:Contribution .",
    ":it a mp:Leadership .",
    ":it a mp:Event .",
    ":it a mp:Landing .",
    ":it a mp:Disagreement .",
    ":it mp:contested true ; mp:knownFrom '2024-05-01'^^xsd:date ; mp:preferredClaim :claim ; mp:voice 'A' .",
    ":it mp:participatesIn :initiative ; mp:signatoryOf :instrument .",
    ":concept a skos:Concept .",
    ":concept a skos:Concept ; skos:broader :other ; skos:topConceptOf :scheme .",
]


def messages(severity: str, data: Graph) -> set[str]:
    """Return what the shapes tell is expected of the data."""
    _, report, _ = pyshacl.validate(data, shacl_graph=Graph().parse(shapes_file(severity)))
    assert isinstance(report, Graph)
    return {str(message) for message in report.objects(None, SH.resultMessage)}


def terms() -> Graph:
    """Return the terms of the ontology, for the classes above a class."""
    graph = Graph()
    for file in term_files():
        graph.parse(file)
    return graph


def promised(severity: str) -> set[str]:
    """Return the messages of all shapes."""
    return {str(message) for message in Graph().parse(shapes_file(severity)).objects(None, SH.message)}


def test_terms_and_examples_conform() -> None:
    register = terms().parse(folder() / "examples" / "register.ttl")
    assert messages("must", register) == set()


def test_every_message_of_must_is_given_and_no_other() -> None:
    given = {message for faulty in FAULTY for message in messages("must", Graph().parse(data=PREFIXES + faulty))}
    assert given == promised("must")


def test_a_claim_is_refused_for_all_that_it_lacks() -> None:
    assert messages("must", Graph().parse(data=PREFIXES + FAULTY[0])) == {
        "exactly one source (prov:wasDerivedFrom)",
        "at least one record or thing that it is about (mp:about)",
        "exactly one sentence of our own in English (dcterms:description)",
        "exactly one certainty (mp:certainty): stated or inferred",
    }


def test_the_shape_of_records_holds_for_their_kinds() -> None:
    signature = terms().parse(
        data=PREFIXES + ":it a mp:Signature ; mp:party :one ; mp:instrument :two ; mp:signer 'X' ."
    )
    assert messages("must", signature) == {
        "exactly one English label (skos:prefLabel), and at most one in any other language",
        "only what the record is of; what happened is said by a claim about it, which has a source",
    }


def test_what_should_be_is_listed() -> None:
    poor = """:body a mp:Organization . :country a mp:Country . :station a mp:Facility . :plan a mp:Plan .
      :statement a mp:Statement . :source a mp:Source .
      :other a mp:Source ; mp:issuedEstimate "2024-05-01"^^xsd:date ."""
    assert messages("should", Graph().parse(data=PREFIXES + poor)) == promised("should")


@pytest.mark.parametrize("severity", ["must", "should"])
def test_every_shape_says_in_english_what_is_expected(severity: str) -> None:
    shapes = Graph().parse(shapes_file(severity))
    told = list(shapes.objects(None, SH.message))
    assert [message for message in told if getattr(message, "language", None) != "en"] == []
    named = [shape for shape in shapes.subjects(RDF.type, SH.NodeShape) if isinstance(shape, URIRef)]
    constraints = [each for shape in named for each in shapes.objects(shape, SH.property)]
    bare = [
        each
        for each in constraints
        if (each, SH.message, None) not in shapes and len(list(shapes.predicate_objects(each))) > 1
    ]
    assert bare == []
