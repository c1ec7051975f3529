"""The answer to a query as a response: a page or a file format, as the client accepts."""

import math
from dataclasses import replace
from time import perf_counter

from flask import Response, request

from moonpact.graph.execution.request import Answer, Request
from moonpact.graph.formats import media_types
from moonpact.graph.reading import READABLE, read_boolean, read_rows
from moonpact.graph.sparql.parameters import without_parameters
from moonpact.graph.sparql.query import serialize
from moonpact.queries.question import Question
from moonpact.server.answer_sentence import sentence_on
from moonpact.server.answer_views import answer_table, views_of
from moonpact.server.client import watch
from moonpact.server.dials import carried
from moonpact.server.language import language
from moonpact.server.negotiation import HTML, choices
from moonpact.server.pages import downloads, downloads_at, page
from moonpact.server.protocol import VIEW, QueryRequest
from moonpact.server.result_table import ResultTable, table_of
from moonpact.server.schema_org import question_in_schema_org
from moonpact.server.state import served, settings


def answer_page(asked: QueryRequest, text: str, view: str, **context: object) -> Response:
    """Answer a query with a page.

    Args:
        asked: The query, as it was sent.
        text: The query, as it is asked.
        view: The name of the view in which the answer is to be seen; empty where none is asked for.
        context: What else the page needs.

    Raises:
        InvalidParameterError: There is no such view.
        QueryTimeoutError, …: As `graph.lanes.Lanes.answer`.
    """
    query = Request(text, READABLE, {}, asked.default_graphs, asked.named_graphs, settings().base_iri)
    begun = perf_counter()
    answer = served().answer(query, watch(request.environ))
    took = perf_counter() - begun
    table = None if answer.kind == "boolean" else answer_table(answer.kind, answer.body)
    files = downloads_at(request.path, _pairs(asked), media_types(answer.kind))
    return page(
        "result.html",
        answer=read_boolean(answer.body) if table is None else None,
        downloads=files,
        kilobytes=math.ceil(len(answer.body) / 1000),
        query=asked.text,
        seconds=took,
        table=table,
        views=views_of(asked, table, view),
        **context,
    )


def _pairs(asked: QueryRequest) -> list[tuple[str, str]]:
    """What an address asks for the same: a query that was sent by POST stands in no address."""
    graphs = [("default-graph-uri", each) for each in asked.default_graphs]
    graphs += [("named-graph-uri", each) for each in asked.named_graphs]
    return [("query", asked.text), *graphs, *((name, value) for name, value in carried().items() if name in VIEW)]


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
        return _page(answer, question, **context)
    body = answer.body
    if answer.kind == "rows":
        body = serialize(without_parameters(read_rows(body), question), chosen.name)
    return Response(body, content_type=chosen.content_type)


def _page(answer: Answer, question: Question, **context: object) -> Response:
    yes = read_boolean(answer.body) if answer.kind == "boolean" else None
    sentence = _sentence(answer, question)
    return page(
        "question.html",
        downloads=downloads(media_types(answer.kind)),
        question=question,
        answer=yes,
        table=_table(answer, question),
        sentence=sentence,
        main=question_in_schema_org(question.titles[language()], sentence),
        **context,
    )


def _sentence(answer: Answer, question: Question) -> str:
    return sentence_on(question, read_rows(answer.body), language()) if answer.kind == "rows" else ""


def _table(answer: Answer, question: Question) -> ResultTable | None:
    if answer.kind != "rows":
        return None if answer.kind == "boolean" else answer_table(answer.kind, answer.body)
    return table_of(without_parameters(read_rows(answer.body), question), settings().rows_shown)
