"""HTML pages, and the queries behind them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from urllib.parse import quote, urlencode

from flask import Response, g, render_template, request

from moonpact.graph.engine import Literal, NamedNode, Row
from moonpact.graph.execution.request import Value
from moonpact.queries.files import read_query
from moonpact.server.negotiation import HTML
from moonpact.server.protocol import read_pairs
from moonpact.server.state import served

TITLES: Final = {
    "csv": "CSV",
    "html": "HTML",
    "json": "JSON",
    "jsonld": "JSON-LD",
    "nq": "N-Quads",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "trig": "TriG",
    "tsv": "TSV",
    "ttl": "Turtle",
    "xml": "XML",
}


def page(template: str, **context: object) -> Response:
    """Return the page that the template makes."""
    return Response(render_template(template, **context), content_type=HTML.content_type)


def downloads(media_types: Mapping[str, str]) -> Sequence[tuple[str, str, str]]:
    """Return the title, the media type and the address of this page's content in each format."""
    return downloads_at(request.path, read_pairs(request.query_string), media_types)


def downloads_at(
    path: str, asked: Iterable[tuple[str, str]], media_types: Mapping[str, str]
) -> Sequence[tuple[str, str, str]]:
    """Return the title, the media type and the address of what a path has, so asked, in each format."""
    kept = [(name, value) for name, value in asked if name != "format"]
    return [
        (TITLES[name], media_type, f"{quote(path)}?{urlencode([*kept, ('format', name)])}")
        for name, media_type in media_types.items()
    ]


def rows(name: str) -> list[Row]:
    """Return the solutions of the page query of this name."""
    return _asked_once(name, {})


def rows_on(name: str, iri: str, **more: Literal) -> list[Row]:
    """Return the solutions of the page query of this name on the thing with this IRI, and with more values."""
    return _asked_once(name, {"thing": NamedNode(iri), **more})


def _asked_once(name: str, values: Mapping[str, Value]) -> list[Row]:
    """Ask the first time that a request needs it: several parts of a page tell of the same."""
    dataset = served()
    asked: dict[object, list[Row]] = g.setdefault("asked", {})
    key = (name, *sorted(values.items()))
    if key not in asked:
        asked[key] = dataset.select(read_query(f"pages/{name}"), values)
    return asked[key]
