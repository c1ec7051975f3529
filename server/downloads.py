"""The downloads: the list of them, and the files, each at an address that names its version."""

import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, request, send_file

from moonpact.graph.export.downloads import Exports
from moonpact.graph.export.file import ExportFile
from moonpact.graph.export.files import Export
from moonpact.server.dials import here
from moonpact.server.evidence import grouped
from moonpact.server.negotiation import HTML, Offer, choose
from moonpact.server.pages import page
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import read_format
from moonpact.server.state import exports, served, settings, view

blueprint: Final = Blueprint("downloads", __name__)

_JSON: Final = Offer("json", "application/json")
_RETRY_SECONDS: Final = 3
# A version is a hash of the content: what stands at the address never changes.
_FOREVER: Final = "public, max-age=31536000, immutable"


@blueprint.get("/downloads")
def downloads() -> Response:
    """List the files of the dataset, or of the view of the request; 202 while they are being made.

    Raises:
        ProblemError: This data has no downloads.
    """
    chosen = choose([_JSON, HTML], request.accept_mimetypes, read_format(request.query_string))
    made = _exports().get(view())
    response = _page(made) if chosen == HTML else _list(made)
    if made is None:
        response.status_code = HTTPStatus.ACCEPTED
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


@blueprint.get("/downloads/<version>/<path:path>")
def download(version: str, path: str) -> Response:
    """Return a file.

    Raises:
        ProblemError: There is no such file, or no longer, or it is being made.
    """
    if version != served().version:
        detail = f"the files of version {version} are not here; the dataset is of version {served().version}"
        raise ProblemError(Problem("not-found", detail, nearest=("downloads",)))
    made = _exports().get(view())
    if made is None:
        raise ProblemError(Problem("busy", "the files of this version are being made", retry_after=_RETRY_SECONDS))
    file = _find(made, path)
    response = send_file(
        _exports().file(made.version, file.path),
        file.media_type,
        as_attachment=True,
        download_name=file.path.rpartition("/")[2],
        etag=file.sha256,
    )
    response.headers["Cache-Control"] = _FOREVER
    return response


def _exports() -> Exports:
    found = exports()
    if found is None:
        detail = "this data has no downloads: only a dataset that `moonpact build` made has them"
        raise ProblemError(Problem("not-found", detail, "Its graphs can be had at /graphs.", nearest=("graphs",)))
    return found


def _find(made: Export, path: str) -> ExportFile:
    files = {file.path: file for file in (*made.files, made.checksums)}
    if path not in files:
        like = get_close_matches(path, files, n=3)
        nearest = tuple(f"downloads/{made.version}/{each}" for each in like)
        raise ProblemError(Problem("not-found", f"there is no file '{path}' among the downloads", nearest=nearest))
    return files[path]


def _address(made: Export, file: ExportFile) -> str:
    asked = "&".join(f"{quote(name)}={quote(value)}" for name, value in made.view.items())
    address = f"/downloads/{made.version}/{quote(file.path)}"
    return f"{address}?{asked}" if asked else address


def _list(made: Export | None) -> Response:
    content: dict[str, object] = {"version": served().version, "state": "being made", "files": []}
    if made is not None:
        files = [{**file.to_json(), "address": _address(made, file)} for file in made.files]
        checksums = {**made.checksums.to_json(), "address": _address(made, made.checksums)}
        content = {**made.to_json(), "state": "made", "checksums": checksums, "files": files}
    return Response(json.dumps(content, ensure_ascii=False), content_type=_JSON.content_type)


def _page(made: Export | None) -> Response:
    return page(
        "downloads.html",
        made=made,
        parts=_parts(made),
        address=_address,
        base_iri=settings().base_iri,
        list=here("/downloads?format=json"),
    )


def _parts(made: Export | None) -> Mapping[str, Mapping[str, Sequence[ExportFile]]]:
    """The files by their part of the dataset, and in it by their titles, the compressed beside the plain."""
    found = grouped(made.files if made else (), lambda file: file.part)
    return {part: grouped(files, _stem) for part, files in found.items() if part not in ("source", "licence")}


def _stem(file: ExportFile) -> str:
    return file.path.removesuffix(f".{file.compressed}") if file.compressed else file.path
