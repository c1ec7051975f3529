"""The line of each statement is found, however the file is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from moonpact.graph.checking.parse import Document, parse_documents
from moonpact.graph.checking.places import places
from moonpact.graph.names import ONTOLOGY_GRAPH, REGISTER_GRAPH
from moonpact.ontology.files import term_files
from tests.checkout import ROOT

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DATA = ROOT / "graph" / "data"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """Return all documents of the project: of the ontology, the registers and the sources."""
    of_ontology = [(file, ONTOLOGY_GRAPH) for file in term_files()]
    of_registers = [(file, REGISTER_GRAPH) for file in sorted((DATA / "register").glob("*.ttl"))]
    of_sources = [(file, None) for file in sorted((DATA / "source").glob("*.trig"))]
    found, faults = parse_documents([*of_ontology, *of_registers, *of_sources])
    assert faults == []
    return found


def named(document: Document) -> Iterator[Quad]:
    """Yield the statements of the document in which every node has a name."""
    for quad in document.quads:
        if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode):
            yield quad


def terms(quad: Quad) -> tuple[str, str, str]:
    """Return the terms of a statement by which its line is asked for."""
    assert isinstance(quad.subject, NamedNode)
    assert isinstance(quad.object, NamedNode | Literal)
    return quad.subject.value, quad.predicate.value, quad.object.value


def is_written_otherwise(quad: Quad) -> bool:
    """Tell whether the literal is a number below zero, or has a character that may be escaped."""
    value = quad.object
    return isinstance(value, Literal) and (value.value.startswith("-") or "\n" in value.value or '"' in value.value)


def in_file(document: Document) -> str:
    """Return the name of the document's file."""
    return f"{document.file.parent.name}/{document.file.name}"


def test_the_line_of_every_statement_of_the_project_is_found(documents: list[Document]) -> None:
    missing = [
        (in_file(document), quad)
        for document in documents
        for quad in named(document)
        if terms(quad) not in {statement for statement, _ in document.places} and not is_written_otherwise(quad)
    ]
    assert missing == []


def test_nothing_is_found_that_the_project_does_not_say(documents: list[Document]) -> None:
    said = {document.file: {terms(quad) for quad in named(document)} for document in documents}
    added = [
        (in_file(document), (subject, predicate, value))
        for document in documents
        for (subject, predicate, value), _ in document.places
        if not {(subject, predicate, value), (subject, predicate, f"-{value}")} & said[document.file]
    ]
    assert [(file, statement) for file, statement in added if "\\" not in statement[2]] == []


def test_the_object_of_every_statement_stands_on_its_line(documents: list[Document]) -> None:
    elsewhere = [
        (in_file(document), line, statement)
        for document in documents
        for lines in [document.text.split("\n")]
        for statement, line in document.places
        if statement[1] != TYPE and ending(statement[2]) not in lines[line - 1]
    ]
    assert elsewhere == []


def ending(value: str) -> str:
    """Return what of an object is written out in any case: a literal as it is, of an IRI the end."""
    return value if " " in value or "/" not in value else value.replace("#", "/").rstrip("/").rsplit("/", 1)[-1]


def test_a_statement_written_otherwise_has_the_line_of_the_first_of_its_property(documents: list[Document]) -> None:
    [document] = [found for found in documents if found.file.name == "csis-cuba-2024.trig"]
    claim = "https://w3id.org/moonpact/id/claim/cuba-bejucal-coord"
    longitude = "https://w3id.org/moonpact/ontology#longitude"
    [line] = [number for statement, number in document.places if statement[:2] == (claim, longitude)]
    assert document.line_of(claim, longitude, "-82.36286") == line
    assert document.text.split("\n")[line - 1].strip() == "mp:longitude -82.36286 ;"


def found(text: str) -> list[tuple[str, str, str, int]]:
    """Return the statements of the text with their lines."""
    return [(*statement, line) for statement, line in places(text)]


@pytest.mark.parametrize(
    "declaration",
    [
        "@prefix a: <http://a/> .\n@prefix : <http://b/> .\n",
        "PREFIX a: <http://a/>\nPREFIX : <http://b/>\n",
        "prefix a: <http://a/> prefix\n: <http://b/>\n",
    ],
)
def test_prefixes_are_read_in_both_syntaxes(declaration: str) -> None:
    assert found(declaration + "a:x :y a:z .\n") == [("http://a/x", "http://b/y", "http://a/z", 3)]


PREFIXED = "PREFIX a: <http://a/>\n"


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("a:x a:y a:z ;\n  a:w a:v ,\n  a:u .", [("x", "y", "z", 2), ("x", "w", "v", 3), ("x", "w", "u", 4)]),
        ("a:x a:y a:z.\na:u a:v a:w.", [("x", "y", "z", 2), ("u", "v", "w", 3)]),
        ("a:x a:y a:z ; ; .\na:u a:v a:w .", [("x", "y", "z", 2), ("u", "v", "w", 3)]),
        ("# a:x a:y a:z .\na:x a:y a:z . # a:u a:v a:w .", [("x", "y", "z", 3)]),
        ("<http://a/x#y> a:y <http://a/#z> . # no comment before", [("x#y", "y", "#z", 2)]),
        ("a:x\n\na:y\n\na:z .", [("x", "y", "z", 6)]),
        ("a:x a:y a:z .\r\na:x a:y a:w .", [("x", "y", "z", 2), ("x", "y", "w", 3)]),
        ("a:x.y a:y\\~z a:z%20 .", [("x.y", "y~z", "z%20", 2)]),
    ],
)
def test_statements_have_the_line_of_their_object(text: str, statements: list[tuple[str, str, str, int]]) -> None:
    expected = [
        (f"http://a/{one}", f"http://a/{two}", f"http://a/{three}", line) for one, two, three, line in statements
    ]
    assert found(PREFIXED + text) == expected


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('"text"', "text"),
        ("'text'@zh-Hans", "text"),
        ('"2024-01-01"^^a:date', "2024-01-01"),
        ('"a:x a:y . # { [ ;"', "a:x a:y . # { [ ;"),
        ('"""a\n"quoted"\ntext"""@en', 'a\n"quoted"\ntext'),
        ("'''it's'''", "it's"),
        ('""', ""),
        (r'"a \"word\""', r"a \"word\""),
        ("12", "12"),
        ("3.5", "3.5"),
        ("true", "true"),
    ],
)
def test_a_literal_is_what_stands_between_its_quotes(written: str, value: str) -> None:
    assert found(f"{PREFIXED}a:x a:y\n{written} ;\na:w a:v .") == [
        ("http://a/x", "http://a/y", value, 3),
        ("http://a/x", "http://a/w", "http://a/v", 4 + written.count("\n")),
    ]


@pytest.mark.parametrize("nested", ["[ a:p a:q ; a:r a:s ]", "[]", "( a:p a:q )", "( [ a:p ( a:q ) ] )", "()"])
def test_what_stands_in_brackets_is_left_out(nested: str) -> None:
    assert found(f"{PREFIXED}a:x a:y {nested} ,\na:z .\na:u a:v {nested} .\na:u a:v a:w .") == [
        ("http://a/x", "http://a/y", "http://a/z", 3),
        ("http://a/u", "http://a/v", "http://a/w", 5),
    ]


@pytest.mark.parametrize("graph", ["GRAPH a:g {", "graph <http://a/g> {", "a:g {", "{", "GRAPH\na:g\n{"])
def test_the_name_of_a_graph_is_no_subject(graph: str) -> None:
    text = f"{PREFIXED}{graph} a:x a:y a:z }}\n{graph} a:u a:v a:w . }}\n"
    extra = graph.count("\n")
    assert found(text) == [
        ("http://a/x", "http://a/y", "http://a/z", 2 + extra),
        ("http://a/u", "http://a/v", "http://a/w", 3 + 2 * extra),
    ]


def test_an_empty_text_has_no_statements() -> None:
    assert found("") == []


def test_the_places_of_a_file_are_asked_for_by_one_to_three_terms(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    text = PREFIXED + "a:x a:y a:z ;\n  a:w 1 ,\n  2 .\n"
    document = Document(file, text, ())
    iri = "http://a/"
    asked = [
        (iri + "x",),
        (iri + "x", iri + "w"),
        (iri + "x", iri + "w", "2"),
        (iri + "x", iri + "w", "3"),
        (iri + "x", iri + "unknown", "2"),
        (iri + "unknown",),
    ]
    assert [document.line_of(*terms) for terms in asked] == [2, 3, 4, 3, 2, 1]
