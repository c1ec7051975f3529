"""Map projections: the Earth by Equal Earth, the Moon as one sees it from afar."""

from math import asin, cos, pi, radians, sin, sqrt
from typing import Final

# Šavrič, Patterson and Jenny (2018), The Equal Earth map projection, eq. 5: areas keep their sizes.
_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_M: Final = sqrt(3) / 2
Point = tuple[float, float]


def equal_earth(longitude: float, latitude: float) -> Point:
    """Return x and y, to the right and up, on a globe of radius 1."""
    theta = asin(_M * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    stretch = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = radians(longitude) * cos(theta) / (_M * stretch)
    return x, theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))


def equal_earth_width() -> float:
    """Return the width of the whole map of a globe of radius 1."""
    return 2 * pi / (_M * _A[0])


def orthographic(longitude: float, latitude: float, centre: float) -> Point | None:
    """Return x and y, to the right and up, in a disc of radius 1 seen above the longitude `centre`; None if behind."""
    around, up = radians(longitude - centre), radians(latitude)
    if cos(up) * cos(around) < 0:
        return None
    return cos(up) * sin(around), sin(up)


def is_near_side(longitude: float) -> bool:
    """Tell whether a longitude on the Moon is on the side that the Earth sees."""
    return cos(radians(longitude)) >= 0
