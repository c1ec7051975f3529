"""The questions: the list of them, and each with its answer."""

from typing import Final

from flask import Blueprint, Response, request

from moonpact.graph.parameters import substitutions
from moonpact.graph.request import Request
from moonpact.queries.question import load_question
from moonpact.queries.topic import list_topics
from moonpact.server.pages import page
from moonpact.server.protocol import QUERY, VIEW, read_each_once
from moonpact.server.results import answer_question

blueprint: Final = Blueprint("questions", __name__)


@blueprint.get("/questions")
def questions() -> Response:
    """List the questions."""
    return page("questions.html", topics=list_topics())


@blueprint.get("/questions/<name>")
def question(name: str) -> Response:
    """Answer the question, with the parameters of the request.

    Raises:
        UnknownQuestionError: There is no question of this name.
        InvalidParameterError: A parameter is unknown, or its value is not of its kind.
    """
    asked = load_question(name)
    given = read_each_once(request.query_string)
    format_ = given.pop("format", None)
    for name_of_view in VIEW:
        given.pop(name_of_view, None)
    values = {variable.value: value for variable, value in substitutions(asked, given).items()}
    return answer_question(asked, Request(asked.text, {}, values), format_, given=given)


@blueprint.get("/questions/<name>.rq")
def text(name: str) -> Response:
    """Return the question's query.

    Raises:
        UnknownQuestionError: There is no question of this name.
    """
    return Response(load_question(name).text, content_type=QUERY)
