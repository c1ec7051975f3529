"""The answer to a query as a response: a page or a file format, as the client accepts."""

from dataclasses import replace

from flask import Response, request

from moonpact.graph.execution.request import Answer, Request
from moonpact.graph.formats import media_types
from moonpact.graph.reading import READABLE, read_boolean, read_graph, read_rows
from moonpact.graph.sparql.parameters import without_parameters
from moonpact.graph.sparql.query import serialize
from moonpact.queries.question import Question
from moonpact.server.client import watch
from moonpact.server.negotiation import HTML, choices
from moonpact.server.pages import downloads, page
from moonpact.server.result_table import ResultTable, table_of
from moonpact.server.state import served, settings


def answer_page(asked: Request, template: str, **context: object) -> Response:
    """Answer a query with a page.

    Raises:
        QueryTimeoutError, …: As `graph.lanes.Lanes.answer`.
    """
    return _page(served().answer(replace(asked, formats=READABLE), watch(request.environ)), template, None, **context)


def answer_question(question: Question, asked: Request, format_: str | None, **context: object) -> Response:
    """Answer a question in the format that is named or accepted; of equals, a page comes first.

    Raises:
        UnknownFormatError: There is no format of this name.
        NotAcceptableError: The client accepts none of the formats.
        QueryTimeoutError, …: As `graph.lanes.Lanes.answer`.
    """
    offered = choices(request.headers.get("Accept", ""), format_, "first")
    # Rows are read back, to show them or to take off the columns of parameters.
    named = offered.formats.items()
    formats = {kind: READABLE[kind] if name == HTML.name or kind == "rows" else name for kind, name in named}
    answer = served().answer(replace(asked, formats=formats), watch(request.environ), patient=True)
    chosen = offered.of(answer.kind)
    if chosen == HTML:
        return _page(answer, "question.html", question, **context)
    body = answer.body
    if answer.kind == "rows":
        body = serialize(without_parameters(read_rows(body), question), chosen.name)
    return Response(body, content_type=chosen.content_type)


def _page(answer: Answer, template: str, question: Question | None, **context: object) -> Response:
    yes = read_boolean(answer.body) if answer.kind == "boolean" else None
    files = downloads(media_types(answer.kind))
    return page(template, downloads=files, question=question, answer=yes, table=_table(answer, question), **context)


def _table(answer: Answer, question: Question | None) -> ResultTable | None:
    if answer.kind == "boolean":
        return None
    if answer.kind == "graph":
        return table_of(read_graph(answer.body), settings().rows_shown)
    rows = read_rows(answer.body)
    return table_of(without_parameters(rows, question) if question else rows, settings().rows_shown)
