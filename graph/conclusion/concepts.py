"""What stands above what: concepts of a scheme, and countries above their bodies."""

from collections import defaultdict
from dataclasses import dataclass, field

from pyoxigraph import Store

from moonpact.graph.conclusion.rows import select
from moonpact.graph.names import identifier

TAKING_PART = identifier("status", "taking-part").value
IN_PREPARATION = identifier("status", "in-preparation").value
PAUSED = identifier("status", "paused").value
# Who has left, or has stopped, took part before: that is what came next, not a contradiction.
ENDINGS = frozenset(identifier("status", slug).value for slug in ("withdrawn", "suspended", "cancelled"))


@dataclass(frozen=True)
class Concepts:
    """What is above each concept or organization, and what comes before a status."""

    above: dict[str, frozenset[str]]
    before: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """The statuses on which each status follows."""

    def with_broader(self, concepts: frozenset[str]) -> frozenset[str]:
        """Return the concepts and all those above them."""
        return concepts.union(*(self.above.get(concept, frozenset()) for concept in concepts))

    def agree(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Tell whether a concept of one is a concept of the other, or a broader one."""
        return bool(self.with_broader(one) & other or one & self.with_broader(other))

    def top(self, concept: str) -> str:
        """Return the concept's group: the top one above it, or itself."""
        tops = [above for above in self.above.get(concept, ()) if above not in self.above]
        return min(tops, default=concept)


def read_concepts(store: Store) -> Concepts:
    """Read what is above what, and what comes before what."""
    return Concepts(_read(store, "broader", "above"), _read(store, "follows", "before"))


def _read(store: Store, query: str, name: str) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in select(store, f"conclusions/{query}"):
        found[row["concept"].value].add(row[name].value)
    return {concept: frozenset(each) for concept, each in found.items()}
