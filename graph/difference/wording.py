"""What a dataset says on a node, in English words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from moonpact.graph.conclusion.interval import Days, days, written
from moonpact.graph.names import CONCLUSIONS_GRAPH, PREF_LABEL, RDF_TYPE, RDF_VALUE, term
from moonpact.graph.prefixes import PREFIXES, shorten

_LABELS: Final = (PREF_LABEL, NamedNode(f"{PREFIXES['rdfs']}label"))
_PRECISION: Final = term("datePrecision").value
_BOUNDS: Final = (term("notBefore").value, term("notAfter").value)
_MINIMUM: Final = term("minimum").value
_MAXIMUM: Final = term("maximum").value
_MARKS: Final = ((term("preferred").value, " (adopted)"), (term("rejected").value, " (rejected)"))

Term = NamedNode | BlankNode | Literal | Triple
# The values of each property.
Description = dict[str, set[Term]]


@dataclass(frozen=True)
class Wording:
    """The words for what is in a store."""

    store: Store

    def classes(self, node: NamedNode) -> set[str]:
        """Return the classes of the node."""
        quads = self.store.quads_for_pattern(node, RDF_TYPE, None, DefaultGraph())
        return {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}

    def evidence(self, node: NamedNode) -> Description:
        """Return what the files say on the node."""
        graphs = (CONCLUSIONS_GRAPH, DefaultGraph())
        return _described(quad for quad in self._on(node) if quad.graph_name not in graphs)

    def concluded(self, node: NamedNode) -> Description:
        """Return what the build says on the node."""
        return _described(quad for quad in self._on(node) if quad.graph_name == CONCLUSIONS_GRAPH)

    def label(self, value: Term) -> str:
        """Return the text of a literal, the English label of a thing, or its prefixed name."""
        if not isinstance(value, NamedNode):
            return value.value if isinstance(value, Literal) else str(value)
        for name in _LABELS:
            for quad in self.store.quads_for_pattern(value, name, None, DefaultGraph()):
                if isinstance(quad.object, Literal) and quad.object.language == "en":
                    return quad.object.value
        return shorten(value.value)

    def values(self, said: Description, name: str) -> str | None:
        """Return the values of a property, sorted."""
        found = said.get(name)
        return ", ".join(sorted(map(self.label, found))) if found else None

    def adopted(self, said: Description) -> str:
        """Return the value of a conclusion or position, with the bounds of a number or the precision of a date."""
        if said.keys() & {_MINIMUM, _MAXIMUM}:
            return _range(self.values(said, _MINIMUM), self.values(said, _MAXIMUM))
        text = self.values(said, RDF_VALUE.value) or "none"
        return self._dated(said, text) if _PRECISION in said else text

    def position(self, said: Description) -> str:
        """Return the value of a position, and whether it is adopted or rejected."""
        marks = (mark for name, mark in _MARKS if self.values(said, name) == "true")
        return self.adopted(said) + "".join(marks)

    def _on(self, node: NamedNode) -> Iterator[Quad]:
        return self.store.quads_for_pattern(node, None, None, None)

    def _dated(self, said: Description, text: str) -> str:
        start, precision = date.fromisoformat(text), self.values(said, _PRECISION) or "day"
        first, last = (date.fromisoformat(self.values(said, name) or text) for name in _BOUNDS)
        when = written(start, precision)
        return when if Days(first, last) == days(start, precision) else f"{when} (from {first} to {last})"


def _described(quads: Iterator[Quad]) -> Description:
    said: Description = {}
    for quad in quads:
        said.setdefault(quad.predicate.value, set()).add(quad.object)
    return said


def _range(least: str | None, most: str | None) -> str:
    if least is None:
        return f"at most {most}"
    return f"at least {least}" if most is None else f"{least} to {most}"
