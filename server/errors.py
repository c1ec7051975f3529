"""Errors become problems, and problems become responses: JSON for programs (RFC 9457), a page for browsers."""

import json

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from moonpact.server.causes import CAUSES, problem_of
from moonpact.server.excerpt import excerpt
from moonpact.server.exchange import exchange_of
from moonpact.server.negotiation import PROBLEM, prefers_html
from moonpact.server.pages import page
from moonpact.server.problems import PROBLEM_TYPES, Problem, internal_error
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
    for cause in CAUSES:
        app.register_error_handler(cause, lambda error: respond(problem_of(error)))
    app.register_error_handler(HTTPException, _http)


def respond(problem: Problem) -> Response:
    """Return the response that tells of the problem."""
    exchange_of(request.environ).problem = problem.name
    if prefers_html(request.headers.get("Accept", "")):
        response = page("problem.html", problem=problem, place=_place(problem), query=request.args.get("query", ""))
    else:
        members = dict(problem.members(settings().base_iri))
        response = Response(json.dumps(members, ensure_ascii=False), content_type=PROBLEM.content_type)
    response.status_code = problem.type.status
    response.headers.extend(problem.headers)
    return response


def _place(problem: Problem) -> str:
    """The line of the query in which the fault is, with a mark under the place."""
    query = request.args.get("query")
    return excerpt(query, problem.line, problem.column) if query and problem.line and problem.column else ""


def _http(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    name = _BY_STATUS.get(status, "bad-request" if status < 500 else "internal-error")
    is_ours = name == "internal-error"
    name_of_request = exchange_of(request.environ).name
    response = respond(internal_error(name_of_request) if is_ours else Problem(name, PROBLEM_TYPES[name].sentence))
    response.status_code = status
    for key, value in error.get_headers():
        if key not in ("Content-Type", "Content-Length"):
            response.headers[key] = value
    return response
