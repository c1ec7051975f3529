"""The SHACL shapes: what each description must hold, and what it should hold."""

import logging
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager

import pyshacl
from pyoxigraph import Quad, RdfFormat, serialize
from rdflib import RDF, SH, Graph, Node

from moonpact.graph.checking.faults import Fault
from moonpact.graph.checking.parse import Document
from moonpact.graph.prefixes import shorten
from moonpact.ontology.files import shapes_file


def check_must(documents: Iterable[Document], context: Iterable[Quad] = ()) -> list[Fault]:
    """Return where the data breaks the shapes that it must conform to.

    Args:
        documents: What is held to the shapes.
        context: What other documents say on the same things; it is looked at, and not held to the shapes.
    """
    return _violations(list(documents), "must", context)


def check_should(documents: Iterable[Document], context: Iterable[Quad] = ()) -> list[Fault]:
    """Return where the data falls short of the shapes that it should conform to; the arguments as of `check_must`."""
    return _violations(list(documents), "should", context)


def _violations(documents: list[Document], severity: str, context: Iterable[Quad]) -> list[Fault]:
    shapes = Graph().parse(shapes_file(severity))
    quads = [*context, *(quad for document in documents for quad in document.quads)]
    return sorted(set(_faults(validate(as_graph(quads), shapes), documents)))


def validate(data: Graph, shapes: Graph) -> Graph:
    """Return the report on the data (SHACL, section 3.6).

    Raises:
        TypeError: The shapes are none.
    """
    with _without_warnings():
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    if not isinstance(report, Graph):
        raise TypeError(f"pySHACL could not validate against these shapes: {report!r}")
    return report


@contextmanager
def _without_warnings() -> Generator[None]:
    """Keep rdflib from printing values that are none, such as 30 February; the check of the vocabulary tells them."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def as_graph(quads: Iterable[Quad]) -> Graph:
    """Return the statements of all graphs as one graph of rdflib."""
    triples = (quad.triple for quad in quads)
    return Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")


def _faults(report: Graph, documents: list[Document]) -> Iterator[Fault]:
    described = {str(statement[0]): document for document in documents for statement, _ in document.places}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, path = str(report.value(result, SH.focusNode)), report.value(result, SH.resultPath)
        if focus not in described:
            continue  # It stands in the context.
        terms = (focus, str(path)) if path is not None else (focus,)
        message = f"{shorten(focus)} has {_found(report, result, path)}"
        yield described[focus].fault(terms, message, str(report.value(result, SH.resultMessage)))


def _found(report: Graph, result: Node, path: Node | None) -> str:
    value = report.value(result, SH.value)
    property_name = shorten(str(path)) if path is not None else ""
    if value is not None and path is not None:
        return f"{property_name} '{shorten(str(value))}'"
    return f"not the right number of {property_name}" if property_name else "a fault"
