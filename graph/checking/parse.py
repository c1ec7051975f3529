"""The files of the ontology and the evidence, parsed into documents that know on which line each statement stands."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from moonpact.graph.checking.faults import Fault
from moonpact.graph.checking.places import Statement, places
from moonpact.graph.names import RDF_TYPE, identifier
from moonpact.graph.prefixes import shorten

_ONE_GRAPH: Final = "one graph, named by the source's IRI, whose slug is the name of the file"


@dataclass(frozen=True)
class Document:
    """The statements of one file, all in one named graph."""

    file: Path
    text: str
    quads: tuple[Quad, ...]

    @cached_property
    def places(self) -> tuple[tuple[Statement, int], ...]:
        """The statements as they are written, each with its line."""
        return tuple(places(self.text))

    def line_of(self, *terms: str) -> int:
        """Return the line of the first statement that begins with these terms, or with as many of them as are found.

        The terms are a subject, a subject and a predicate, or all three.
        """
        for count in range(len(terms), 0, -1):
            if found := [line for statement, line in self.places if statement[:count] == terms[:count]]:
                return found[0]
        return 1

    def fault(self, terms: tuple[str, ...], message: str, expected: str) -> Fault:
        """Return the fault of the statement that begins with these terms."""
        return Fault(self.file, self.line_of(*terms), message, expected)


def parse_documents(files: Iterable[tuple[Path, NamedNode | None]]) -> tuple[list[Document], list[Fault]]:
    """Parse each file into the graph named beside it; with None, the file is of a source and names its own.

    Returns:
        The documents that are whole, and what is wrong with the others.
    """
    parsed = [_parse(file, graph) for file, graph in files]
    documents = [found for found in parsed if isinstance(found, Document)]
    faults = [found for found in parsed if isinstance(found, Fault)]
    return documents, [*faults, *_duplicates(documents)]


def _parse(file: Path, graph: NamedNode | None) -> Document | Fault:
    content = file.read_bytes()
    try:
        text = content.decode("utf-8")
        document = Document(file, text, tuple(_quads(text, graph)))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Fault(file, line, f"byte {content[error.start]:#04x} is not UTF-8", "text in UTF-8")
    except SyntaxError as error:
        message = error.msg.partition(": ")[2] or error.msg
        return Fault(file, error.lineno or 1, message, "Turtle" if graph else "TriG")
    return document if graph else _of_source(document)


def _quads(text: str, graph: NamedNode | None) -> Iterator[Quad]:
    if graph is None:
        yield from parse(text, format=RdfFormat.TRIG)
        return
    for quad in parse(text, format=RdfFormat.TURTLE):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _of_source(document: Document) -> Document | Fault:
    graph = identifier("source", document.file.stem)
    for quad in document.quads:
        if quad.graph_name != graph:
            subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
            message = (
                f"a statement on {shorten(subject) or 'a node without a name'} stands outside the graph of the source"
            )
            return document.fault((subject,), message, _ONE_GRAPH)
    if not document.quads:
        return Fault(document.file, 1, "the file says nothing", _ONE_GRAPH)
    return document


def _duplicates(documents: list[Document]) -> Iterator[Fault]:
    # On which lines descriptions stand is looked up only where there are two: it takes longer than to parse.
    counts = Counter(subject for document in documents for subject in _described(document))
    repeated = {subject for subject, count in counts.items() if count > 1}
    first: dict[str, str] = {}
    for document in documents:
        if repeated.intersection(_described(document)):
            yield from _repeated(document, repeated, first)


def _described(document: Document) -> Iterator[str]:
    """The subject of each description; several classes of one may stand together."""
    types = (
        (quad.subject.value, quad.object)
        for quad in document.quads
        if quad.predicate == RDF_TYPE and isinstance(quad.subject, NamedNode)
    )
    for subject, found in groupby(types, key=lambda stated: stated[0]):
        classes = [kind for _, kind in found]
        yield from [subject] * classes.count(classes[0])


def _repeated(document: Document, repeated: set[str], first: dict[str, str]) -> Iterator[Fault]:
    for subject, lines in _descriptions(document):
        for line in lines if subject in repeated else ():
            if subject in first:
                message = f"{shorten(subject)} is described again; first at {first[subject]}"
                yield Fault(document.file, line, message, "one description, in one place")
            first.setdefault(subject, f"{document.file.name}:{line}")


def _descriptions(document: Document) -> Iterator[tuple[str, list[int]]]:
    """Each subject with the lines where its descriptions begin."""
    types = [(statement, line) for statement, line in document.places if statement[1] == RDF_TYPE.value]
    for subject, found in groupby(types, key=lambda each: each[0][0]):
        stated = list(found)
        first_class = stated[0][0][2]
        yield subject, [line for (_, _, kind), line in stated if kind == first_class]
