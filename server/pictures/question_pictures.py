"""The picture that fits a question, where there is one: its address, and that of the page that explains it."""

from typing import Final

from moonpact.server.pictures.atlas import read_atlas

Addresses = tuple[str, str]

_MAP: Final = ("/map/camps.svg", "/map")
_PICTURES: Final[dict[str, Addresses]] = {
    "artemis-signatories": _MAP,
    "both-camps": _MAP,
    "camps": _MAP,
    "how-many-partners": ("/pictures/partner-counts.svg", "/pictures/partner-counts.svg"),
    "landing-sites": ("/map/moon.svg", "/map#moon"),
    "participants": _MAP,
    "planned-dates-slipped": ("/pictures/slips.svg", "/timeline#slips"),
}


def picture_of(name: str) -> Addresses | None:
    """Return the addresses of the picture that fits the question of this name; none where it cannot be drawn."""
    found = _PICTURES.get(name)
    return None if found == _MAP and not read_atlas() else found
