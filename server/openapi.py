"""The interface for programs as an OpenAPI 3.1 document: the fixed part is a file, the questions are theirs."""

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, current_app, request
from werkzeug.routing import Rule

from moonpact.graph.formats import media_types
from moonpact.graph.sparql.parameters import SCHEMAS
from moonpact.queries.question import Parameter, Question, list_questions
from moonpact.server.negotiation import HTML

blueprint: Final = Blueprint("openapi", __name__)

_FIXED: Final = Path(__file__).with_name("openapi.toml")
_PLACE: Final = re.compile(r"{\w+}")
# An argument of a route: <name>, or <path:name>.
_ARGUMENT: Final = re.compile(r"<(?:\w+:)?(\w+)>")
_REFERENCE: Final = "#/components"
_VIEW: Final = [{"$ref": f"{_REFERENCE}/parameters/{name}"} for name in ("asOf", "accordingTo")]
_LANG: Final = {"$ref": f"{_REFERENCE}/parameters/lang"}


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Return the document."""
    fixed = _document()
    paths = {**_others(fixed["paths"]), **fixed["paths"]}
    document = {**fixed, "servers": [{"url": request.host_url.rstrip("/")}], "paths": paths}
    return Response(json.dumps(document, ensure_ascii=False), content_type="application/json")


@cache
def _document() -> dict[str, Any]:
    document = tomllib.loads(_FIXED.read_text(encoding="utf-8"))
    document["info"]["version"] = version("moonpact")
    questions = list_questions()
    document["paths"] |= {f"/questions/{question.name}": {"get": _operation(question)} for question in questions}
    document["paths"]["/questions/{name}.{ending}"] = {"get": _document_on([each.name for each in questions])}
    return document


def _operation(question: Question) -> dict[str, Any]:
    named = {parameter.name for parameter in question.parameters}
    language = [] if "lang" in named else [_LANG]
    return {
        "operationId": question.name,
        "tags": ["questions"],
        "summary": question.titles["en"],
        "description": question.summaries.get("en", ""),
        "parameters": [*map(_parameter, question.parameters), *language, *_VIEW, _format()],
        "responses": _responses("rows"),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"enum": ["en", "zh", "ru", ""]} if parameter.name == "lang" else SCHEMAS[parameter.kind]
    if parameter.default and parameter.kind != "integer":
        schema = {**schema, "default": parameter.default}
    # The form of the page sends what is left open as an empty text.
    if parameter.kind in ("integer", "date", "iri"):
        schema = {"anyOf": [schema, {"type": "string", "maxLength": 0}]}
    return {"name": parameter.name, "in": "query", "description": parameter.description, "schema": schema}


def _format() -> dict[str, Any]:
    names = [*media_types("rows"), HTML.name]
    return {"name": "format", "in": "query", "description": "In place of Accept.", "schema": {"enum": names}}


def _document_on(names: list[str]) -> dict[str, Any]:
    """The operation of a question's address with an ending, which takes the same parameters."""
    endings = [*media_types("rows"), HTML.name, "rq"]
    return {
        "operationId": "questionAsFile",
        "tags": ["questions"],
        "summary": "Answer a question in the format of the ending; .rq is the query itself.",
        "parameters": [
            {"name": "name", "in": "path", "required": True, "schema": {"enum": names}},
            {"name": "ending", "in": "path", "required": True, "schema": {"enum": endings}},
        ],
        "responses": _responses("question"),
    }


def _others(described: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the operations at the addresses that the file does not describe, in the words of the code."""
    known = [
        re.compile(_PLACE.sub("[^/]+", re.escape(path).replace(r"\{", "{").replace(r"\}", "}"))) for path in described
    ]
    found: dict[str, dict[str, Any]] = {}
    for rule in current_app.url_map.iter_rules():
        path = _ARGUMENT.sub(r"{\1}", rule.rule)
        if rule.endpoint != "static" and not any(each.fullmatch(_PLACE.sub("a.a", path)) for each in known):
            methods = found.setdefault(path, {})
            methods |= {method.lower(): _other(rule) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return found


def _other(rule: Rule) -> dict[str, Any]:
    told = current_app.view_functions[rule.endpoint].__doc__ or rule.endpoint
    places = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in sorted(rule.arguments)
    ]
    problem = {"$ref": f"{_REFERENCE}/responses/problem"}
    return {
        "summary": told.partition("\n")[0],
        "parameters": places,
        "responses": {"200": {"description": "The answer."}, "default": problem},
    }


def _responses(name: str) -> dict[str, Any]:
    return {
        "200": {"$ref": f"{_REFERENCE}/responses/{name}"},
        "default": {"$ref": f"{_REFERENCE}/responses/problem"},
    }
