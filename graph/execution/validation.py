"""Shapes to which the data must conform after each change (SHACL)."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import Store
from rdflib import SH, Graph, Node

from moonpact.graph.checking.shapes import as_graph, validate
from moonpact.graph.execution.errors import LoadError, ShapesViolatedError
from moonpact.graph.execution.frames import Header
from moonpact.graph.loading import load_files
from moonpact.graph.sparql.query import InternalError

_MOST: Final = 50
# What pySHACL and the parsers behind it raise on shapes that are none; its own errors are RuntimeErrors.
_NO_SHAPES: Final = (RuntimeError, TypeError, ValueError, re.error)
# By the names that results have in JSON, the properties that tell them (SHACL, section 3.6.2).
_TOLD: Final[Mapping[str, Node]] = {
    "focusNode": SH.focusNode,
    "resultPath": SH.resultPath,
    "value": SH.value,
    "resultMessage": SH.resultMessage,
    "sourceConstraintComponent": SH.sourceConstraintComponent,
    "sourceShape": SH.sourceShape,
}


class Shapes:
    """The shapes of a file."""

    def __init__(self, file: Path) -> None:
        """Read the shapes.

        Raises:
            InvalidDataError: The file is not RDF.
            OSError: It cannot be read.
        """
        self._file = file
        self._shapes = as_graph(load_files([file]))

    def require(self, store: Store) -> None:
        """Require that the data conforms, before anybody changes it.

        Raises:
            LoadError: It does not, or the shapes are none.
        """
        outcome = self.check(store)
        if "cause" in outcome.get("fields", {}):
            raise LoadError(f"{self._file}: {outcome['fields']['cause']}")
        if outcome:
            first = outcome["fields"]["results"][0]
            told = "; ".join(f"{name} {value}" for name, value in first.items())
            raise LoadError(f"the data does not conform to the shapes of {self._file}: {told}")

    def check(self, store: Store) -> Header:
        """Return the error of data that does not conform, if it does not; warnings are none."""
        try:
            report = validate(as_graph(store), self._shapes)
        except _NO_SHAPES as error:
            return {"error": InternalError.__name__, "fields": {"cause": str(error)}}
        results = list(report.subjects(SH.resultSeverity, SH.Violation))
        if not results:
            return {}
        told = sorted((dict(_told(report, result)) for result in results), key=lambda each: sorted(each.items()))
        return {"error": ShapesViolatedError.__name__, "fields": {"total": len(results), "results": told[:_MOST]}}


def _told(report: Graph, result: Node) -> Iterator[tuple[str, str]]:
    for name, property_ in _TOLD.items():
        if (value := report.value(result, property_)) is not None:
            yield name, str(value)
