"""JSON-LD is written as it is read best, and means the same triples."""

import json

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from moonpact.graph.jsonld import to_jsonld, write_jsonld
from tests.linked_data import by_pyld, by_rdflib, canonical
from tests.made_up import HEAD

HARD = {
    "texts": 'country:a skos:prefLabel "A"@en , "B"@en , "C" , "Ц"@ru ; rdfs:label "x"@en , "y" .',
    "dates": 'claim:a mp:signedOn "2024-01-01"^^xsd:date , "2024" ; mp:notBefore country:a .',
    "iris": 'claim:a mp:about country:a , country:b ; mp:party "a text" ; schema:url <mailto:a@example.org> .',
    "numbers": 'count:a mp:value 7.0 , 7 , "7" , 7.0E0 ; mp:ordinal 3 .',
    "truth": 'claim:a mp:leavesOpen true ; mp:preferred "1"^^xsd:boolean ; mp:rejected false ; mp:contested "true" .',
    "classes": 'country:a a mp:Country , <x:Other> , [] . mp:Country rdfs:label "country"@en .',
    "blank nodes": 'country:a mp:partOf [ mp:partOf [ skos:prefLabel "deep"@en ] ] , _:c . _:c mp:partOf _:c .',
    "foreign": '<x:s> <x:p> <x:o> , "o"^^<x:own> ; <https://schema.org/> "bare" ; mp:unheard "of" .',
    "named only": 'claim:a mp:status status:a . claim:b mp:status status:a . status:a skos:prefLabel "one"@en .',
    "names in a ring": "country:a skos:prefLabel country:b . country:b skos:prefLabel country:a .",
    "keywords": 'country:a skos:prefLabel "@id"@en , "_:b"@en ; mp:reason "@type" , "_:c" .',
}


@pytest.mark.parametrize("name", HARD)
def test_what_is_written_is_read_the_same_by_three_parsers(name: str) -> None:
    quads = list(parse(HEAD + HARD[name], format=RdfFormat.TURTLE))
    triples = [quad.triple for quad in quads]
    lines = "".join(f"{triple} .\n" for triple in triples)
    expected = canonical(lines)
    for root in (None, NamedNode("https://w3id.org/moonpact/id/claim/a")):
        written = write_jsonld(triples, root).decode()
        assert canonical("".join(f"{quad.triple} .\n" for quad in parse(written, format=RdfFormat.JSON_LD))) == expected
        # rdflib writes some numbers in another way, from whatever format it reads them.
        assert by_rdflib(written, "jsonld") == by_rdflib(lines, "nt")
        assert by_pyld(written) == expected


def test_a_document_in_full() -> None:
    triples: list[Triple] = [quad.triple for quad in parse(HEAD + HARD["named only"], format=RdfFormat.TURTLE)]
    status = {"id": "https://w3id.org/moonpact/id/status/a", "prefLabel": {"en": "one"}}
    assert to_jsonld(triples, NamedNode("https://w3id.org/moonpact/id/claim/a")) == {
        "@context": {
            "@version": 1.1,
            "id": "@id",
            "type": "@type",
            "included": "@included",
            "mp": "https://w3id.org/moonpact/ontology#",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "status": {"@id": "mp:status", "@type": "@id"},
            "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
        },
        "id": "https://w3id.org/moonpact/id/claim/a",
        "status": status,
        "included": [{"id": "https://w3id.org/moonpact/id/claim/b", "status": status}],
    }


def test_the_same_triples_in_another_order_are_the_same_bytes() -> None:
    triples = [quad.triple for quad in parse(HEAD + HARD["iris"], format=RdfFormat.TURTLE)]
    assert write_jsonld(triples) == write_jsonld(reversed(triples))
    assert json.loads(write_jsonld([])) == {
        "@context": {"@version": 1.1, "id": "@id", "type": "@type", "included": "@included"}
    }
