"""Conclusions and disagreements: what follows from the claims, property by property."""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, Store

from moonpact.graph.assertion import Assertion, read_assertions
from moonpact.graph.concepts import read_concepts
from moonpact.graph.decision import Decision, read_decisions
from moonpact.graph.issue import Issue, issue_quads, read_issues
from moonpact.graph.names import CONCLUSIONS_GRAPH
from moonpact.graph.preference import load_preference
from moonpact.graph.resolve import Resolution, Resolver
from moonpact.graph.rows import construct, select
from moonpact.graph.testimony import read_testimonies
from moonpact.graph.write import conclusion_quads, contested_quads, disagreement_quads


def resolve_all(store: Store) -> list[Resolution]:
    """Resolve every matter on which a claim says something, or the editors decided something."""
    return _resolve_all(store, read_issues(store))


def _resolve_all(store: Store, issues: dict[NamedNode, Issue]) -> list[Resolution]:
    testimonies = read_testimonies(store, issues)
    assertions = read_assertions(store, testimonies)
    decisions = read_decisions(store)
    resolver = Resolver(load_preference(), read_concepts(store))
    return [
        resolver.resolve(matter, said, _decision(decisions.get((matter.subject, matter.predicate)), said))
        for matter, said in assertions.items()
    ]


def _decision(decision: Decision | None, said: list[Assertion]) -> Decision | None:
    return decision and decision.among({assertion.claim for assertion in said})


def conclude(store: Store) -> Iterator[Quad]:
    """Yield the quads of the conclusions graph, all but the direct triples."""
    issues = read_issues(store)
    resolutions = _resolve_all(store, issues)
    labels = {row["term"].value: row["label"].value for row in select(store, "conclusions/labels")}
    reasons = {row["decision"]: row["reason"] for row in select(store, "conclusions/reasons")}
    yield from issue_quads(issues)
    yield from contested_quads(resolutions)
    for resolution in resolutions:
        yield from conclusion_quads(resolution)
        yield from disagreement_quads(resolution, labels, reasons)


def direct_triples(store: Store) -> Iterator[Quad]:
    """Yield the direct triples that follow from the conclusions in the store."""
    for triple in construct(store, "conclusions/direct-triples"):
        yield Quad(triple.subject, triple.predicate, triple.object, CONCLUSIONS_GRAPH)
