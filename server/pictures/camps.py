"""Who is in which camp, as the map draws it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moonpact.graph.engine import Row
from moonpact.server.language import translate
from moonpact.server.pictures.atlas import HEIGHT, WIDTH, Shape
from moonpact.server.pictures.label_placement import Box, Label, Placement, text_width
from moonpact.server.pictures.pictured import is_true, text

# The camps in the order of the legend.
CAMPS: Final = ("ilrs", "artemis", "both", "neither")
_NAMED: Final = ("both", "ilrs")
_FONT: Final = 11


@dataclass(frozen=True)
class Member:
    """A country, its camp, how it stands to each initiative, and its outline if the map has one."""

    iri: str
    name: str
    camp: str
    standings: tuple[str, ...]
    contested: bool
    shape: Shape | None

    @property
    def title(self) -> str:
        """What is said of it in one line."""
        return f"{self.name}: {'; '.join(self.standings) or translate('left open')}"


@dataclass(frozen=True)
class CampMap:
    """The members with the others' outlines behind them, and the names for which there is room."""

    members: Sequence[Member]
    others: Sequence[Shape]
    labels: Sequence[Label]

    def of(self, camp: str) -> Sequence[Member]:
        """Return the members of a camp."""
        return [member for member in self.members if member.camp == camp]

    @property
    def contested(self) -> Sequence[Member]:
        """The members on whose standing sources contradict each other."""
        return [member for member in self.members if member.contested]


def draw_camps(rows: Iterable[Row], shapes: Sequence[Shape]) -> CampMap:
    """Return the map of the camps that the rows of the question `camps` tell of."""
    # The largest last: territories far away have the code of their country.
    by_code = {shape.m49: shape for shape in sorted(shapes, key=lambda shape: shape.width)}
    members = [_member(row, by_code) for row in rows]
    drawn = {id(member.shape) for member in members}
    return CampMap(members, [shape for shape in shapes if id(shape) not in drawn], _labels(members))


def _member(row: Row, shapes: Mapping[str, Shape]) -> Member:
    # An empty status of a record that is there is one that the editors leave open.
    contested = [is_true(row, f"{name}Contested") for name in ("ilrs", "artemis")]
    standings = [
        _standing(translate(initiative), text(row, f"{name}StatusLabel"), disputed=disputed)
        for name, initiative, disputed in zip(("ilrs", "artemis"), ("ILRS", "Artemis Accords"), contested, strict=True)
        if row[f"{name}Contested"] is not None
    ]
    return Member(
        text(row, "country"),
        text(row, "countryLabel"),
        text(row, "camp"),
        tuple(standings),
        any(contested),
        shapes.get(text(row, "m49")),
    )


def _standing(initiative: str, status: str, *, disputed: bool) -> str:
    mark = f" ({translate('contested')})" if disputed else ""
    return f"{initiative}: {status or translate('left open')}{mark}"


def _labels(members: Sequence[Member]) -> list[Label]:
    room = Placement(WIDTH, HEIGHT)
    for member in members:
        if member.shape and member.contested:
            room.take(Box(member.shape.x - 7, member.shape.y - 6, 14, 12))
    shown = sorted((member for member in members if member.camp in _NAMED), key=lambda member: member.camp)
    placed = [_label(room, member) for member in shown]
    return [label for label in placed if label]


def _label(room: Placement, member: Member) -> Label | None:
    if (shape := member.shape) is None:
        return None
    if not member.contested and shape.width > text_width(member.name, _FONT):
        return room.centred(member.name, (shape.x, shape.y), _FONT)
    return room.beside(member.name, (shape.x, shape.y), _FONT, 8 if member.contested else 4)
