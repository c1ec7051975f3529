"""All that conclusions are drawn from, read from a store once; a view takes its part of it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Store

from moonpact.graph.conclusion.assertion import Assertion, Matter, read_assertions
from moonpact.graph.conclusion.concepts import Concepts, read_concepts
from moonpact.graph.conclusion.decision import Decision, read_decisions
from moonpact.graph.conclusion.issue import Issue, read_issues
from moonpact.graph.conclusion.rows import select
from moonpact.graph.conclusion.testimony import read_testimonies


@dataclass(frozen=True)
class Evidence:
    """What claims say on each matter, when their sources were issued, and what the editors decided."""

    issues: Mapping[NamedNode, Issue]
    assertions: Mapping[Matter, Sequence[Assertion]]
    decisions: Mapping[tuple[str, str], Decision]
    concepts: Concepts
    labels: Mapping[str, Mapping[str, str]]
    reasons: Mapping[NamedNode, Literal]

    def of(self, sources: Set[NamedNode], claims: Set[NamedNode]) -> "Evidence":
        """Return what there is of these sources and claims."""
        kept = (
            (matter, [assertion for assertion in said if assertion.claim in claims])
            for matter, said in self.assertions.items()
        )
        return replace(
            self,
            issues={source: issue for source, issue in self.issues.items() if source in sources},
            assertions={matter: said for matter, said in kept if said},
            decisions={key: decision for key, decision in self.decisions.items() if decision.source in sources},
        )


def read_evidence(store: Store) -> Evidence:
    """Read all of the evidence in a store.

    Raises:
        DecisionsCollideError: Two decisions are on the same property of the same subject.
    """
    issues = read_issues(store)
    return Evidence(
        issues=issues,
        assertions=read_assertions(store, read_testimonies(store, issues)),
        decisions=read_decisions(store),
        concepts=read_concepts(store),
        labels=_read_labels(store),
        reasons={row["decision"]: row["reason"] for row in select(store, "conclusions/reasons")},
    )


def _read_labels(store: Store) -> dict[str, dict[str, str]]:
    """The names of terms, by language."""
    found: dict[str, dict[str, str]] = {}
    for row in select(store, "conclusions/labels"):
        found.setdefault(row["language"].value, {})[row["term"].value] = row["label"].value
    return found
