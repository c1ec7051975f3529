"""HTML pages, and the queries behind them."""

from collections.abc import Mapping

from flask import Response, render_template

from moonpact.graph.engine import NamedNode, Row, Term
from moonpact.graph.query import select
from moonpact.queries.files import read_query
from moonpact.server.negotiation import HTML
from moonpact.server.state import dataset


def page(template: str, **context: object) -> Response:
    """Return the page that the template makes."""
    return Response(render_template(template, **context), content_type=HTML.content_type)


def rows(name: str, values: Mapping[str, Term] | None = None) -> list[Row]:
    """Return the solutions of the page query of this name."""
    return select(dataset().store, read_query(f"pages/{name}"), values)


def rows_on(name: str, iri: str, variable: str = "thing") -> list[Row]:
    """Return the solutions of the page query of this name in which the variable is this IRI."""
    return rows(name, {variable: NamedNode(iri)})
