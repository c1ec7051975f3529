"""Where the query files are."""

from functools import cache
from pathlib import Path


def folder() -> Path:
    """Return the folder of the query files."""
    return Path(__file__).parent


@cache
def read_query(name: str) -> str:
    """Return the text of a query file, named by its path without the ending: `pages/country`."""
    return (folder() / f"{name}.rq").read_text(encoding="utf-8")
