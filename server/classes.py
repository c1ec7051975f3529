"""The classes that the data has, and the things of each: a way into data that nobody here knows."""

from typing import Final

from flask import Blueprint, Response

from moonpact.graph.engine import NamedNode, Row
from moonpact.graph.sparql.parameters import InvalidParameterError
from moonpact.server.arguments import read_arguments
from moonpact.server.kept import kept
from moonpact.server.pages import page, rows, rows_on
from moonpact.server.paging import part_of
from moonpact.server.terms import is_valid_iri

blueprint: Final = Blueprint("classes", __name__)

_SHOWN: Final = 100
# As many as the query gives.
_MOST: Final = 1000


@blueprint.get("/classes")
@kept
def classes() -> Response:
    """List the classes, or the things of the one that is named.

    Raises:
        InvalidParameterError: A parameter is unknown, or the data has nothing of the class.
        ProblemError: The list has no such page.
    """
    given = read_arguments(("class", "page"))
    if "class" not in given:
        return page("classes.html", classes=rows("class-sizes"))
    things = _things_of(given["class"])
    part = part_of([row["member"] for row in things], "page", _SHOWN)
    return page("class.html", of=NamedNode(given["class"]), things=part, is_cut=len(things) == _MOST)


def _things_of(name: str) -> list[Row]:
    things = rows_on("of-class", name) if is_valid_iri(name) else []
    if not things:
        raise InvalidParameterError("class", f"parameter 'class': nothing is of a class '{name}'")
    return things
