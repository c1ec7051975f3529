"""The diagram of the ontology: how a claim, its source, a record and what is concluded hang together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moonpact.graph.engine import NamedNode
from moonpact.graph.names import term
from moonpact.graph.prefixes import PREFIXES

# Half the width and height of a box, in the units of the picture.
HALF: Final = (72, 20)
SIZE: Final = (720, 340)
_PLACES: Final = {
    "Source": (85, 40),
    "Claim": (360, 40),
    "Position": (635, 40),
    "Conclusion": (85, 165),
    "Participation": (360, 165),
    "Disagreement": (635, 165),
    "Country": (215, 295),
    "Initiative": (505, 295),
}
_DERIVED: Final = f"{PREFIXES['prov']}wasDerivedFrom"
# What leads from where to where; all of it is what the ontology provides for.
EDGES: Final = (
    ("Claim", _DERIVED, "Source"),
    ("Claim", term("about").value, "Participation"),
    ("Conclusion", term("supportedBy").value, "Claim"),
    ("Conclusion", term("about").value, "Participation"),
    ("Position", term("supportedBy").value, "Claim"),
    ("Disagreement", term("hasPosition").value, "Position"),
    ("Disagreement", term("about").value, "Participation"),
    ("Participation", term("party").value, "Country"),
    ("Participation", term("initiative").value, "Initiative"),
)


@dataclass(frozen=True)
class Box:
    """A class, and where its middle is."""

    name: str
    iri: NamedNode
    x: int
    y: int


@dataclass(frozen=True)
class Arrow:
    """A property, and from where to where its arrow goes: from the border of one box to that of the other."""

    iri: NamedNode
    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def middle(self) -> tuple[float, float]:
        """Where its name stands."""
        return (self.x1 + self.x2) / 2, (self.y1 + self.y2) / 2


def boxes() -> Sequence[Box]:
    """Return the classes of the diagram."""
    return [Box(name, term(name), x, y) for name, (x, y) in _PLACES.items()]


def arrows() -> Sequence[Arrow]:
    """Return the properties of the diagram."""
    return [_arrow(NamedNode(iri), _PLACES[start], _PLACES[end]) for start, iri, end in EDGES]


def _arrow(iri: NamedNode, start: tuple[int, int], end: tuple[int, int]) -> Arrow:
    across, down = end[0] - start[0], end[1] - start[1]
    # The part of the way that lies within a box: until its nearer border is reached.
    part = min(HALF[0] / abs(across) if across else 1.0, HALF[1] / abs(down) if down else 1.0)
    out = round(part * across, 1), round(part * down, 1)
    return Arrow(iri, start[0] + out[0], start[1] + out[1], end[0] - out[0], end[1] - out[1])
