"""The page of all disagreements."""

from typing import Final

from flask import Blueprint, Response, request

from moonpact.graph.engine import NamedNode
from moonpact.graph.names import local_name
from moonpact.graph.prefixes import PREFIXES
from moonpact.server.evidence import Matter, grouped, matters_on
from moonpact.server.kept import kept
from moonpact.server.pages import page
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import read_once, read_pairs

blueprint: Final = Blueprint("disagreements", __name__)

_DISAGREEMENT: Final = f"{PREFIXES['mp']}Disagreement"


@blueprint.get("/disagreements")
@kept
def disagreements() -> Response:
    """Show on what the sources contradict each other, by property; in full those on the property `on`.

    Raises:
        ProblemError: There are none on this property.
    """
    matters = sorted(matters_on(_DISAGREEMENT), key=lambda matter: -len(matter.witnesses))
    by_property = grouped(matters, _property)
    groups = dict(sorted(by_property.items(), key=lambda group: -len(group[1])))
    on = read_once(read_pairs(request.query_string), "on")
    if on and on not in groups:
        there = f"there are disagreements on {', '.join(groups)}"
        raise ProblemError(Problem("invalid-parameter", f"there are none on '{on}'; {there}"))
    return page("disagreements.html", groups=groups, on=on)


def _property(matter: Matter) -> str:
    return local_name(matter.predicate.value) if isinstance(matter.predicate, NamedNode) else ""
