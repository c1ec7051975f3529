"""What pages may load and run."""

import pytest

from tests.server import BROWSER, Site
from tests.test_server_pages import PAGES


@pytest.mark.parametrize("path", PAGES)
def test_every_page_forbids_what_it_does_not_need(moon: Site, path: str) -> None:
    headers = moon.get(path, BROWSER).headers
    directives = [directive.split() for directive in headers["content-security-policy"].split("; ")]
    allowed = {name: sources for name, *sources in directives}
    [own, picture_style] = allowed.pop("style-src")
    assert own == "'self'"
    assert picture_style.startswith("'sha256-")
    assert allowed == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
