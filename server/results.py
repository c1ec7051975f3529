"""The answer to a query as a response: a page or a file format, as the client accepts."""

from dataclasses import replace

from flask import Response, request

from moonpact.graph.formats import Kind, media_types
from moonpact.graph.parameters import without_parameters
from moonpact.graph.query import serialize
from moonpact.graph.reading import READABLE, read_boolean, read_graph, read_rows
from moonpact.graph.request import Answer, Request
from moonpact.queries.question import Question
from moonpact.server.negotiation import HTML, NotAcceptableError, Offer, UnknownFormatError, choose, offers
from moonpact.server.pages import downloads, page
from moonpact.server.result_table import table_of
from moonpact.server.state import served, settings

_KINDS: tuple[Kind, ...] = ("rows", "boolean", "graph")


def respond(
    asked: Request, template: str, format_: str | None, *, question: Question | None = None, **context: object
) -> Response:
    """Answer a query in the format that is named or accepted; of equals, a question comes first as a page.

    Raises:
        UnknownFormatError: There is no format of this name.
        NotAcceptableError: The client accepts none of the formats.
        QueryTimeoutError, …: As `graph.lanes.Lanes.answer`.
    """
    choices = {kind: _choose(kind, format_, page_first=question is not None) for kind in _KINDS}
    formats = {kind: _format(kind, choice, question) for kind, choice in choices.items() if isinstance(choice, Offer)}
    answer = served().answer(replace(asked, formats=formats))
    chosen = choices[answer.kind]
    if not isinstance(chosen, Offer):
        raise chosen
    if chosen == HTML:
        shown = _shown(answer, question)
        return page(template, downloads=downloads(media_types(answer.kind)), question=question, **shown, **context)
    return Response(_body(answer, chosen, question), content_type=chosen.content_type)


def _choose(kind: Kind, format_: str | None, *, page_first: bool) -> Offer | NotAcceptableError:
    files = offers(media_types(kind))
    try:
        return choose([HTML, *files] if page_first else [*files, HTML], request.accept_mimetypes, format_)
    except NotAcceptableError as error:
        return error
    except UnknownFormatError as error:
        every = [offer for each in ("rows", "graph") for offer in offers(media_types(each))]
        raise UnknownFormatError(error.name, [*every, HTML]) from None


def _format(kind: Kind, choice: Offer, question: Question | None) -> str:
    # What is shown on a page is read back, and so are rows from which the columns of parameters are to be taken.
    return READABLE[kind] if choice == HTML or (question and kind == "rows") else choice.name


def _body(answer: Answer, chosen: Offer, question: Question | None) -> bytes:
    if question and answer.kind == "rows":
        return serialize(without_parameters(read_rows(answer.body), question), chosen.name)
    return answer.body


def _shown(answer: Answer, question: Question | None) -> dict[str, object]:
    if answer.kind == "boolean":
        return {"answer": read_boolean(answer.body), "table": None}
    if answer.kind == "graph":
        return {"answer": None, "table": table_of(read_graph(answer.body), settings().rows_shown)}
    rows = read_rows(answer.body)
    shown = without_parameters(rows, question) if question else rows
    return {"answer": None, "table": table_of(shown, settings().rows_shown)}
