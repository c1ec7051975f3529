"""The whole of a built dataset, of which views are made: what their sources say, concluded anew."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from moonpact.graph.conclusion.conclude import Conclusions, conclusions_of, direct_triples
from moonpact.graph.conclusion.evidence import read_evidence
from moonpact.graph.conclusion.rows import select
from moonpact.graph.names import CONCLUSIONS_GRAPH, REGISTER_GRAPH
from moonpact.graph.prefixes import shorten
from moonpact.graph.view import Sources, View, sources_of

# The claims and decisions of each source, by its IRI, each with the bodies whose statement it is, in short.
Claims = Mapping[str, Mapping[NamedNode, Set[str]]]
# The records and papers, each with the claims and decisions that speak of it.
Frames = Mapping[NamedNode, Set[NamedNode]]


@dataclass(frozen=True)
class Whole:
    """A built dataset, and what is read of it once so that a view only leaves out and concludes."""

    store: Store
    sources: Sources
    claims: Claims
    frames: Frames
    conclusions: Conclusions

    def view(self, view: View) -> Store:
        """Return the store of the view."""
        kept = self._kept(view)
        claims = {claim for each in kept.values() for claim in each}
        made = Store()
        made.bulk_extend(_with_default(self._quads(kept.keys(), self._left_out(claims))))
        made.bulk_extend(_with_default(self.conclusions.of({*map(NamedNode, kept)}, claims).quads()))
        made.bulk_extend(_with_default(list(direct_triples(made))))
        return made

    def _kept(self, view: View) -> dict[str, Set[NamedNode]]:
        """The sources of the view, each with those of its claims that count."""
        kept: dict[str, Set[NamedNode]] = {}
        for source in self.sources.sources:
            if source.is_known_in(view):
                named, claims = source.is_named_in(view), self.claims.get(source.iri, {})
                stated = {claim for claim, bodies in claims.items() if named or bodies & view.according_to}
                if named or stated:
                    kept[source.iri] = stated
        return kept

    def _left_out(self, claims: Set[NamedNode]) -> set[NamedNode]:
        """The other claims, and the records and papers of which these do not speak."""
        others = {claim for each in self.claims.values() for claim in each} - claims
        return others | {frame for frame, speaking in self.frames.items() if speaking.isdisjoint(claims)}

    def _quads(self, sources: Set[str], left_out: Set[NamedNode]) -> Iterator[Quad]:
        hidden = {source.iri for source in self.sources.sources} - sources | {CONCLUSIONS_GRAPH.value}
        for graph in self.store.named_graphs():
            if graph.value not in hidden:
                yield from self._quads_of(graph, left_out)

    def _quads_of(self, graph: NamedNode | BlankNode, left_out: Set[NamedNode]) -> Iterator[Quad]:
        # A frame names papers; what claims name is never left out where they are not.
        unnamed = left_out if graph == REGISTER_GRAPH else frozenset[NamedNode]()
        for quad in self.store.quads_for_pattern(None, None, None, graph):
            if quad.subject not in left_out and (not unnamed or quad.object not in unnamed):
                yield quad


def read_whole(store: Store) -> Whole:
    """Read from a built dataset what its views are made of."""
    return Whole(store, sources_of(store), _claims(store), _frames(store), conclusions_of(read_evidence(store)))


def apply_view(store: Store, view: View) -> Store:
    """Return the store of one view of a built dataset."""
    return read_whole(store).view(view)


def _claims(store: Store) -> Claims:
    claims: dict[str, dict[NamedNode, set[str]]] = {}
    for row in select(store, "views/claims"):
        bodies = claims.setdefault(row["source"].value, {}).setdefault(row["claim"], set())
        if row["body"]:
            bodies.add(shorten(row["body"].value))
    return claims


def _frames(store: Store) -> Frames:
    frames: dict[NamedNode, set[NamedNode]] = {}
    for row in select(store, "views/frames"):
        frames.setdefault(row["frame"], set()).add(row["claim"])
    return frames


def _with_default(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Each quad in its own graph and in the default graph; the blank nodes of a built dataset are canonical already."""
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object)
