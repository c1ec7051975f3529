"""The questions in the graph: SHACL executables, as editors of queries look for them."""

from pyoxigraph import Literal, NamedNode
from rdflib import Graph

from moonpact.graph.sparql.query import select
from moonpact.queries.question import list_questions
from tests.asking import built
from tests.server import BASE, Site

# What the editor of the SIB asks an endpoint.
EDITOR = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?label ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:label ?label ; sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq ?label"""
PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?prefix ?namespace WHERE {
  ?sq a sh:SPARQLSelectExecutable ; sh:prefixes/sh:declare ?declared ; <https://schema.org/target> ?target .
  ?declared sh:prefix ?prefix ; sh:namespace ?namespace .
}"""


def test_every_question_is_found_with_its_titles_and_its_text() -> None:
    found = {(row["sq"], row["label"], row["query"]) for row in select(built(), EDITOR)}
    assert found == {
        (NamedNode(f"{BASE}questions/{each.name}"), Literal(title, language=language), Literal(each.text))
        for each in list_questions()
        for language, title in each.titles.items()
    }


def test_the_prefixes_are_declared() -> None:
    found = {str(row["prefix"]): str(row["namespace"]) for row in select(built(), PREFIXES)}
    assert found['"mp"'] == f'"{BASE}ontology#"^^<http://www.w3.org/2001/XMLSchema#anyURI>'


def test_the_graph_of_the_questions_is_in_the_service_description_and_can_be_had(club: Site) -> None:
    graph = f"{BASE}id/graph/questions"
    assert graph in club.get("/sparql", "text/turtle").text
    read = Graph().parse(data=club.get(f"/graphs?graph={graph}", "text/turtle").text, format="turtle")
    query = 'ASK { ?q a <http://www.w3.org/ns/shacl#SPARQLExecutable> ; ?label "问题"@zh }'
    assert not read.query(query).askAnswer
    assert len(list(read.subjects(unique=True))) > len(list_questions())
