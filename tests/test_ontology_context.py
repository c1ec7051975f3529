"""The JSON-LD context covers the ontology, and what is written with it reads back as it was."""

import json
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad, RdfFormat, Triple, parse
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef

from moonpact.ontology.files import folder, reused_file

MP = "https://w3id.org/moonpact/ontology#"
DOCUMENT: dict[str, dict[str, Any]] = json.loads((folder() / "context.jsonld").read_text(encoding="utf-8"))
CONTEXT = DOCUMENT["@context"]
TERMS = Graph().parse(folder() / "moonpact.ttl")
EXAMPLES = [*sorted((folder() / "examples" / "valid").glob("*.trig")), folder() / "examples" / "register.ttl"]


def definition(name: URIRef) -> object:
    """Return how the context must define a term: its short name, and the type that its values have."""
    short, kinds = f"mp:{name.removeprefix(MP)}", set(TERMS.objects(name, RDF.type))
    if OWL.Class in kinds:
        return short
    if OWL.ObjectProperty in kinds or short == "mp:onProperty":
        return {"@id": short, "@type": "@id"}
    if (value := TERMS.value(name, RDFS.range)) == RDF.langString:
        return {"@id": short, "@container": "@language"}
    types = {XSD.date: "xsd:date", XSD.decimal: "xsd:decimal"}
    return {"@id": short, "@type": types[value]} if isinstance(value, URIRef) and value in types else short


def iris() -> set[str]:
    """Return the IRIs for which the context has a short name."""
    entries = [entry if isinstance(entry, str) else str(entry["@id"]) for entry in CONTEXT.values() if entry != 1.1]
    named = [entry.partition(":") for entry in entries if entry.partition(":")[0] in CONTEXT]
    return {f"{CONTEXT[prefix]}{local}" for prefix, _, local in named}


def triples(file: Path) -> set[Triple]:
    """Return the triples of a file, without their graph."""
    return {quad.triple for quad in parse(path=file)}


def test_every_term_of_the_ontology_has_its_short_name_and_type() -> None:
    names = [name for name in TERMS.subjects(RDFS.isDefinedBy) if isinstance(name, URIRef) and name.startswith(MP)]
    assert {name: CONTEXT.get(name.removeprefix(MP)) for name in names} == {name: definition(name) for name in names}


def test_every_borrowed_property_has_a_short_name() -> None:
    assert {str(name) for name in Graph().parse(reused_file()).subjects()} <= iris()


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_reads_back_as_it_was(file: Path) -> None:
    graph = Graph()
    for triple in triples(file):
        graph.parse(data=f"{triple} .", format="nt")
    written = graph.serialize(format="json-ld", context=CONTEXT)
    assert {quad.triple for quad in parse(written, format=RdfFormat.JSON_LD)} == triples(file)
    assert set(Graph().parse(data=written, format="json-ld")) == set(graph)


def test_a_document_in_plain_words_is_a_claim() -> None:
    claim = {
        "@context": CONTEXT,
        "id": "https://w3id.org/moonpact/id/claim/example",
        "type": "Claim",
        "about": "https://w3id.org/moonpact/id/count/example",
        "minimum": "17",
        "asOf": "2024-05-01",
        "description": {"en": "More than 16 countries take part."},
    }
    found = parse(json.dumps(claim), format=RdfFormat.JSON_LD)
    turtle = f"""PREFIX mp: <{MP}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
      <https://w3id.org/moonpact/id/claim/example> a mp:Claim ; mp:about <https://w3id.org/moonpact/id/count/example> ;
      mp:minimum "17"^^xsd:decimal ; mp:asOf "2024-05-01"^^xsd:date ;
      <http://purl.org/dc/terms/description> "More than 16 countries take part."@en ."""
    expected: set[Quad] = set(parse(turtle, format=RdfFormat.TURTLE))
    assert set(found) == expected
