"""What one claim says on one property of one record or thing."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Store

from moonpact.graph.conclusion.rows import select
from moonpact.graph.conclusion.testimony import Testimony
from moonpact.graph.names import local_name

Value = NamedNode | Literal


@dataclass(frozen=True, order=True)
class Matter:
    """A property of a record or thing: what claims can agree or disagree on, and up to which difference they agree."""

    subject: str
    predicate: str
    comparison: str
    tolerance: Decimal = Decimal(0)

    @property
    def property_name(self) -> str:
        """The property's local name."""
        return local_name(self.predicate)


@dataclass(frozen=True)
class Assertion:
    """The values that a claim gives to a matter; several values belong together."""

    testimony: Testimony
    values: frozenset[Value]

    @property
    def claim(self) -> NamedNode:
        """The claim that makes the assertion."""
        return self.testimony.claim


def read_assertions(store: Store, testimonies: dict[NamedNode, Testimony]) -> dict[Matter, list[Assertion]]:
    """Return the assertions on each matter."""
    values: defaultdict[tuple[Matter, NamedNode], set[Value]] = defaultdict(set)
    for row in select(store, "conclusions/assertions"):
        tolerance = Decimal(row["tolerance"].value) if row["tolerance"] else Decimal(0)
        matter = Matter(row["subject"].value, row["property"].value, row["comparison"].value, tolerance)
        values[matter, row["claim"]].add(row["value"])
    assertions: defaultdict[Matter, list[Assertion]] = defaultdict(list)
    for (matter, claim), found in values.items():
        assertions[matter].append(Assertion(testimonies[claim], frozenset(found)))
    return dict(sorted(assertions.items()))
