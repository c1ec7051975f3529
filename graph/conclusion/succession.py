"""What was said first and what took its place: statements in the order of time."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from pyoxigraph import NamedNode

from moonpact.graph.conclusion.assertion import Assertion, Matter, Value
from moonpact.graph.conclusion.compare import compatible
from moonpact.graph.conclusion.concepts import Concepts
from moonpact.graph.conclusion.interval import Days

# The witness, the values, and the day that the text gives: what tells one text from another.
_Text = tuple[str, frozenset[Value], Days | None]


def as_first_said(assertions: Iterable[Assertion]) -> list[Assertion]:
    """Return the assertions, each reprint with the weight and the time of the first text of its witness that says it.

    That a text is printed again, later or by a source of a better kind, is no news.
    """
    there, first = list(assertions), dict[_Text, Assertion]()
    for said in sorted(there, key=_by_age):
        first.setdefault(_text(said), said)
    return [_said_as(first[_text(said)], said) if said.testimony.reprint else said for said in there]


def not_superseded(
    assertions: Sequence[Assertion], matter: Matter, concepts: Concepts, chosen: Set[NamedNode]
) -> list[Assertion]:
    """Return the statements on a plan that hold: those after which no source with a date has stated another day.

    What the editors prefer holds.
    """
    return [
        said
        for said in assertions
        if said.claim in chosen
        or not any(_is_later(other, said) and not compatible(matter, other, said, concepts) for other in assertions)
    ]


def _is_later(one: Assertion, other: Assertion) -> bool:
    told, before = one.testimony, other.testimony
    # Nobody plans for a day that has passed: so much is known of what a source without a date says.
    latest = min(before.holds.last, before.days.last) if before.days else before.holds.last
    return told.issue.dated and told.holds.first > latest


def _by_age(said: Assertion) -> tuple[bool, str, str]:
    told = said.testimony
    return told.reprint, told.issue.known_from.isoformat(), told.claim.value


def _text(said: Assertion) -> _Text:
    return said.testimony.witness, said.values, said.testimony.days


def _said_as(first: Assertion, said: Assertion) -> Assertion:
    told = first.testimony
    as_told = replace(said.testimony, kind=told.kind, inferred=told.inferred, issue=told.issue, holds=told.holds)
    return replace(said, testimony=as_told)
