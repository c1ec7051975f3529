"""`/llms.txt`: what a language model that reads the site should know first (llmstxt.org)."""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, current_app, render_template

from moonpact.queries.question import list_questions
from moonpact.server import headers

blueprint: Final = Blueprint("llms", __name__)


@blueprint.get("/llms.txt")
def llms() -> Response:
    """Tell a language model how to read this site."""
    text = render_template("llms.txt", questions=list_questions(), addresses=sorted(_addresses()))
    return Response(text, content_type="text/plain; charset=utf-8")


def _addresses() -> Iterator[tuple[str, str]]:
    """Each address that can be read, with the sentence on what is there: that of the function that answers."""
    for rule in current_app.url_map.iter_rules():
        sentence = (current_app.view_functions[rule.endpoint].__doc__ or "").partition("\n")[0]
        is_public = rule.endpoint != "static" and rule.endpoint.partition(".")[0] not in headers.OPERATION
        if is_public and "GET" in (rule.methods or ()):
            yield rule.rule.replace("<path:", "<"), sentence
