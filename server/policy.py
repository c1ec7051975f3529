"""What pages and pictures may load and run: the Content-Security-Policy of the whole site (W3C CSP 3)."""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

_STYLE: Final = Path(__file__).parent / "static" / "pictures.css"


@lru_cache(maxsize=1)
def picture_style() -> str:
    """Return the style that a picture which stands alone has within it."""
    return _STYLE.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def policy() -> str:
    """Return the policy: our own scripts and styles, and by its hash the one style that pictures have within them."""
    digest = base64.b64encode(hashlib.sha256(picture_style().encode()).digest()).decode()
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' 'sha256-{digest}'",
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())
