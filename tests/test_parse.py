"""Files become documents whose statements all stand in one graph, or faults that name the line and what is expected."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from moonpact.graph.checking.faults import Fault
from moonpact.graph.checking.parse import parse_documents
from moonpact.graph.names import ONTOLOGY_GRAPH, REGISTER_GRAPH
from tests.made_up import HEAD, full

TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
ONE_GRAPH = "one graph, named by the source's IRI, whose slug is the name of the file"
ONE_PLACE = "one description, in one place"


def iri(name: str) -> NamedNode:
    """Return the node of a prefixed name."""
    return NamedNode(full(name))


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """Return a new file with this content."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_the_statements_of_a_register_stand_in_the_graph_named_for_it(tmp_path: Path) -> None:
    file = written(tmp_path, "things.ttl", HEAD + 'country:ruritania a mp:Country ; mp:iso2 "XR" .\n')
    documents, faults = parse_documents([(file, REGISTER_GRAPH)])
    assert [(document.file, document.text) for document in documents] == [(file, file.read_text(encoding="utf-8"))]
    assert documents[0].quads == (
        Quad(iri("country:ruritania"), TYPE, iri("mp:Country"), REGISTER_GRAPH),
        Quad(iri("country:ruritania"), iri("mp:iso2"), Literal("XR"), REGISTER_GRAPH),
    )
    assert faults == []


def test_the_statements_of_a_source_stand_in_its_own_graph(tmp_path: Path) -> None:
    file = written(tmp_path, "gazette.trig", HEAD + "GRAPH source:gazette {\nsource:gazette a mp:Source }\n")
    documents, faults = parse_documents([(file, None)])
    graph = iri("source:gazette")
    assert [document.quads for document in documents] == [(Quad(graph, TYPE, iri("mp:Source"), graph),)]
    assert faults == []


def test_a_register_may_be_empty(tmp_path: Path) -> None:
    documents, faults = parse_documents([(written(tmp_path, "things.ttl", "# nothing yet\n"), REGISTER_GRAPH)])
    assert [document.quads for document in documents] == [()]
    assert faults == []


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("mp:a mp:b mp:c\n", 3, "Unexpected end"),
        ("mp:a mp:b mp:c .\nother:a mp:b mp:c .\n", 3, "The prefix other: has not been declared"),
        ("mp:a mp:b <c> .\n", 2, "No scheme found in an absolute IRI"),
        ('mp:a mp:b "one\ntwo" .\n', 2, "Line jumps are not allowed in string literals, use \\n"),
        ("GRAPH mp:a { mp:a mp:b mp:c }\n", 2, "GRAPH is not a valid subject or graph name"),
    ],
)
def test_broken_turtle_is_refused(tmp_path: Path, content: str, line: int, message: str) -> None:
    file = written(tmp_path, "things.ttl", HEAD + content)
    assert parse_documents([(file, ONTOLOGY_GRAPH)]) == ([], [Fault(file, line, message, "Turtle")])


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("GRAPH source:gazette {\nclaim:a a mp:Claim .\n", 4, "Unexpected end"),
        ("GRAPH source:gazette { claim:a a mp:Claim }\n}\n", 3, "} is not a valid subject or graph name"),
    ],
)
def test_broken_trig_is_refused(tmp_path: Path, content: str, line: int, message: str) -> None:
    file = written(tmp_path, "gazette.trig", HEAD + content)
    assert parse_documents([(file, None)]) == ([], [Fault(file, line, message, "TriG")])


@pytest.mark.parametrize(
    ("content", "line", "byte"),
    [(b"\xff\xfe", 1, "0xff"), (b"# one\n# two \xe4\n", 2, "0xe4"), (b"# \xe2\x82\xac\n\n# \xe2\x82", 3, "0xe2")],
)
@pytest.mark.parametrize("graph", [REGISTER_GRAPH, None])
def test_what_is_not_utf_8_is_refused(
    tmp_path: Path, content: bytes, line: int, byte: str, graph: NamedNode | None
) -> None:
    file = written(tmp_path, "gazette.trig", content)
    assert parse_documents([(file, graph)]) == ([], [Fault(file, line, f"byte {byte} is not UTF-8", "text in UTF-8")])


@pytest.mark.parametrize("content", ["", "# nothing\n", f"{HEAD}GRAPH source:gazette {{}}\n"])
def test_a_source_that_says_nothing_is_refused(tmp_path: Path, content: str) -> None:
    file = written(tmp_path, "gazette.trig", content)
    assert parse_documents([(file, None)]) == ([], [Fault(file, 1, "the file says nothing", ONE_GRAPH)])


@pytest.mark.parametrize(
    ("content", "line", "subject"),
    [
        ("GRAPH source:gazette {\nsource:gazette a mp:Source }\nclaim:a a mp:Claim .\n", 4, "claim:a"),
        ("GRAPH source:gazette { source:gazette a mp:Source }\nGRAPH mp:x {\nclaim:a a mp:Claim }\n", 4, "claim:a"),
        ("GRAPH source:courier {\nsource:gazette a mp:Source }\n", 3, "source:gazette"),
        ("source:gazette a mp:Source .\n", 2, "source:gazette"),
        ("GRAPH source:gazette {\nsource:gazette a mp:Source }\n[] a mp:Claim .\n", 1, "a node without a name"),
    ],
)
def test_a_statement_outside_the_graph_of_the_source_is_refused(
    tmp_path: Path, content: str, line: int, subject: str
) -> None:
    file = written(tmp_path, "gazette.trig", HEAD + content)
    message = f"a statement on {subject} stands outside the graph of the source"
    assert parse_documents([(file, None)]) == ([], [Fault(file, line, message, ONE_GRAPH)])


@pytest.mark.parametrize(("between", "line"), [("", 4), ("claim:b a mp:Claim .\n", 5), ("\n# apart\n\n", 7)])
@pytest.mark.parametrize("classes", ["mp:Claim", "mp:Payload , mp:Spacecraft", "mp:Payload ; a mp:Spacecraft"])
def test_what_is_described_twice_in_a_file_is_refused(tmp_path: Path, classes: str, between: str, line: int) -> None:
    text = f"GRAPH source:gazette {{\nclaim:a a {classes} .\n{between}claim:a a {classes} .\n}}\n"
    file = written(tmp_path, "gazette.trig", HEAD + text)
    _, faults = parse_documents([(file, None)])
    assert faults == [Fault(file, line, "claim:a is described again; first at gazette.trig:3", ONE_PLACE)]


@pytest.mark.parametrize("classes", ["mp:Payload , mp:Spacecraft", "mp:Payload ;\na mp:Spacecraft"])
def test_several_classes_of_one_description_are_no_duplicate(tmp_path: Path, classes: str) -> None:
    text = HEAD + f"payload:a a {classes} .\npayload:b a {classes} .\n"
    _, faults = parse_documents([(written(tmp_path, "things.ttl", text), REGISTER_GRAPH)])
    assert faults == []


def test_what_is_described_again_under_another_class_is_refused(tmp_path: Path) -> None:
    text = HEAD + "payload:a a mp:Payload .\npayload:b a mp:Payload .\npayload:a a mp:Spacecraft .\n"
    file = written(tmp_path, "things.ttl", text)
    _, faults = parse_documents([(file, REGISTER_GRAPH)])
    assert faults == [Fault(file, 4, "payload:a is described again; first at things.ttl:2", ONE_PLACE)]


def test_what_is_described_in_several_files_is_refused_in_each_but_the_first(tmp_path: Path) -> None:
    names = ("gazette", "courier", "herald")
    texts = {name: f"{HEAD}GRAPH source:{name} {{\nclaim:a a mp:Claim .\n}}\n" for name in names}
    files = [written(tmp_path, f"{name}.trig", text) for name, text in texts.items()]
    documents, faults = parse_documents([(file, None) for file in files])
    assert [document.file for document in documents] == files
    assert faults == [
        Fault(file, 3, "claim:a is described again; first at gazette.trig:3", ONE_PLACE) for file in files[1:]
    ]


def test_every_file_is_parsed_whatever_is_wrong_with_the_others(tmp_path: Path) -> None:
    broken = written(tmp_path, "broken.ttl", "mp:a\n")
    latin = written(tmp_path, "latin.trig", b"\xe9")
    whole = written(tmp_path, "whole.ttl", HEAD + "country:ruritania a mp:Country .\n")
    empty = written(tmp_path, "empty.trig", "")
    documents, faults = parse_documents(
        [(broken, REGISTER_GRAPH), (latin, None), (whole, REGISTER_GRAPH), (empty, None)]
    )
    assert [document.file for document in documents] == [whole]
    assert faults == [
        Fault(broken, 1, "The prefix mp: has not been declared", "Turtle"),
        Fault(latin, 1, "byte 0xe9 is not UTF-8", "text in UTF-8"),
        Fault(empty, 1, "the file says nothing", ONE_GRAPH),
    ]
