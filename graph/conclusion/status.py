"""When two statements on a status contradict each other: it changes with time, so the order matters."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Final

from moonpact.graph.conclusion.assertion import Assertion
from moonpact.graph.conclusion.concepts import ENDINGS, IN_PREPARATION, PAUSED, TAKING_PART, Concepts
from moonpact.graph.conclusion.position import Position

# Of these groups the first says 'from then on', so that a later 'not yet' or 'not' contradicts it.
_LASTING: Final = (TAKING_PART, IN_PREPARATION)


def status_of(assertion: Assertion) -> str:
    """Return the status that an assertion gives; the first by name where it gives several."""
    return min(value.value for value in assertion.values)


def by_group(assertions: list[Assertion], concepts: Concepts) -> dict[str, list[Assertion]]:
    """Return the assertions by the group of their status."""
    groups: dict[str, list[Assertion]] = {}
    for assertion in assertions:
        groups.setdefault(concepts.top(status_of(assertion)), []).append(assertion)
    return groups


def contradicting(groups: dict[str, list[Assertion]]) -> set[str]:
    """Return the groups that contradict another group."""
    found: set[str] = set()
    for one, other in combinations(groups, 2):
        if any(_contradict(one, first, other, second) for first in groups[one] for second in groups[other]):
            found |= {one, other}
    return found


def latest(groups: dict[str, list[Assertion]]) -> str:
    """Return the group that holds last, as one status follows another; what has no date may have held at any time."""
    return max(groups, key=lambda group: (max(map(_last_day, groups[group])), group))


def furthest(held: Position, concepts: Concepts) -> Position:
    """Return the position with the status that it has come to: its best claim's, or one that later followed on it."""
    now = held.assertions[0]
    for said in sorted(held.assertions, key=_last_day):
        follows = status_of(now) in concepts.before.get(status_of(said), ())
        if follows and _last_day(said) > date.min and said.testimony.holds.first > now.testimony.holds.last:
            now = said
    return replace(held, values=now.values)


def _last_day(assertion: Assertion) -> date:
    told = assertion.testimony
    return told.holds.last if told.issue.dated or told.days else date.min


def _contradict(group: str, assertion: Assertion, other_group: str, other: Assertion) -> bool:
    if {group, other_group} == set(_LASTING):
        return False
    if group in _LASTING:
        return _still_denied(group, assertion, other_group, other)
    if other_group in _LASTING:
        return _still_denied(other_group, other, group, assertion)
    return PAUSED in (group, other_group) and assertion.testimony.holds.overlaps(other.testimony.holds)


def _still_denied(lasting: str, stated: Assertion, denying: str, denied: Assertion) -> bool:
    if status_of(denied) in ENDINGS:
        return False
    # Talks and hopes go on beside a plan; only who says that there is none contradicts it.
    if lasting == IN_PREPARATION and not denying.endswith("/not-taking-part"):
        return False
    return denied.testimony.holds.last >= stated.testimony.holds.first
