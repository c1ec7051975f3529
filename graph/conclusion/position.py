"""Positions: the values between which a matter stands, each with the claims that hold it, the preferred one first."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from moonpact.graph.conclusion.assertion import Assertion, Matter, Value
from moonpact.graph.conclusion.compare import OF_ANGLES, OF_DATES, compatible
from moonpact.graph.conclusion.concepts import Concepts
from moonpact.graph.conclusion.preference import Preference

_NO_WIDTH: Final = 0
Key = tuple[int | str, ...]

# The rule that each part of a position's key stands for.
RULES: Final = (
    "editorial-decision",
    "certainty",
    "kind-of-source",
    "independence",
    "independence",
    "precision",
    "recency",
    "name-order",
)


@dataclass(frozen=True)
class Position:
    """A value with the assertions that hold it, the best first."""

    values: frozenset[Value]
    assertions: tuple[Assertion, ...]
    rejected: bool = False

    @property
    def witnesses(self) -> int:
        """How many independent witnesses hold it: reprints of one text are one."""
        return len({assertion.testimony.witness for assertion in self.assertions})


@dataclass(frozen=True)
class Ranking:
    """The order of preference for one matter."""

    matter: Matter
    preference: Preference
    chosen: frozenset[NamedNode]

    def of_assertion(self, assertion: Assertion) -> Key:
        """Return the key by which assertions are sorted, the best first."""
        told = assertion.testimony
        chosen = int(told.claim not in self.chosen)
        kind = self.preference.rank(self.matter.property_name, told.kind)
        recency = -told.issue.known_from.toordinal()
        return (chosen, int(told.inferred), kind, int(told.reprint), self._width(assertion), recency, told.claim.value)

    def of_position(self, position: Position) -> Key:
        """Return the key by which positions are sorted, the best first."""
        chosen, inferred, kind, reprint, width, recency, name = self.of_assertion(position.assertions[0])
        return (chosen, inferred, kind, reprint, -position.witnesses, width, recency, name)

    def most_exact(self, position: Position) -> Assertion:
        """Return the assertion whose value the position has: the most exact, of lists the longest, then the best."""
        return min(position.assertions, key=lambda found: (self._vagueness(found), self.of_assertion(found)))

    def rule(self, winner: Position, other: Position) -> str:
        """Return the first rule that puts the winner before the other."""
        keys = zip(RULES, self.of_position(winner), self.of_position(other), strict=True)
        return next(rule for rule, one, two in keys if one != two)

    def _vagueness(self, assertion: Assertion) -> int:
        # A longer list of names leaves less out; of several concepts, a source does not say which it is.
        several = {"text": -1, "concept": 1}.get(self.matter.comparison)
        return several * len(assertion.values) if several else self._width(assertion)

    def _width(self, assertion: Assertion) -> int:
        days, numbers = assertion.testimony.days, assertion.testimony.numbers
        if self.matter.comparison in OF_DATES and days:
            return days.width.days
        if self.matter.comparison == "number" and numbers:
            return int(not numbers.exact)
        if self.matter.comparison in OF_ANGLES:
            return -max(len(value.value.partition(".")[2]) for value in assertion.values)
        return _NO_WIDTH


def grouped(
    assertions: list[Assertion], ranking: Ranking, concepts: Concepts, *, rejected: bool = False
) -> list[Position]:
    """Return the positions of the assertions: one joins the first position with which it is wholly compatible."""
    groups: list[list[Assertion]] = []
    for assertion in assertions:
        group = next((group for group in groups if _fits(ranking.matter, assertion, group, concepts)), None)
        if group is None:
            groups.append([assertion])
        else:
            group.append(assertion)
    return [position(group, ranking, rejected=rejected) for group in groups]


def position(group: list[Assertion], ranking: Ranking, *, rejected: bool = False) -> Position:
    """Return the position that a group of assertions holds."""
    held = Position(frozenset(), tuple(sorted(group, key=ranking.of_assertion)), rejected)
    return Position(ranking.most_exact(held).values, held.assertions, rejected)


def _fits(matter: Matter, assertion: Assertion, group: list[Assertion], concepts: Concepts) -> bool:
    return all(compatible(matter, assertion, member, concepts) for member in group)
