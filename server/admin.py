"""What those do who run the server: see the queries that run, stop them, load the data anew."""

import tempfile
import time
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, jsonify, request, send_file

from moonpact.graph.execution.activity import Running
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.reloading import reload as load_anew
from moonpact.server.state import edition, editions, gate

blueprint: Final = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.before_request
def check() -> None:
    """Let those pass who may administer.

    Raises:
        ProblemError: The request has no token of the scope `admin`.
    """
    gate().check(request.headers.get("Authorization", ""), "admin")


@blueprint.get("/queries")
def queries() -> Response:
    """List the queries that run now, the oldest first."""
    response = jsonify(queries=[_told(running) for running in edition().served.activity.running()])
    response.cache_control.no_store = True
    return response


@blueprint.delete("/queries/<int:number>")
def stop(number: int) -> Response:
    """Stop a query; whoever asked it is told.

    Raises:
        ProblemError: No query of this number runs.
    """
    if not edition().served.activity.stop(number):
        raise ProblemError(Problem("unknown-query", f"no query of the number {number} runs now"))
    response = Response(status=HTTPStatus.NO_CONTENT)
    response.headers.remove("Content-Type")  # There is no content.
    return response


@blueprint.get("/backup")
def backup() -> Response:
    """Return all data in one file, as it is when it is asked for.

    Raises:
        NotWritableError: It is not changed here, and its files are its backup.
        BusyError, QueryTimeoutError, StorageFullError: It could not be written.
    """
    file = tempfile.NamedTemporaryFile(prefix="moonpact-", suffix=".zip")  # noqa: SIM115 - the response closes it.
    with ExitStack() as undo:
        undo.callback(file.close)
        version = edition().served.backup(Path(file.name))
        response = send_file(
            file, "application/zip", as_attachment=True, download_name=f"moonpact-{version}.zip", etag=False
        )
        response.call_on_close(undo.pop_all().close)
    response.cache_control.no_store = True
    return response


@blueprint.post("/reload")
def reload() -> Response:
    """Load the dataset anew, and answer once it is served.

    Raises:
        ReloadError: It could not be loaded; the one before is served on.
        BusyError: It is being loaded already.
    """
    return jsonify(version=load_anew(editions()))


def _told(running: Running) -> dict[str, object]:
    return {
        "number": running.number,
        "lane": running.lane,
        "seconds": round(time.monotonic() - running.started, 3),
        "requestId": running.asked_by,
        "version": running.version,
        "query": running.request.text,
    }
