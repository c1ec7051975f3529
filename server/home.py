"""The first page, and the page of the problems that clients may be told of."""

from typing import Final

from flask import Blueprint, Response

from moonpact.queries.question import list_questions
from moonpact.server.pages import page, rows
from moonpact.server.problems import PROBLEM_TYPES
from moonpact.server.sparql import example

blueprint: Final = Blueprint("home", __name__)

_DISPUTED: Final = 6


@blueprint.get("/")
def home() -> Response:
    """Say what this is and what can be asked."""
    disputed = rows("most-disputed")[:_DISPUTED]
    return page("home.html", questions=list_questions(), disputed=disputed, query=example())


@blueprint.get("/problems")
def problems() -> Response:
    """Explain the problems by name."""
    return page("problems.html", problems=PROBLEM_TYPES.values())
