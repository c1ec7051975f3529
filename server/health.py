"""Whether the server can answer."""

from typing import Final

from flask import Blueprint, Response, jsonify

from moonpact.graph.execution.request import Request
from moonpact.queries.files import read_query
from moonpact.server.state import served

blueprint: Final = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> Response:
    """Answer once a worker has answered."""
    served().answer(Request(read_query("pages/health"), {"boolean": "json"}))
    response = jsonify(status="ok", version=served().version)
    response.cache_control.no_store = True
    return response
