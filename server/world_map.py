"""The map: who is in which camp on the Earth, and what landed where on the Moon."""

from typing import Final

from flask import Blueprint, Response

from moonpact.server.dials import here
from moonpact.server.kept import kept
from moonpact.server.pages import page
from moonpact.server.pictures.atlas import HEIGHT, TENTHS, WIDTH, read_atlas
from moonpact.server.pictures.camps import CAMPS, draw_camps
from moonpact.server.pictures.lunar_disc import MARGIN, RADIUS, SIZE, draw_moon
from moonpact.server.pictures.pictured import ask, asked, drawn

blueprint: Final = Blueprint("world_map", __name__)

_EARTH: Final = {"width": WIDTH, "height": HEIGHT, "tenths": TENTHS, "camps": CAMPS}
_MOON: Final = {"size": SIZE, "radius": RADIUS, "margin": MARGIN}


@blueprint.get("/map")
@kept
def world_map() -> Response:
    """Show both maps, each with its table."""
    given = asked()
    camps, sites = ask("camps", given), ask("landing-sites", given)
    shapes = read_atlas()
    return page(
        "map.html",
        earth=draw_camps(camps.rows, shapes),
        moon=draw_moon(sites.rows),
        camps_asked=camps,
        sites_asked=sites,
        has_atlas=bool(shapes),
        pictures={"camps": here("/map/camps.svg"), "moon": here("/map/moon.svg")},
        address=here("/map"),
        earth_size=_EARTH,
        moon_size=_MOON,
    )


@blueprint.get("/map/camps.svg")
@kept
def camps_svg() -> Response:
    """Return the map of the camps as a file."""
    return drawn("pictures/camps.svg", earth=draw_camps(ask("camps", asked()).rows, read_atlas()), earth_size=_EARTH)


@blueprint.get("/map/moon.svg")
@kept
def moon_svg() -> Response:
    """Return both sides of the Moon as a file."""
    return drawn("pictures/moon.svg", moon=draw_moon(ask("landing-sites", asked()).rows), moon_size=_MOON)
