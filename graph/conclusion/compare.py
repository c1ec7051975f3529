"""Whether two claims can both be true on one property, compared in the way that the ontology gives the property."""

from collections.abc import Callable
from decimal import Decimal
from math import cos, radians
from typing import Final

from moonpact.graph.conclusion.assertion import Assertion, Matter, Value
from moonpact.graph.conclusion.concepts import Concepts

Compatible = Callable[[Assertion, Assertion, Concepts], bool]
# The comparisons of dates that are known to a day, a month or a year.
OF_DATES: Final = ("interval", "plan")
# The comparisons of angles; longitudes are nearer to each other the nearer they are to a pole.
OF_ANGLES: Final = ("degrees", "longitude")
_CIRCLE: Final = Decimal(360)


def compatible(matter: Matter, one: Assertion, other: Assertion, concepts: Concepts) -> bool:
    """Tell whether both assertions on the matter can be true.

    Raises:
        KeyError: The ontology names a comparison that is not known here.
    """
    if matter.comparison in OF_ANGLES:
        scale = _parallel(one, other) if matter.comparison == "longitude" else 1
        return all(scale * _apart(first, second) <= matter.tolerance for first in one.values for second in other.values)
    return _COMPARISONS[matter.comparison](one, other, concepts)


def _apart(one: Value, other: Value) -> Decimal:
    """How far two angles are from each other, the shorter way round."""
    around = abs(Decimal(one.value) - Decimal(other.value)) % _CIRCLE
    return min(around, _CIRCLE - around)


def _parallel(one: Assertion, other: Assertion) -> Decimal:
    """How long a degree of longitude is beside one of latitude, at the place that is nearer to the equator."""
    told = [abs(each) for said in (one, other) if (each := said.testimony.latitude) is not None]
    # Six places are the same on every machine.
    return Decimal(f"{cos(radians(min(told))):.6f}") if told else Decimal(1)


def _value(one: Assertion, other: Assertion, _concepts: Concepts) -> bool:
    return one.values == other.values


def _party(one: Assertion, other: Assertion, concepts: Concepts) -> bool:
    """A body may stand for its country, but each party must have its counterpart."""
    first, second = _iris(one), _iris(other)
    return _all_found(first, second, concepts) and _all_found(second, first, concepts)


def _all_found(parties: frozenset[str], among: frozenset[str], concepts: Concepts) -> bool:
    return all(concepts.agree(frozenset({party}), among) for party in parties)


def _text(one: Assertion, other: Assertion, _concepts: Concepts) -> bool:
    """Names left out are no contradiction, other names are."""
    return one.values <= other.values or other.values <= one.values


def _concept(one: Assertion, other: Assertion, concepts: Concepts) -> bool:
    return concepts.agree(_iris(one), _iris(other))


def _interval(one: Assertion, other: Assertion, _concepts: Concepts) -> bool:
    first, second = one.testimony.days, other.testimony.days
    return first is None or second is None or first.overlaps(second)


def _number(one: Assertion, other: Assertion, _concepts: Concepts) -> bool:
    first, second = one.testimony.numbers, other.testimony.numbers
    return first is None or second is None or first.overlaps(second)


def _iris(assertion: Assertion) -> frozenset[str]:
    return frozenset(value.value for value in assertion.values)


_COMPARISONS: Final[dict[str, Compatible]] = {
    "value": _value,
    # Rejected claims only: how statuses stand to each other in time is in status.py.
    "status": _value,
    "party": _party,
    "text": _text,
    "concept": _concept,
    "interval": _interval,
    # Which statements on a plan still hold is in succession.py.
    "plan": _interval,
    "number": _number,
}
