"""The search, and suggestions while somebody writes."""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from flask import Blueprint, Response, request

from moonpact.graph.search.index import NAMES
from moonpact.graph.search.kinds import Kind, kind_of, kinds
from moonpact.graph.search.texts import Text
from moonpact.graph.search.things import Hit, SearchTooLongError, search
from moonpact.graph.sparql.parameters import InvalidParameterError
from moonpact.server.arguments import read_arguments, whole_number
from moonpact.server.filters import href
from moonpact.server.language import language
from moonpact.server.negotiation import HTML, Offer, choose
from moonpact.server.pages import page
from moonpact.server.state import index

blueprint: Final = Blueprint("search", __name__)

JSON: Final = Offer("json", "application/json")
_PARAMETERS: Final = ("q", "kind", "limit")
_SUGGEST_PARAMETERS: Final = ("prefix", "kind", "limit")
_LIMIT: Final = 20
_MOST: Final = 100


@blueprint.get("/search")
def results() -> Response:
    """Find things by their names in any language, by identifiers and by sentences.

    Raises:
        InvalidParameterError: A parameter is unknown, or its value is not allowed.
    """
    given = read_arguments(_PARAMETERS)
    chosen = choose([HTML, JSON], request.accept_mimetypes, given.get("format"))
    asked = given.get("q", "")
    if chosen == JSON and "q" not in given:
        raise InvalidParameterError("q", "the parameter 'q' is missing: give what is searched for")
    found = _find("q", given)
    if chosen == JSON:
        return _json({"query": asked, **found})
    return page("search.html", asked=asked, given=given, kinds=_offered(), **found)


@blueprint.get("/search/suggest")
def suggestions() -> Response:
    """Suggest things whose names begin, or have words that begin, with what is written so far.

    Raises:
        InvalidParameterError: A parameter is unknown or missing, or its value is not allowed.
    """
    given = read_arguments(_SUGGEST_PARAMETERS)
    choose([JSON], request.accept_mimetypes, given.get("format"))
    if "prefix" not in given:
        raise InvalidParameterError("prefix", "the parameter 'prefix' is missing: give the beginning of a name")
    found = _find("prefix", given, NAMES, unfinished=True)
    return _json({"prefix": given["prefix"], **found})


def _find(
    name: str, given: Mapping[str, str], roles: Collection[str] = (), *, unfinished: bool = False
) -> dict[str, Any]:
    """Return what is found by the parameter of this name, by texts of these roles, or of any."""
    limit = whole_number(given, "limit", _LIMIT, _MOST)
    kind = _kind(given.get("kind"))

    def allowed(text: Text) -> bool:
        return (not roles or text.role in roles) and (kind is None or kind.iri in index().classes.get(text.thing, ()))

    try:
        found = search(index(), given.get(name, ""), limit, allowed, unfinished=unfinished)
    except SearchTooLongError as error:
        raise InvalidParameterError(name, f"parameter '{name}': {error}") from error
    results = [_result(hit) for hit in found.hits]
    return {"total": found.total, "complete": index().whole, "results": results}


def _offered() -> list[Kind]:
    """The kinds that have a name, or all where none has."""
    known = list(kinds(index(), language()).values())
    return [kind for kind in known if index().name(kind.iri)] or known


def _kind(name: str | None) -> Kind | None:
    if not name:
        return None
    known = kinds(index(), language())
    if name not in known:
        raise InvalidParameterError(
            "kind", f"parameter 'kind': there is no kind '{name}'; there are {', '.join(known)}"
        )
    return known[name]


def _result(hit: Hit) -> dict[str, Any]:
    """The members of the JSON object of a result."""
    kind = kind_of(index(), hit.thing, language())
    name = index().name(hit.thing, language()) or hit.text
    return {
        "iri": hit.thing,
        "path": href(hit.thing),
        "label": name.value,
        "language": name.language,
        "kind": kind.name if kind else None,
        "kindLabel": kind.label if kind else None,
        "score": round(hit.score, 3),
        "match": {"text": hit.text.value, "language": hit.text.language, "role": hit.text.role},
    }


def _json(members: Mapping[str, Any]) -> Response:
    return Response(json.dumps(members, ensure_ascii=False), content_type=JSON.content_type)
