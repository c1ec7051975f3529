"""The reconciliation service for OpenRefine and other clients (W3C Community Group, Reconciliation Service API 0.2)."""

import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, Final

from flask import Blueprint, Response, request

from moonpact.graph.names import ONTOLOGY
from moonpact.graph.search.index import NAMES
from moonpact.graph.search.reconciliation import (
    Candidate,
    InvalidReconciliationError,
    candidates,
    read_object,
    read_queries,
)
from moonpact.graph.search.things import SearchTooLongError, search
from moonpact.graph.sparql.parameters import InvalidParameterError
from moonpact.server.arguments import read_arguments, whole_number
from moonpact.server.entities import (
    DEFAULT_TYPES,
    compared,
    entity_name,
    extended,
    identifier,
    iri_of,
    may_be,
    properties,
    require_known,
    type_of,
    types,
)
from moonpact.server.pages import page
from moonpact.server.protocol import read_once, read_pairs
from moonpact.server.state import index, settings
from moonpact.server.thing import read_thing

blueprint: Final = Blueprint("reconcile", __name__)

_PATH: Final = "/reconcile"
_SUGGESTED: Final = 10
_MOST_SUGGESTED: Final = 50
_MOST_PREFIX: Final = 200
_SIZE: Final = {"width": 420, "height": 260}
# Other sites show the preview in a frame: that is what it is for.
_FRAMED: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors *"


@blueprint.route(_PATH, methods=["GET", "POST"])
def service() -> Response:
    """Answer queries (section 4), fetch values (section 7), or without either tell what the service can do (section 3).

    Raises:
        InvalidParameterError: What is asked is not as the specification wants it.
    """
    pairs = [*read_pairs(request.query_string), *request.form.items(multi=True)]
    for name, answer in (("queries", _reconcile), ("extend", _extend)):
        if (text := read_once(pairs, name)) is not None:
            try:
                return _json(answer(text))
            except (InvalidReconciliationError, SearchTooLongError) as error:
                raise InvalidParameterError(name, f"parameter '{name}': {error}") from error
    return _json(_manifest())


@blueprint.get(f"{_PATH}/suggest/entity")
def suggest_entities() -> Response:
    """Complete the name of a thing (section 6.1)."""
    prefix, most = _prefix()
    known = may_be()
    hits = search(index(), prefix, most, lambda text: text.role in NAMES and known(text.thing), unfinished=True).hits
    found = [
        {"id": identifier(hit.thing), "name": entity_name(hit.thing), "notable": [type_of(hit.thing)]} for hit in hits
    ]
    return _json({"result": found})


@blueprint.get(f"{_PATH}/suggest/type")
def suggest_types() -> Response:
    """Complete the name of a type (section 6.3)."""
    prefix, most = _prefix()
    return _json({"result": [each for each in types() if _begins(each, prefix)][:most]})


@blueprint.get(f"{_PATH}/suggest/property")
def suggest_properties() -> Response:
    """Complete the name of a property (section 6.2)."""
    prefix, most = _prefix()
    found = {each["id"]: each for kind in DEFAULT_TYPES for each in properties(kind)}
    return _json({"result": [each for each in found.values() if _begins(each, prefix)][:most]})


@blueprint.get(f"{_PATH}/properties")
def propose_properties() -> Response:
    """Return the properties that things of a type have (section 7.2)."""
    given = read_arguments(("type", "limit"))
    kind = given.get("type") or DEFAULT_TYPES[0]
    most = whole_number(given, "limit", _MOST_SUGGESTED, _MOST_SUGGESTED)
    return _json({"type": kind, "limit": most, "properties": list(properties(kind))[:most]})


@blueprint.get(f"{_PATH}/preview/<path:path>")
def preview(path: str) -> Response:
    """Show a thing in a few words, in a frame of somebody else's page (section 5)."""
    iri = require_known(path)
    response = page(
        "preview.html", thing=read_thing(iri, settings().items_shown), name=entity_name(iri), kind=type_of(iri)["name"]
    )
    response.headers["Content-Security-Policy"] = _FRAMED
    return response


def _reconcile(text: str) -> dict[str, Any]:
    queries = read_queries(text)
    return {
        key: {"result": [_member(each) for each in candidates(index(), query, may_be(query), compared)]}
        for key, query in queries.items()
    }


def _member(candidate: Candidate) -> dict[str, Any]:
    return {
        "id": identifier(candidate.thing),
        "name": entity_name(candidate.thing),
        "type": [type_of(candidate.thing)],
        "score": candidate.score,
        "match": candidate.match,
    }


def _extend(text: str) -> dict[str, Any]:
    asked = read_object(text)
    return extended(asked.get("ids"), asked.get("properties"))


def _manifest() -> dict[str, Any]:
    here = request.host_url.rstrip("/")
    suggested = {"service_url": f"{here}{_PATH}"}
    return {
        "versions": ["0.2"],
        "name": "moonpact",
        "serviceVersion": version("moonpact"),
        "identifierSpace": iri_of(""),
        "schemaSpace": f"{ONTOLOGY}#",
        "documentation": f"{here}/",
        "view": {"url": f"{here}/id/{{{{id}}}}"},
        "defaultTypes": [each for each in types() if each["id"] in DEFAULT_TYPES],
        "preview": {"url": f"{here}{_PATH}/preview/{{{{id}}}}", **_SIZE},
        "suggest": {name: {**suggested, "service_path": f"/suggest/{name}"} for name in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": here, "service_path": f"{_PATH}/properties"},
            "property_settings": [],
        },
    }


def _prefix() -> tuple[str, int]:
    given = read_arguments(("prefix", "cursor"))
    if "prefix" not in given:
        raise InvalidParameterError("prefix", "the parameter 'prefix' is missing: give the beginning of a name")
    return given["prefix"][:_MOST_PREFIX], _SUGGESTED


def _begins(named: Mapping[str, str], prefix: str) -> bool:
    asked = prefix.casefold()
    return any(word.startswith(asked) for word in (named["id"].casefold(), *named["name"].casefold().split()))


def _json(members: Mapping[str, Any]) -> Response:
    return Response(json.dumps(members, ensure_ascii=False), content_type="application/json")
