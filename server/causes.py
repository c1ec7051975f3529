"""Which problem an error is to the client."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from moonpact.graph.execution.errors import (
    BusyError,
    ClientLeftError,
    QueryStoppedError,
    QueryTimeoutError,
    QueryTooExpensiveError,
    QueryTooLargeError,
    ShapesViolatedError,
    StorageFullError,
)
from moonpact.graph.execution.federation import ServiceFailedError
from moonpact.graph.execution.served import NotWritableError
from moonpact.graph.remote.connection import EngineFailedError
from moonpact.graph.sparql.parameters import InvalidParameterError
from moonpact.graph.sparql.query import (
    AnswerTooLargeError,
    InternalError,
    InvalidDocumentError,
    InvalidGraphNameError,
    InvalidQueryError,
    QueryEvaluationError,
    QueryTooDeepError,
    ServiceNotAllowedError,
    UpdateConflictError,
)
from moonpact.graph.sparql.using import UsingTwiceError
from moonpact.graph.view import InvalidViewError
from moonpact.queries.question import UnknownQuestionError
from moonpact.server.negotiation import NotAcceptableError, Offer, UnknownFormatError
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.reloading import ReloadError


def problem_of(error: Exception) -> Problem:
    """Return the problem that an error of one of the types in `CAUSES` is.

    Raises:
        KeyError: The error is of another type.
    """
    return CAUSES[type(error)](error)


def _named(name: str) -> Callable[[Exception], Problem]:
    return lambda error: Problem(name, str(error))


def _at_place(name: str, hint: str = "") -> Callable[[Any], Problem]:
    return lambda error: Problem(name, str(error), hint, error.line, error.column)


def _unknown_question(error: UnknownQuestionError) -> Problem:
    detail = f"there is no question '{error.name}'"
    return Problem("unknown-question", detail, nearest=tuple(f"questions/{name}" for name in error.nearest))


def _unknown_format(error: UnknownFormatError) -> Problem:
    return Problem("unknown-format", str(error), offered=_listed(error.offers))


def _not_acceptable(error: NotAcceptableError) -> Problem:
    return Problem("not-acceptable", f"this answer can be had as {error}", offered=_listed(error.offers))


def _busy(error: BusyError) -> Problem:
    return Problem("busy", str(error), retry_after=error.retry_seconds)


def _listed(offers: Iterable[Offer]) -> tuple[tuple[str, str], ...]:
    return tuple((offer.name, offer.media_type) for offer in offers)


CAUSES: Final[Mapping[type[Exception], Callable[[Any], Problem]]] = {
    AnswerTooLargeError: _named("answer-too-large"),
    BusyError: _busy,
    ClientLeftError: _named("request-timeout"),  # Nobody reads it.
    EngineFailedError: _named("engine-failed"),
    InternalError: _named("internal-error"),
    InvalidDocumentError: lambda error: Problem("invalid-document", str(error), line=error.line),
    InvalidGraphNameError: _named("invalid-parameter"),
    InvalidParameterError: lambda error: Problem("invalid-parameter", str(error), parameter=error.parameter),
    InvalidViewError: _named("invalid-parameter"),
    InvalidQueryError: _at_place("invalid-query"),
    NotAcceptableError: _not_acceptable,
    NotWritableError: _named("read-only"),
    ProblemError: lambda error: error.problem,
    QueryEvaluationError: _named("query-failed"),
    ReloadError: _named("not-loaded"),
    QueryStoppedError: _named("query-stopped"),
    QueryTimeoutError: _named("query-timeout"),
    QueryTooDeepError: _at_place("query-too-deep"),
    QueryTooExpensiveError: _named("query-too-expensive"),
    QueryTooLargeError: _named("content-too-large"),
    ServiceFailedError: _named("service-failed"),
    ShapesViolatedError: lambda error: Problem("shapes-violated", str(error), results=tuple(error.results)),
    ServiceNotAllowedError: _at_place(
        "service-not-allowed", "Fetch the other data yourself and join the answers, or give the values with VALUES."
    ),
    StorageFullError: _named("storage-full"),
    UnknownFormatError: _unknown_format,
    UnknownQuestionError: _unknown_question,
    UpdateConflictError: _named("update-conflict"),
    UsingTwiceError: _named("invalid-parameter"),
}
