"""Bodies in the content coding that the client accepts best (RFC 9110, section 12.5.3)."""

import gzip
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

import zstandard
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

# A smaller body is not worth the work.
_LEAST_BYTES: Final = 500


def _zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(body)


def _gzip(body: bytes) -> bytes:
    # Without the time, so that the same body is the same bytes.
    return gzip.compress(body, compresslevel=1, mtime=0)


# The best first.
_CODINGS: Final[Mapping[str, Callable[[bytes], bytes]]] = {"zstd": _zstd, "gzip": _gzip}


def compress(body: bytes, accept_encoding: str) -> tuple[bytes, str | None]:
    """Return the body as the header Accept-Encoding allows, and the coding; None for a body as it is."""
    coding = _coding(accept_encoding) if len(body) >= _LEAST_BYTES else None
    return (_CODINGS[coding](body), coding) if coding else (body, None)


@lru_cache(maxsize=256)
def _coding(accept_encoding: str) -> str | None:
    accepted = parse_accept_header(accept_encoding, Accept)
    best = max(_CODINGS, key=lambda coding: accepted.quality(coding))
    return best if accepted.quality(best) > 0 else None
