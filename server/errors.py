"""Errors become problems, and problems become responses: JSON for programs (RFC 9457), a page for browsers."""

import json
from collections.abc import Iterable

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from moonpact.graph.parameters import InvalidParameterError
from moonpact.graph.query import (
    InvalidGraphNameError,
    InvalidQueryError,
    QueryEvaluationError,
    QueryTooDeepError,
    ServiceNotAllowedError,
)
from moonpact.queries.question import UnknownQuestionError
from moonpact.server.excerpt import excerpt
from moonpact.server.negotiation import PROBLEM, NotAcceptableError, Offer, UnknownFormatError, prefers_html
from moonpact.server.pages import page
from moonpact.server.problems import PROBLEM_TYPES, Problem, ProblemError
from moonpact.server.state import settings

_BY_STATUS = {
    404: "not-found",
    405: "method-not-allowed",
    413: "content-too-large",
    415: "unsupported-media-type",
    500: "internal-error",
}


def register_errors(app: Flask) -> None:
    """Make the application answer errors with problems."""
    app.register_error_handler(ProblemError, lambda error: respond(error.problem))
    app.register_error_handler(InvalidQueryError, _invalid_query)
    app.register_error_handler(ServiceNotAllowedError, _service_not_allowed)
    app.register_error_handler(QueryTooDeepError, _query_too_deep)
    app.register_error_handler(InvalidGraphNameError, _invalid_parameter)
    app.register_error_handler(InvalidParameterError, _invalid_parameter)
    app.register_error_handler(QueryEvaluationError, _query_failed)
    app.register_error_handler(UnknownQuestionError, _unknown_question)
    app.register_error_handler(UnknownFormatError, _unknown_format)
    app.register_error_handler(NotAcceptableError, _not_acceptable)
    app.register_error_handler(HTTPException, _http)


def respond(problem: Problem) -> Response:
    """Return the response that tells of the problem."""
    if prefers_html(request.accept_mimetypes):
        response = page("problem.html", problem=problem, place=_place(problem), query=request.args.get("query", ""))
    else:
        members = dict(problem.members(settings().base_iri))
        response = Response(json.dumps(members, ensure_ascii=False), content_type=PROBLEM.content_type)
    response.status_code = problem.type.status
    return response


def _place(problem: Problem) -> str:
    """The line of the query in which the fault is, with a mark under the place."""
    query = request.args.get("query")
    return excerpt(query, problem.line, problem.column) if query and problem.line and problem.column else ""


def _invalid_query(error: InvalidQueryError) -> Response:
    return respond(Problem("invalid-query", str(error), line=error.line, column=error.column))


def _service_not_allowed(error: ServiceNotAllowedError) -> Response:
    hint = "Fetch the other data yourself and join the answers, or give the values with VALUES."
    return respond(Problem("service-not-allowed", str(error), hint, error.line, error.column))


def _query_too_deep(error: QueryTooDeepError) -> Response:
    return respond(Problem("query-too-deep", str(error), line=error.line, column=error.column))


def _invalid_parameter(error: InvalidGraphNameError | InvalidParameterError) -> Response:
    return respond(Problem("invalid-parameter", str(error)))


def _query_failed(error: QueryEvaluationError) -> Response:
    return respond(Problem("query-failed", str(error)))


def _unknown_question(error: UnknownQuestionError) -> Response:
    nearest = tuple(f"{settings().base_iri}questions/{name}" for name in error.nearest)
    return respond(Problem("unknown-question", f"there is no question '{error.name}'", nearest=nearest))


def _unknown_format(error: UnknownFormatError) -> Response:
    return respond(Problem("unknown-format", str(error), offered=_listed(error.offers)))


def _not_acceptable(error: NotAcceptableError) -> Response:
    detail = f"this answer can be had as {error}"
    return respond(Problem("not-acceptable", detail, offered=_listed(error.offers)))


def _listed(offers: Iterable[Offer]) -> tuple[tuple[str, str], ...]:
    return tuple((offer.name, offer.media_type) for offer in offers)


def _http(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    name = _BY_STATUS.get(status, "bad-request" if status < 500 else "internal-error")
    response = respond(Problem(name, PROBLEM_TYPES[name].sentence))
    response.status_code = status
    for key, value in error.get_headers():
        if key not in ("Content-Type", "Content-Length"):
            response.headers[key] = value
    return response
