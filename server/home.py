"""The first page, and the page of the problems that clients may be told of."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, Response

from moonpact.queries.topic import list_topics
from moonpact.server.dataset import distributions, here
from moonpact.server.evidence import witness
from moonpact.server.figures import read_partners
from moonpact.server.kept import kept
from moonpact.server.pages import page, rows
from moonpact.server.pictures.atlas import read_atlas
from moonpact.server.problems import PROBLEM_TYPES
from moonpact.server.schema_org import dataset_in_schema_org
from moonpact.server.sparql import example
from moonpact.server.state import report
from moonpact.server.terms import text

blueprint: Final = Blueprint("home", __name__)

_DISPUTED: Final = 6
_CLASSES: Final = 12


@blueprint.get("/")
@kept
def home() -> Response:
    """Say what this is and what can be asked."""
    if report() is None:
        size = int(text(rows("total")[0]["statements"]))
        return page("data.html", query=example(), statements=size, classes=rows("class-sizes")[:_CLASSES])
    return page(
        "home.html",
        topics=list_topics(),
        disputed=rows("most-disputed")[:_DISPUTED],
        newest=[witness(row) for row in rows("said-last")],
        partners=read_partners(),
        in_both=rows("in-both")[0]["countries"],
        size=rows("size")[0],
        has_map=bool(read_atlas()),
        main=_in_schema_org(),
    )


@blueprint.get("/problems")
def problems() -> Response:
    """Explain the problems by name."""
    return page("problems.html", problems=PROBLEM_TYPES.values())


def _in_schema_org() -> Mapping[str, object]:
    return dataset_in_schema_org(here(), distributions())
