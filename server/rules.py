"""The page of the rules by which the graph chooses between claims."""

from typing import Final

from flask import Blueprint, Response

from moonpact.graph.conclusion.preference import load_table
from moonpact.graph.names import identifier, term
from moonpact.server.kept import kept
from moonpact.server.pages import page

blueprint: Final = Blueprint("rules", __name__)


@blueprint.get("/rules")
@kept
def rules() -> Response:
    """Show by which rules the graph chooses between claims, with the editors' reason for each."""
    return page("rules.html", table=load_table(), concept=identifier, ontology_term=term)
