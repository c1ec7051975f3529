"""What the graph adopts on one matter, and between which positions it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from moonpact.graph.conclusion.assertion import Assertion, Matter
from moonpact.graph.conclusion.concepts import TAKING_PART, Concepts
from moonpact.graph.conclusion.decision import Decision
from moonpact.graph.conclusion.position import Position, Ranking, grouped, position
from moonpact.graph.conclusion.preference import Preference
from moonpact.graph.conclusion.status import by_group, contradicting, furthest, latest, status_of
from moonpact.graph.conclusion.succession import as_first_said, not_superseded

_NONE = NamedNode("https://w3id.org/moonpact/id/decision/none")
_NOTHING = Decision(_NONE, _NONE)


@dataclass(frozen=True)
class Resolution:
    """The position adopted (None where the matter stays open), all positions, and the rule that decided."""

    matter: Matter
    winner: Position | None
    positions: tuple[Position, ...]
    rule: str
    decision: Decision | None

    @property
    def contested(self) -> bool:
        """Whether claims cannot all be true, or the editors hold one to be wrong."""
        return len(self.positions) > 1 or any(held.rejected for held in self.positions)


@dataclass(frozen=True)
class Resolver:
    """All that resolving a matter needs to know besides the assertions."""

    preference: Preference
    concepts: Concepts

    def resolve(self, matter: Matter, assertions: Sequence[Assertion], decision: Decision | None) -> Resolution:
        """Decide one matter by the order of preference."""
        decided = decision or _NOTHING
        ranking = Ranking(matter, self.preference, frozenset(decided.prefers))
        in_order = sorted(as_first_said(assertions), key=ranking.of_assertion)
        rejected = [said for said in in_order if said.claim in decided.rejects]
        kept = [said for said in in_order if said.claim not in decided.rejects]
        positions = self._positions(kept, ranking, decided)
        winner, rule = _winner(positions, ranking, decided)
        if (
            matter.comparison == "plan"
            and rule == "agreement"
            and sum(len(each.assertions) for each in positions) < len(kept)
        ):
            rule = "recency"  # Other dates were stated before, and are planned for no longer.
        held = (*positions, *grouped(rejected, ranking, self.concepts, rejected=True))
        return Resolution(matter, winner, _winner_first(winner, held), rule, decision)

    def _positions(self, kept: list[Assertion], ranking: Ranking, decision: Decision) -> list[Position]:
        if ranking.matter.comparison == "status":
            return self._on_status(kept, ranking, decision)
        if ranking.matter.comparison == "plan" and not decision.leaves_open:
            kept = not_superseded(kept, ranking.matter, self.concepts, decision.prefers)
        positions = grouped(kept, ranking, self.concepts)
        if decision.value is None or any(decision.value in held.values for held in positions):
            return positions
        return [*positions, Position(frozenset({decision.value}), ())]

    def _on_status(self, kept: list[Assertion], ranking: Ranking, decision: Decision) -> list[Position]:
        """One position for each group of statuses that stands against another; else the one that holds last."""
        groups = by_group(kept, self.concepts)
        named = self._decided_group(groups, decision)
        standing = contradicting(groups) | named
        if decision.value is not None and TAKING_PART in groups:
            standing.add(TAKING_PART)
        chosen = standing or ({latest(groups)} if groups else set[str]())
        return [
            held
            for group in sorted(chosen)
            for held in self._status_positions(group, groups.get(group, []), ranking, decision)
        ]

    def _decided_group(self, groups: dict[str, list[Assertion]], decision: Decision) -> set[str]:
        if decision.value is not None:
            return {self.concepts.top(decision.value.value)}
        return {group for group, said in groups.items() if decision.prefers & {assertion.claim for assertion in said}}

    def _status_positions(
        self, group: str, said: list[Assertion], ranking: Ranking, decision: Decision
    ) -> list[Position]:
        if decision.value is None or self.concepts.top(decision.value.value) != group:
            held = position(said, ranking)
            return [held if held.assertions[0].claim in decision.prefers else furthest(held, self.concepts)]
        # What the editors decide is held by those who say just that, and not by all whose status is of the same group.
        same = tuple(each for each in said if status_of(each) == decision.value.value)
        others = [each for each in said if each not in same]
        return [Position(frozenset({decision.value}), same), *([position(others, ranking)] if others else [])]


def _winner(positions: list[Position], ranking: Ranking, decision: Decision) -> tuple[Position | None, str]:
    if decision.leaves_open:
        return None, "editorial-decision"
    if (decided := _decided(positions, decision)) is not None:
        return decided, "editorial-decision"
    held = sorted((found for found in positions if found.assertions), key=ranking.of_position)
    if not held:
        return None, "editorial-decision"
    if len(held) == 1:
        # Where others were rejected, it is not that all agree.
        return held[0], "editorial-decision" if decision.rejects else "agreement"
    return held[0], ranking.rule(held[0], held[1])


def _decided(positions: list[Position], decision: Decision) -> Position | None:
    for found in positions:
        claims = {assertion.claim for assertion in found.assertions}
        if decision.value in found.values or (decision.value is None and decision.prefers & claims):
            return found
    return None


def _winner_first(winner: Position | None, positions: tuple[Position, ...]) -> tuple[Position, ...]:
    return tuple(sorted(positions, key=lambda held: held is not winner))
