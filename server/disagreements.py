"""The page of all disagreements."""

from typing import Final

from flask import Blueprint, Response

from moonpact.graph.prefixes import PREFIXES
from moonpact.server.evidence import grouped, matters_on
from moonpact.server.pages import page

blueprint: Final = Blueprint("disagreements", __name__)

_DISAGREEMENT: Final = f"{PREFIXES['mp']}Disagreement"


@blueprint.get("/disagreements")
def disagreements() -> Response:
    """Show on what the sources contradict each other, by property; the property with most of them first."""
    by_property = grouped(matters_on(_DISAGREEMENT), lambda matter: matter.predicate)
    groups = sorted(by_property.items(), key=lambda group: -len(group[1]))
    return page("disagreements.html", groups=groups)
