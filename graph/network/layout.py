"""Places for the nodes of a network: a force-directed layout (Fruchterman and Reingold, 1991), the same every time.

In plain Python: nodes push away only what is near them, found by a grid, so that 300 nodes take a part of a second.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

Point = tuple[float, float]
# Between two nodes that neither push nor pull each other.
DISTANCE: Final = 60.0

_ROUNDS: Final = 80
_REACH: Final = 2 * DISTANCE
_GOLDEN_ANGLE: Final = math.pi * (3 - math.sqrt(5))
# Parts that nothing ties together would drift apart for ever.
_GRAVITY: Final = 0.06


def lay_out(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, Point]:
    """Return a place for each node; the first nodes begin in the middle."""
    index = {node: number for number, node in enumerate(nodes)}
    pairs = sorted({(index[one], index[other]) for one, other in edges if one != other})
    places = [complex(*_spiral(number)) for number in range(len(nodes))]
    for done in range(_ROUNDS):
        forces = _pushes(places)
        _pull(places, pairs, forces)
        heat = DISTANCE * (1 - done / _ROUNDS)
        places = [place + _at_most(force - place * _GRAVITY, heat) for place, force in zip(places, forces, strict=True)]
    return {node: (place.real, place.imag) for node, place in zip(nodes, places, strict=True)}


def _spiral(number: int) -> Point:
    """The place of a seed in a sunflower: even, and never twice the same."""
    radius, angle = DISTANCE * math.sqrt(number), number * _GOLDEN_ANGLE
    return radius * math.cos(angle), radius * math.sin(angle)


def _pushes(places: Sequence[complex]) -> list[complex]:
    """The force with which those within reach push each node away."""
    forces = [0j] * len(places)
    cells = _cells(places)
    for (column, row), members in cells.items():
        beside = [*cells.get((column + 1, row), ())]
        for dx in (-1, 0, 1):
            beside += cells.get((column + dx, row + 1), ())
        for place, one in enumerate(members):
            for other in (*members[place + 1 :], *beside):
                push = _push(places[one] - places[other], one)
                forces[one] += push
                forces[other] -= push
    return forces


def _cells(places: Sequence[complex]) -> Mapping[tuple[int, int], list[int]]:
    cells: dict[tuple[int, int], list[int]] = {}
    for number, place in enumerate(places):
        cells.setdefault((int(place.real // _REACH), int(place.imag // _REACH)), []).append(number)
    return cells


def _push(apart: complex, number: int) -> complex:
    square = apart.real * apart.real + apart.imag * apart.imag
    if square > _REACH * _REACH:
        return 0j
    if square < 1:  # On one spot: each goes its own way.
        return complex(*_spiral(number + 1)) / DISTANCE
    return apart * (DISTANCE * DISTANCE / square)


def _pull(places: Sequence[complex], pairs: Iterable[tuple[int, int]], forces: list[complex]) -> None:
    for one, other in pairs:
        apart = places[one] - places[other]
        pull = apart * (abs(apart) / DISTANCE)
        forces[one] -= pull
        forces[other] += pull


def _at_most(force: complex, length: float) -> complex:
    size = abs(force)
    return force if size <= length else force * (length / size)
