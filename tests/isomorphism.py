"""Whether two collections of rows are the same up to the names of blank nodes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from pyoxigraph import BlankNode

from moonpact.graph.engine import Term

Part: TypeAlias = str | Term
Item: TypeAlias = tuple[Part, ...]


def isomorphic(one: Iterable[Item], other: Iterable[Item]) -> bool:
    """Tell whether the blank nodes of one can be renamed so that it has the same rows, as often, as the other."""
    left, right = Counter(one), Counter(other)
    common = Counter({item: number for item, number in (left & right).items() if not _has_blank(item)})
    left, right = left - common, right - common
    if left.total() != right.total() or not all(map(_has_blank, (*left, *right))):
        return False
    return _match(list(left.elements()), list(right.elements()), {})


def _match(left: Sequence[Item], right: Sequence[Item], names: Mapping[Part, Part]) -> bool:
    if not left:
        return True
    first, *others = left
    for place, item in enumerate(right):
        renamed = _unify(first, item, names)
        if renamed is not None and _match(others, [*right[:place], *right[place + 1 :]], renamed):
            return True
    return False


def _unify(one: Item, other: Item, names: Mapping[Part, Part]) -> dict[Part, Part] | None:
    """Return the new names with which one row becomes the other; None where there are none."""
    if len(one) != len(other):
        return None
    renamed = dict(names)
    for left, right in zip(one, other, strict=True):
        is_named = isinstance(left, BlankNode) and isinstance(right, BlankNode)
        if (renamed.setdefault(left, right) if is_named else left) != right:
            return None
    return renamed if len(set(renamed.values())) == len(renamed) else None


def _has_blank(item: Item) -> bool:
    return any(isinstance(part, BlankNode) for part in item)
