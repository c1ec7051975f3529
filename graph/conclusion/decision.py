"""What the editors decided."""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode, Store

from moonpact.graph.conclusion.assertion import Value
from moonpact.graph.conclusion.rows import select


@dataclass
class Decision:
    """The claims that a decision prefers and rejects, or the value it gives, or that it leaves the matter open."""

    iri: NamedNode
    source: NamedNode
    prefers: set[NamedNode] = field(default_factory=set[NamedNode])
    rejects: set[NamedNode] = field(default_factory=set[NamedNode])
    value: Value | None = None
    leaves_open: bool = False

    def among(self, claims: Set[NamedNode]) -> "Decision | None":
        """Return what the decision says where there are these claims only: a view may lack others; None for nothing."""
        found = replace(self, prefers=self.prefers & claims, rejects=self.rejects & claims)
        says = found.prefers or found.rejects or found.leaves_open or found.value is not None
        return found if says else None


class DecisionsCollideError(Exception):
    """Two editorial decisions are on the same property of the same subject."""


def read_decisions(store: Store) -> dict[tuple[str, str], Decision]:
    """Return the decision on each subject and property.

    Raises:
        DecisionsCollideError: Two decisions are on the same property of the same subject.
    """
    decisions: defaultdict[tuple[str, str], dict[NamedNode, Decision]] = defaultdict(dict)
    for row in select(store, "conclusions/decisions"):
        key = (row["subject"].value, row["property"].value)
        decision = decisions[key].setdefault(row["decision"], Decision(row["decision"], row["source"]))
        if row["prefers"]:
            decision.prefers.add(row["prefers"])
        if row["rejects"]:
            decision.rejects.add(row["rejects"])
        decision.value = decision.value or row["value"]
        decision.leaves_open = decision.leaves_open or row["leavesOpen"] is not None
    return {key: _only(key, list(found.values())) for key, found in decisions.items()}


def _only(key: tuple[str, str], decisions: list[Decision]) -> Decision:
    if len(decisions) > 1:
        names = " and ".join(sorted(decision.iri.value for decision in decisions))
        raise DecisionsCollideError(f"{names} both decide {key[1]} of {key[0]}")
    return decisions[0]
