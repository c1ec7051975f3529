"""The page that tells what this is, and how what it says comes about."""

from typing import Final

from flask import Blueprint, Response

from moonpact.server.pages import page, rows

blueprint: Final = Blueprint("about", __name__)


@blueprint.get("/about")
def about() -> Response:
    """Tell how conclusions come about, what the graph does not know, and how to use, cite and correct it."""
    return page("about.html", size=rows("size")[0])
