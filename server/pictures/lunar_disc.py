"""The two sides of the Moon with what landed on them, as the picture draws them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from moonpact.graph.engine import Row
from moonpact.graph.names import local_name
from moonpact.server.language import translate
from moonpact.server.pictures.label_placement import Box, Label, Placement
from moonpact.server.pictures.pictured import text
from moonpact.server.pictures.projection import Point, is_near_side, orthographic
from moonpact.server.terms import as_known

RADIUS: Final = 215
MARGIN: Final = 35
SIZE: Final = 2 * (RADIUS + MARGIN)
_FONT: Final = 10.5
_STEP: Final = 30
_FINE: Final = 5
_CLOSE: Final = 25
_FAILED: Final = ("failure", "launch-failure", "spacecraft-failure")


@dataclass(frozen=True)
class Place:
    """A place on the Moon, in degrees east and north, and what is there: `arrival`, `failure` or `plan`."""

    iri: str
    name: str
    title: str
    longitude: float
    latitude: float
    kind: str = "arrival"


@dataclass(frozen=True)
class Site:
    """A place to which a source puts an arrival or a plan."""

    iri: str
    name: str
    title: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class Disc:
    """One side of the Moon: its name, the lines of latitude and longitude, the sites and their names."""

    name: str
    grid: Sequence[str]
    sites: Sequence[Site]
    labels: Sequence[Label]


def draw_moon(rows: Iterable[Row]) -> Sequence[Disc]:
    """Return both sides of the Moon with the sites that the rows of the question `landing-sites` tell of."""
    return draw_places([_place(row) for row in rows])


def draw_places(places: Sequence[Place]) -> Sequence[Disc]:
    """Return both sides of the Moon with these places."""
    near = [place for place in places if is_near_side(place.longitude)]
    far = [place for place in places if not is_near_side(place.longitude)]
    return [_disc("Near side", 0, near), _disc("Far side", 180, far)]


def _disc(name: str, centre: float, places: Iterable[Place]) -> Disc:
    sites = [site for place in places if (site := _site(place, centre))]
    room = Placement(SIZE, SIZE)
    for site in sites:
        room.take(Box(site.x - 4, site.y - 4, 8, 8))
    # A name once in one place; from the poles on: there most is planned, and there is least room.
    named = {(site.name, round(site.x / _CLOSE), round(site.y / _CLOSE)): site for site in sites}
    order = sorted(named.values(), key=lambda site: -abs(site.y - SIZE / 2))
    labels = [room.beside(site.name, (site.x, site.y), _FONT, 6) for site in order]
    return Disc(name, _grid(centre), sites, [label for label in labels if label])


def _site(place: Place, centre: float) -> Site | None:
    seen = orthographic(place.longitude, place.latitude, centre)
    return seen and Site(place.iri, place.name, place.title, place.kind, *_on_disc(seen))


def _place(row: Row) -> Place:
    longitude, latitude = _number(row, "longitude"), _number(row, "latitude")
    outcome = local_name(text(row, "outcome")) if row["outcome"] is not None else ""
    kind = "plan" if text(row, "kind") == "plan" else "failure" if outcome in _FAILED else "arrival"
    when = as_known(row["date"], row["datePrecision"])
    told = [text(row, "siteLabel"), when, text(row, "outcomeLabel"), in_degrees(latitude, longitude)]
    title = f"{', '.join(part for part in told if part)} ({text(row, 'sourceLabel')})"
    name = text(row, "missionLabel") or text(row, "siteLabel")
    return Place(text(row, "site"), name, title, longitude, latitude, kind)


def in_degrees(latitude: float, longitude: float) -> str:
    """Return a place in words: 45.5° S, 177.6° E."""
    north = translate("%(degrees)s° N") if latitude >= 0 else translate("%(degrees)s° S")
    east = translate("%(degrees)s° E") if longitude >= 0 else translate("%(degrees)s° W")
    return f"{north % {'degrees': f'{abs(latitude):.1f}'}}, {east % {'degrees': f'{abs(longitude):.1f}'}}"


def _grid(centre: float) -> list[str]:
    parallels = [[(centre + lon, float(lat)) for lon in range(-90, 91, _FINE)] for lat in range(-60, 61, _STEP)]
    meridians = [[(centre + lon, float(lat)) for lat in range(-90, 91, _FINE)] for lon in range(-60, 61, _STEP)]
    lines = [[orthographic(lon, lat, centre) for lon, lat in line] for line in [*parallels, *meridians]]
    return [" ".join("{:.1f},{:.1f}".format(*_on_disc(point)) for point in line if point) for line in lines]


def _on_disc(point: Point) -> Point:
    return SIZE / 2 + RADIUS * point[0], SIZE / 2 - RADIUS * point[1]


def _number(row: Row, name: str) -> float:
    return float(text(row, name))
