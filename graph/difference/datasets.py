"""What came, went or changed between two datasets: sources, claims, decisions, conclusions and disagreements."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from pyoxigraph import DefaultGraph, NamedNode, Store

from moonpact.graph.difference.wording import Description, Wording
from moonpact.graph.names import CONCLUSIONS_GRAPH, local_name, term

What = Literal["new", "gone", "changed"]
_ABOUT: Final = term("about").value
_ON_PROPERTY: Final = term("onProperty").value
_HAS_POSITION: Final = term("hasPosition")
_TITLE: Final = "http://purl.org/dc/terms/title"
_DESCRIPTION: Final = "http://purl.org/dc/terms/description"


@dataclass(frozen=True, order=True)
class Change:
    """One thing that came, went or changed, in words.

    `name` is the slug of a source, claim or decision, or the label of what a conclusion or disagreement is about.
    `property_name` is empty where a source, claim or decision came or went as a whole. What was not there is None.
    """

    name: str
    property_name: str
    iri: str
    what: What
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Difference:
    """All changes, each list sorted by name and property.

    A conclusion changes with its value; a disagreement with its positions, with which of them is adopted, and with
    which are rejected. That a claim now supports a value that stood before is told by the claim alone.
    """

    sources: tuple[Change, ...]
    claims: tuple[Change, ...]
    decisions: tuple[Change, ...]
    conclusions: tuple[Change, ...]
    disagreements: tuple[Change, ...]


@dataclass(frozen=True)
class _Pair:
    """The two datasets, and the nodes on which they do not say the same."""

    old: Wording
    new: Wording
    touched: frozenset[NamedNode]

    def of_class(self, name: str) -> list[NamedNode]:
        """Return the touched nodes that are of this class in either dataset."""
        wanted = term(name).value
        return [node for node in self.touched if wanted in self.old.classes(node) | self.new.classes(node)]


def difference(old: Store, new: Store) -> Difference:
    """Return what came, went or changed from the old dataset to the new one."""
    pair = _Pair(Wording(old), Wording(new), frozenset(_touched(old, new)))
    return Difference(
        sources=_sorted(_on_evidence(pair, "Source", _TITLE)),
        claims=_sorted(_on_evidence(pair, "Claim", _DESCRIPTION)),
        decisions=_sorted(_on_evidence(pair, "EditorialDecision", _DESCRIPTION)),
        conclusions=_sorted(_on_matters(pair, pair.of_class("Conclusion"), _conclusion)),
        disagreements=_sorted(_on_matters(pair, _disagreements(pair), _positions)),
    )


def _sorted(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes))


def _touched(old: Store, new: Store) -> Iterator[NamedNode]:
    before, after = ({quad for quad in store if not isinstance(quad.graph_name, DefaultGraph)} for store in (old, new))
    for quad in before ^ after:
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def _on_evidence(pair: _Pair, class_name: str, text: str) -> Iterator[Change]:
    for node in pair.of_class(class_name):
        old, new = pair.old.evidence(node), pair.new.evidence(node)
        if old and new:
            yield from _on_properties(pair, node, old, new)
        else:
            what: What = "new" if new else "gone"
            yield Change(
                local_name(node.value), "", node.value, what, pair.old.values(old, text), pair.new.values(new, text)
            )


def _on_properties(pair: _Pair, node: NamedNode, old: Description, new: Description) -> Iterator[Change]:
    for name in old.keys() | new.keys():
        if old.get(name) != new.get(name):
            label = pair.new.label(NamedNode(name))
            before, after = pair.old.values(old, name), pair.new.values(new, name)
            yield Change(local_name(node.value), label, node.value, "changed", before, after)


def _on_matters(
    pair: _Pair, nodes: Iterable[NamedNode], written: Callable[[Wording, NamedNode], str | None]
) -> Iterator[Change]:
    for node in nodes:
        old, new = written(pair.old, node), written(pair.new, node)
        if old != new:
            words = pair.old if new is None else pair.new
            said = words.concluded(node)
            about, name = (words.values(said, each) or "" for each in (_ABOUT, _ON_PROPERTY))
            what: What = "new" if old is None else "gone" if new is None else "changed"
            yield Change(about, name, node.value, what, old, new)


def _conclusion(words: Wording, node: NamedNode) -> str | None:
    said = words.concluded(node)
    return words.adopted(said) if said else None


def _disagreements(pair: _Pair) -> set[NamedNode]:
    """The disagreements that are touched, or of which a position is."""
    found = set(pair.of_class("Disagreement"))
    for position in pair.of_class("Position"):
        for words in (pair.old, pair.new):
            quads = words.store.quads_for_pattern(None, _HAS_POSITION, position, CONCLUSIONS_GRAPH)
            found.update(quad.subject for quad in quads if isinstance(quad.subject, NamedNode))
    return found


def _positions(words: Wording, node: NamedNode) -> str | None:
    """The positions of a disagreement in words, the adopted one first."""
    said = words.concluded(node)
    if not said:
        return None
    held = [words.concluded(each) for each in said.get(_HAS_POSITION.value, set()) if isinstance(each, NamedNode)]
    return " | ".join(sorted(map(words.position, held), key=lambda text: (not text.endswith("(adopted)"), text)))
