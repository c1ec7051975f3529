"""The results of a query as a response: a page or a file format, as the client accepts."""

from flask import Response, request

from moonpact.graph.engine import QueryBoolean, Results
from moonpact.graph.formats import media_types
from moonpact.graph.query import serialize
from moonpact.server.negotiation import HTML, choose, offers
from moonpact.server.pages import downloads, page
from moonpact.server.result_table import table_of
from moonpact.server.state import settings


def respond(results: Results, template: str, format_: str | None, *, page_first: bool, **context: object) -> Response:
    """Return the results in the format that is named or accepted; of equals, a page if that comes first.

    Raises:
        UnknownFormatError: There is no format of this name.
        NotAcceptableError: The client accepts none of the formats.
    """
    files = media_types(results)
    offered = [HTML, *offers(files)] if page_first else [*offers(files), HTML]
    chosen = choose(offered, request.accept_mimetypes, format_)
    if chosen == HTML:
        return page(template, downloads=downloads(files), **_shown(results), **context)
    return Response(serialize(results, chosen.name), content_type=chosen.content_type)


def _shown(results: Results) -> dict[str, object]:
    if isinstance(results, QueryBoolean):
        return {"answer": bool(results), "table": None}
    return {"answer": None, "table": table_of(results, settings().rows_shown)}
