"""What those read who walk the whole site: `robots.txt` (RFC 9309) and the sitemap (sitemaps.org)."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Blueprint, Response

from moonpact.graph.engine import Literal, NamedNode
from moonpact.queries.files import read_query
from moonpact.queries.question import list_questions
from moonpact.server.dataset import here
from moonpact.server.documents import only_date
from moonpact.server.pages import rows
from moonpact.server.state import report, served, settings

blueprint: Final = Blueprint("robots", __name__)

# Each view is concluded anew, and each answer to a query is a search of its own.
_ROBOTS: Final = """\
User-agent: *
Disallow: /cite
Disallow: /dials
Disallow: /graphs
Disallow: /search
Disallow: /sparql
Disallow: /*?*according-to=
Disallow: /*?*as-of=
Sitemap: {here}sitemap.xml
"""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
_PAGES: Final = (
    "",
    "about",
    "dataset.html",
    "disagreements",
    "docs",
    "downloads",
    "explore",
    "map",
    "ontology.html",
    "questions",
    "rules",
    "timeline",
)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Say what is not to be walked, and where the sitemap is."""
    return Response(_ROBOTS.format(here=here()), content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """List the pages, each with the day from which the newest source on it is known; at most 50,000."""
    newest = only_date(rows("newest"), "newest")
    entries = [*(_entry(page, newest) for page in _pages()), *_things()]
    return Response(f"{_HEAD}{''.join(entries)}</urlset>\n", content_type="application/xml")


def _pages() -> Iterator[str]:
    yield from _PAGES
    if report() is not None:
        yield from (f"questions/{each.name}" for each in list_questions())


def _things() -> Iterator[str]:
    for row in served().select(read_query("exports/sitemap")):
        thing, modified = row["thing"], row["modified"]
        if isinstance(thing, NamedNode):
            path = thing.value.removeprefix(settings().base_iri)
            yield _entry(f"{quote(path)}.html", modified if isinstance(modified, Literal) else None)


def _entry(path: str, modified: Literal | None) -> str:
    day = f"<lastmod>{escape(modified.value)}</lastmod>" if modified else ""
    return f"<url><loc>{escape(here() + path)}</loc>{day}</url>\n"
