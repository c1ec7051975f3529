"""`/metrics`: what is counted of the server, for Prometheus and those whom the operator lets read it."""

from typing import Final

from flask import Blueprint, Response, request

from moonpact.server.exchange import exchange_of
from moonpact.server.networks import Networks, read_address
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.proxies import FORWARDED
from moonpact.server.state import meters, settings

blueprint: Final = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Return the counts of the server in the text format of Prometheus, or as OpenMetrics.

    Raises:
        ProblemError: The client is not among those who may read them.
    """
    _check()
    body, content_type = meters().written(request.headers.get("Accept", ""))
    response = Response(body, content_type=content_type)
    response.cache_control.no_store = True
    return response


def _check() -> None:
    client = exchange_of(request.environ).client
    # A proxy that nobody told us of would make everybody a client of this machine.
    is_hidden = client == request.environ.get("REMOTE_ADDR") and any(name in request.environ for name in FORWARDED)
    address = read_address(client)
    if is_hidden or address is None or address not in Networks(settings().metrics_for):
        raise ProblemError(Problem("forbidden", "the setting 'metrics_for' names who may read this"))
