"""Graphs by HTTP methods (SPARQL 1.1 Graph Store HTTP Protocol)."""

import secrets
from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, request

from moonpact.graph.engine import NamedNode
from moonpact.graph.execution.operation import Action, Operation
from moonpact.graph.execution.request import Request
from moonpact.graph.formats import media_types
from moonpact.queries.files import read_query
from moonpact.server.negotiation import choose, named_by_media_type, offers
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import read_format, read_pairs
from moonpact.server.state import gate, served

blueprint: Final = Blueprint("graphs", __name__)

_PATH: Final = "/graphs"


@blueprint.get(_PATH)
@blueprint.get(f"{_PATH}/<path:_path>")
def read(_path: str = "") -> Response:
    """Return the graph (section 5.2)."""
    graph = _graph()
    chosen = choose(offers(media_types("graph")), request.accept_mimetypes, read_format(request.query_string))
    if graph is not None and not _exists(graph):
        raise _unknown(graph)
    # The graph alone is asked for, as it is in every engine the same.
    graphs = () if graph is None else (graph,)
    answer = served().answer(Request(read_query("graph-store/default"), {"graph": chosen.name}, default_graphs=graphs))
    return Response(answer.body, content_type=chosen.content_type)


@blueprint.put(_PATH)
@blueprint.put(f"{_PATH}/<path:_path>")
def replace(_path: str = "") -> Response:
    """Put the body in place of the graph (section 5.3)."""
    return _write("replace", _graph())


@blueprint.post(_PATH)
@blueprint.post(f"{_PATH}/<path:_path>")
def merge(_path: str = "") -> Response:
    """Merge the body into the graph, or, at the address of the store, into a new one (section 5.5)."""
    if _path or read_pairs(request.query_string):
        return _write("merge", _graph())
    graph = f"{request.base_url.rstrip('/')}/{secrets.token_hex(8)}"
    response = _write("merge", graph)
    response.headers["Location"] = graph
    return response


@blueprint.delete(_PATH)
@blueprint.delete(f"{_PATH}/<path:_path>")
def delete(_path: str = "") -> Response:
    """Delete the graph (section 5.4)."""
    by = gate().check(request.headers.get("Authorization", ""), "write")
    graph = _graph()
    if graph is not None and not _exists(graph):
        raise _unknown(graph)
    served().write(Operation("delete", graph=graph), by)
    return _done(HTTPStatus.NO_CONTENT)


def _write(action: Action, graph: str | None) -> Response:
    by = gate().check(request.headers.get("Authorization", ""), "write")
    created = graph is not None and not _exists(graph)
    text, format_ = _document()
    served().write(Operation(action, text, graph, format_, graph or request.base_url), by)
    return _done(HTTPStatus.CREATED if created else HTTPStatus.NO_CONTENT)


def _done(status: HTTPStatus) -> Response:
    response = Response(status=status)
    response.headers.remove("Content-Type")  # There is no content.
    return response


def _graph() -> str | None:
    """The name of the graph; None for the default graph (section 4)."""
    pairs = read_pairs(request.query_string)
    names = [value for name, value in pairs if name == "graph"]
    is_default = any(name == "default" for name, _ in pairs)
    direct = request.path.removeprefix(_PATH).strip("/")
    if len(names) + is_default + bool(direct) != 1:
        raise ProblemError(Problem("invalid-parameter", "name one graph: 'graph=' with an IRI, or 'default'"))
    return None if is_default else names[0] if names else request.base_url


def _document() -> tuple[str, str]:
    """The text of the body and the name of its format; several parts of a form must be of one format."""
    if request.mimetype != "multipart/form-data":
        return _decoded(request.get_data()), _format(request.mimetype)
    files = [file for _, file in request.files.items(multi=True)]
    formats = {_format(file.mimetype) for file in files}
    if len(formats) != 1:
        raise ProblemError(Problem("unsupported-media-type", "the parts of the form are not of one media type"))
    return "\n".join(_decoded(file.stream.read()) for file in files), formats.pop()


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise ProblemError(Problem("invalid-encoding", "the body is not in UTF-8")) from None


def _format(media_type: str) -> str:
    try:
        return named_by_media_type("graph", media_type)
    except KeyError:
        there_are = ", ".join(media_types("graph").values())
        detail = f"the body is of type '{media_type}'" if media_type else "the body has no type"
        raise ProblemError(Problem("unsupported-media-type", detail, f"There are: {there_are}.")) from None


def _exists(graph: str) -> bool:
    return bool(served().select(read_query("graph-store/exists"), {"graph": _iri(graph)}))


def _iri(graph: str) -> NamedNode:
    try:
        return NamedNode(graph)
    except ValueError:
        raise ProblemError(Problem("invalid-parameter", f"'{graph}' is no IRI")) from None


def _unknown(graph: str) -> ProblemError:
    return ProblemError(Problem("unknown-graph", f"there is no graph {graph}"))
