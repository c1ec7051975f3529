"""The questions: the list of them, and each with its answer."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response, request

from moonpact.graph.execution.request import Request
from moonpact.graph.sparql.parameters import substitutions
from moonpact.queries.question import Question, load_question
from moonpact.queries.topic import list_topics
from moonpact.server.dials import DIALS
from moonpact.server.kept import kept
from moonpact.server.language import language
from moonpact.server.negotiation import prefers_html
from moonpact.server.pages import page
from moonpact.server.pictures.question_pictures import picture_of
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import QUERY, read_each_once
from moonpact.server.results import answer_question

blueprint: Final = Blueprint("questions", __name__)


@blueprint.get("/questions")
@kept
def questions() -> Response:
    """List the questions."""
    return page("questions.html", topics=list_topics())


@blueprint.get("/questions/<name>")
@kept
def question(name: str) -> Response:
    """Answer the question, with the parameters of the request, in the format accepted or of the name's ending.

    Raises:
        UnknownQuestionError: There is no question of this name.
        InvalidParameterError: A parameter is unknown, or its value is not of its kind.
        ProblemError: The address has an ending and a parameter `format`.
    """
    bare, dot, ending = name.rpartition(".")
    asked = load_question(bare if dot else name)
    given = read_each_once(request.query_string)
    if ending == "rq" and dot:
        return Response(asked.text, content_type=QUERY)
    if dot and "format" in given:
        detail = f"the address ends in '.{ending}', so that it takes no parameter 'format'"
        raise ProblemError(Problem("invalid-parameter", detail, parameter="format"))
    format_ = ending if dot else given.pop("format", None)
    for each in _kept_from(asked):
        given.pop(each, None)
    if format_ is None and prefers_html(request.headers.get("Accept", "")):
        given |= _in_language(asked, given)
    values = {variable.value: value for variable, value in substitutions(asked, given).items()}
    return answer_question(asked, Request(asked.text, {}, values), format_, given=given, picture=picture_of(asked.name))


def _in_language(asked: Question, given: Mapping[str, str]) -> Mapping[str, str]:
    """The language of the page, for a question that has a language and was given none."""
    takes = any(parameter.name == "lang" for parameter in asked.parameters)
    return {"lang": language()} if takes and not given.get("lang") else {}


def _kept_from(asked: Question) -> set[str]:
    """The dials that the question does not take as parameters."""
    taken = {parameter.name for parameter in asked.parameters}
    return {name for name in DIALS if name not in taken}
