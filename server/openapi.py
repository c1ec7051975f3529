"""The interface for programs as an OpenAPI 3.1 document: the fixed part is a file, the questions are theirs."""

import json
import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, request

from moonpact.graph.formats import media_types
from moonpact.graph.parameters import SCHEMAS
from moonpact.queries.question import Parameter, Question, list_questions
from moonpact.server.negotiation import HTML

blueprint: Final = Blueprint("openapi", __name__)

_FIXED: Final = Path(__file__).with_name("openapi.toml")
_REFERENCE: Final = "#/components"
_VIEW: Final = [{"$ref": f"{_REFERENCE}/parameters/{name}"} for name in ("asOf", "accordingTo")]
_LANG: Final = {"$ref": f"{_REFERENCE}/parameters/lang"}


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Return the document."""
    document = {**_document(), "servers": [{"url": request.host_url.rstrip("/")}]}
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


def _responses(name: str) -> dict[str, Any]:
    return {
        "200": {"$ref": f"{_REFERENCE}/responses/{name}"},
        "default": {"$ref": f"{_REFERENCE}/responses/problem"},
    }
