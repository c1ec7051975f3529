"""The SHACL shapes: what each description must hold, and what it should hold."""

from collections.abc import Iterable, Iterator

import pyshacl
from pyoxigraph import RdfFormat, serialize
from rdflib import RDF, SH, Graph, Node

from moonpact.graph.faults import Fault
from moonpact.graph.parse import Document
from moonpact.graph.prefixes import shorten
from moonpact.ontology.files import shapes_file


def check_must(documents: Iterable[Document]) -> list[Fault]:
    """Return where the data breaks the shapes that it must conform to."""
    return _violations(list(documents), "must")


def check_should(documents: Iterable[Document]) -> list[Fault]:
    """Return where the data falls short of the shapes that it should conform to."""
    return _violations(list(documents), "should")


def _violations(documents: list[Document], severity: str) -> list[Fault]:
    shapes = Graph().parse(shapes_file(severity))
    _, report, _ = pyshacl.validate(_graph(documents), shacl_graph=shapes)
    if not isinstance(report, Graph):
        raise TypeError(f"pySHACL could not validate against the shapes '{severity}': {report!r}")
    return sorted(set(_faults(report, documents)))


def _graph(documents: Iterable[Document]) -> Graph:
    triples = (quad.triple for document in documents for quad in document.quads)
    return Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")


def _faults(report: Graph, documents: list[Document]) -> Iterator[Fault]:
    described = {str(statement[0]): document for document in documents for statement, _ in document.places}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, path = str(report.value(result, SH.focusNode)), report.value(result, SH.resultPath)
        terms = (focus, str(path)) if path is not None else (focus,)
        message = f"{shorten(focus)} has {_found(report, result, path)}"
        yield described[focus].fault(terms, message, str(report.value(result, SH.resultMessage)))


def _found(report: Graph, result: Node, path: Node | None) -> str:
    value = report.value(result, SH.value)
    property_name = shorten(str(path)) if path is not None else ""
    if value is not None and path is not None:
        return f"{property_name} '{shorten(str(value))}'"
    return f"not the right number of {property_name}" if property_name else "a fault"
