"""Headers that every answer has."""

from collections.abc import Mapping
from typing import Final

from moonpact.graph.view import View

OPERATION: Final = frozenset({"admin", "metrics"})
"""The nouns of the site that only those may read who run the server."""
PRIVATE: Final[Mapping[str, str]] = {
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Of answers for the operator: the page of another site may not read them."""
HEADERS: Final[Mapping[str, str]] = {
    # Anybody's page may ask and read: everything here is public, and nothing depends on who asks.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, X-Request-Id",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE, OPTIONS",
    "Access-Control-Expose-Headers": "ETag, Link, Location, Moonpact-View, Retry-After, X-Request-Id",
    **PRIVATE,
}


def view_headers(view: View | None) -> list[tuple[str, str]]:
    """Return the header that names the view from which an answer is, if it is from one."""
    return [] if view is None else [("Moonpact-View", str(view))]
