"""The places and the countries of an answer on a map of the Earth, and its places on the Moon."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moonpact.server.pictures.answer_columns import Columns, NamedRow, iri_of, number_of
from moonpact.server.pictures.atlas import HEIGHT, WIDTH, Shape, place
from moonpact.server.pictures.label_placement import Box, Label, Placement, shortened
from moonpact.server.pictures.lunar_disc import Disc, Place, draw_places

_FONT: Final = 11
_LONGEST: Final = 30
_MOST: Final = 1_000
# How strong the colour of the least number is, if that of the most is 1.
_FAINTEST: Final = 0.25
_POLE: Final = 90
_TURN: Final = 360


@dataclass(frozen=True)
class Land:
    """A country of the answer, its outline, and how strong its colour is, from 0 to 1."""

    iri: str
    title: str
    shape: Shape
    strength: float
    contested: bool


@dataclass(frozen=True)
class Spot:
    """A place of the answer on the map."""

    row: NamedRow
    x: float
    y: float


@dataclass(frozen=True)
class AnswerMap:
    """The countries with the others' outlines behind them, the places, and the names for which there is room."""

    lands: Sequence[Land]
    others: Sequence[Shape]
    spots: Sequence[Spot]
    labels: Sequence[Label]
    scale: tuple[str, float, float] | None
    """What the colours count, the least number and the most."""


def draw_answer_map(columns: Columns, shapes: Sequence[Shape], codes: Mapping[str, str]) -> AnswerMap:
    """Return the map; `codes` has the code of a country in UN M49 by its IRI."""
    by_code = {shape.m49: shape for shape in sorted(shapes, key=lambda shape: shape.width)}
    lands = list(_lands(columns, {iri: by_code[code] for iri, code in codes.items() if code in by_code}))
    spots = [Spot(row, *place(longitude, latitude)) for row, longitude, latitude in _placed(columns)]
    drawn = {id(land.shape) for land in lands}
    others = [shape for shape in shapes if id(shape) not in drawn]
    room = Placement(WIDTH, HEIGHT)
    for spot in spots:
        room.take(Box(spot.x - 4, spot.y - 4, 8, 8))
    named = {spot.row.name: spot for spot in spots}.values()
    labels = [room.beside(shortened(spot.row.name, _LONGEST), (spot.x, spot.y), _FONT, 6) for spot in named]
    return AnswerMap(lands, others, spots, [label for label in labels if label], _scale(columns) if lands else None)


def _scale(columns: Columns) -> tuple[str, float, float] | None:
    if (at := columns.number) is None:
        return None
    counted = [number for row in columns.table.rows if (number := number_of(row[at])) is not None]
    return columns.table.columns[at].name, min(counted), max(counted)


def draw_answer_moon(columns: Columns) -> Sequence[Disc]:
    """Return both sides of the Moon with the places of the answer."""
    return draw_places(
        [Place(row.iri, row.name, row.title, longitude, latitude) for row, longitude, latitude in _placed(columns)]
    )


def _placed(columns: Columns) -> Iterator[tuple[NamedRow, float, float]]:
    """The rows that have a place, with its longitude, from 180° west to 180° east, and its latitude."""
    if columns.latitude is None or columns.longitude is None:
        return
    for row in list(columns.rows())[:_MOST]:
        longitude, latitude = (number_of(row.cells[at]) for at in (columns.longitude, columns.latitude))
        if longitude is not None and latitude is not None and abs(latitude) <= _POLE and abs(longitude) <= _TURN:
            yield row, (longitude + _TURN / 2) % _TURN - _TURN / 2, latitude


def _lands(columns: Columns, shapes: Mapping[str, Shape]) -> Iterator[Land]:
    """Each country once, with what the first of its rows says."""
    if columns.country is None:
        return
    rows = {iri_of(row.cells[columns.country]): row for row in reversed(list(columns.rows()))}
    _, least, most = _scale(columns) or ("", 0, 0)
    for iri, row in rows.items():
        if iri in shapes:
            number = number_of(row.cells[columns.number]) if columns.number is not None else None
            part = 1.0 if number is None or most == least else (number - least) / (most - least)
            yield Land(iri, row.title, shapes[iri], _FAINTEST + (1 - _FAINTEST) * part, row.contested)
