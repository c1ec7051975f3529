"""Pictures of the answers to questions: the rows, the table beside them, and the addresses of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Response, render_template, request

from moonpact.graph.engine import Literal, Row
from moonpact.graph.execution.request import Request
from moonpact.graph.formats import media_types
from moonpact.graph.reading import READABLE, read_rows
from moonpact.graph.sparql.parameters import substitutions, without_parameters
from moonpact.queries.question import Question, load_question
from moonpact.server.dials import carried, here
from moonpact.server.language import language
from moonpact.server.pages import downloads_at
from moonpact.server.protocol import VIEW, read_each_once
from moonpact.server.result_table import ResultTable, table_of
from moonpact.server.state import served, settings

SVG: Final = "image/svg+xml"


@dataclass(frozen=True)
class Pictured:
    """The answer to a question as rows and as a table; the question, and what was asked of it."""

    question: Question
    given: Mapping[str, str]
    rows: Sequence[Row]
    table: ResultTable

    @property
    def files(self) -> Sequence[tuple[str, str, str]]:
        """The title, the media type and the address of the answer in each format."""
        asked = {**self.given, **carried()}
        return downloads_at(f"/questions/{self.question.name}", asked.items(), media_types("rows"))


def ask(name: str, given: Mapping[str, str]) -> Pictured:
    """Return the answer to the question of this name, with those of the given parameters that it takes.

    Raises:
        InvalidParameterError: A value is not of the parameter's kind.
        QueryTimeoutError, …: As `graph.lanes.Lanes.answer`.
    """
    question = load_question(name)
    names = {parameter.name for parameter in question.parameters}
    taken = {parameter: value for parameter, value in given.items() if parameter in names}
    values = {variable.value: value for variable, value in substitutions(question, taken).items()}
    body = served().answer(Request(question.text, {"rows": READABLE["rows"]}, values), patient=True).body
    solutions = read_rows(body)
    variables = [variable.value for variable in solutions.variables]
    rows: list[Row] = [dict(zip(variables, solution, strict=True)) for solution in solutions]
    table = table_of(without_parameters(read_rows(body), question), settings().rows_shown)
    return Pictured(question, taken, rows, table)


def asked() -> dict[str, str]:
    """Return what the request asks of a picture: all but its view, with the language of the page; empty is not asked.

    Raises:
        ProblemError: A parameter is given twice.
    """
    given = read_each_once(request.query_string)
    return {**{name: value for name, value in given.items() if name not in VIEW and value}, "lang": language()}


def picture_address(path: str) -> str:
    """Return a path with what the request asks of the picture, and its dials."""
    given = {name: value for name, value in asked().items() if name != "lang"}
    return here(f"{path}?{urlencode(given)}" if given else path)


def drawn(template: str, **context: object) -> Response:
    """Return a picture as a file of its own."""
    return Response(render_template(template, alone=True, **context), content_type=SVG)


def text(row: Row, name: str) -> str:
    """Return the text of a column, or nothing where it is empty."""
    term = row[name]
    return term.value if isinstance(term, Literal) else str(getattr(term, "value", ""))


def is_true(row: Row, name: str) -> bool:
    """Tell whether a column is true."""
    return text(row, name) == "true"
