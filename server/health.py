"""Whether the server runs, and whether it can answer, for those who start, stop and route to it."""

from typing import Final

from flask import Blueprint, Response, jsonify

from moonpact.graph.checking.faults import InvalidDataError
from moonpact.graph.execution.errors import BusyError, LoadError, QueryTimeoutError, QueryTooExpensiveError
from moonpact.graph.execution.request import Request
from moonpact.queries.files import read_query
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.state import served

blueprint: Final = Blueprint("health", __name__)

_RETRY_SECONDS: Final = 2
# The last two: what holds the store has ended, and cannot be started again.
_UNANSWERED: Final = (
    BusyError,
    ConnectionError,
    QueryTimeoutError,
    QueryTooExpensiveError,
    InvalidDataError,
    LoadError,
)


@blueprint.get("/health/live")
def live() -> Response:
    """Answer that the server runs; a server that does not is to be started again."""
    return _told(status="live")


@blueprint.get("/health")
@blueprint.get("/health/ready")
def ready() -> Response:
    """Answer once a worker has answered from the dataset; a server that does not is to be sent no requests.

    Raises:
        ProblemError: No worker answers.
    """
    try:
        served().answer(Request(read_query("pages/health"), {"boolean": "json"}))
    except _UNANSWERED as error:
        raise ProblemError(Problem("not-ready", str(error), retry_after=_RETRY_SECONDS)) from error
    return _told(status="ok", version=served().version)


def _told(**members: str) -> Response:
    response = jsonify(members)
    response.cache_control.no_store = True
    return response
