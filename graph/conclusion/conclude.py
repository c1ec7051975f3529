"""Conclusions and disagreements: what follows from the claims, property by property."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Store

from moonpact.graph.conclusion.assertion import Matter
from moonpact.graph.conclusion.decision import Decision
from moonpact.graph.conclusion.evidence import Evidence, read_evidence
from moonpact.graph.conclusion.issue import issue_quads
from moonpact.graph.conclusion.preference import load_preference
from moonpact.graph.conclusion.resolve import Resolver
from moonpact.graph.conclusion.rows import construct
from moonpact.graph.conclusion.write import conclusion_quads, contested_quads, disagreement_quads
from moonpact.graph.names import CONCLUSIONS_GRAPH


@dataclass(frozen=True)
class Concluded:
    """What is concluded on one matter, and whether it is contested."""

    contested: bool
    quads: tuple[Quad, ...]


@dataclass(frozen=True)
class Conclusions:
    """What follows from the evidence, matter by matter."""

    evidence: Evidence
    matters: Mapping[Matter, Concluded]

    def quads(self) -> Iterator[Quad]:
        """Yield the quads of the conclusions graph, all but the direct triples."""
        yield from issue_quads(self.evidence.issues)
        yield from contested_quads((matter.subject, found.contested) for matter, found in self.matters.items())
        for concluded in self.matters.values():
            yield from concluded.quads

    def of(self, sources: Set[NamedNode], claims: Set[NamedNode]) -> "Conclusions":
        """Return what follows from these sources and claims; a matter on which none is left out is as it was."""
        part = self.evidence.of(sources, claims)
        changed = [matter for matter in part.assertions if _differ(matter, part, self.evidence)]
        anew = _conclude_on(changed, part)
        return Conclusions(part, {matter: anew.get(matter) or self.matters[matter] for matter in part.assertions})


def conclusions_of(evidence: Evidence) -> Conclusions:
    """Conclude on every matter on which a claim says something."""
    return Conclusions(evidence, _conclude_on(evidence.assertions, evidence))


def conclude(store: Store) -> Iterator[Quad]:
    """Yield the quads of the conclusions graph, all but the direct triples."""
    return conclusions_of(read_evidence(store)).quads()


def direct_triples(store: Store) -> Iterator[Quad]:
    """Yield the direct triples that follow from the conclusions in the store."""
    for triple in construct(store, "conclusions/direct-triples"):
        yield Quad(triple.subject, triple.predicate, triple.object, CONCLUSIONS_GRAPH)


def _conclude_on(matters: Iterable[Matter], evidence: Evidence) -> dict[Matter, Concluded]:
    resolver = Resolver(load_preference(), evidence.concepts)
    return {matter: _conclude(matter, evidence, resolver) for matter in matters}


def _conclude(matter: Matter, evidence: Evidence, resolver: Resolver) -> Concluded:
    resolution = resolver.resolve(matter, evidence.assertions[matter], _decision(matter, evidence))
    quads = [
        *conclusion_quads(resolution),
        *disagreement_quads(resolution, evidence.labels, evidence.reasons),
    ]
    return Concluded(resolution.contested, tuple(quads))


def _decision(matter: Matter, evidence: Evidence) -> Decision | None:
    decision = evidence.decisions.get((matter.subject, matter.predicate))
    return decision and decision.among({assertion.claim for assertion in evidence.assertions[matter]})


def _differ(matter: Matter, part: Evidence, whole: Evidence) -> bool:
    """Tell whether the part has fewer claims on the matter, or no decision where the whole has one."""
    return len(part.assertions[matter]) != len(whole.assertions[matter]) or (
        _decision(matter, part) != _decision(matter, whole)
    )
