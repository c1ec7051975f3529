"""Headers that every answer has."""

from collections.abc import Mapping
from typing import Final

from moonpact.graph.view import View

HEADERS: Final[Mapping[str, str]] = {
    # Anybody's page may ask and read: everything here is public, and nothing depends on who asks.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE, OPTIONS",
    "Access-Control-Expose-Headers": "ETag, Link, Location, Moonpact-View, Retry-After",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}


def view_headers(view: View | None) -> list[tuple[str, str]]:
    """Return the header that names the view from which an answer is, if it is from one."""
    return [] if view is None else [("Moonpact-View", str(view))]
