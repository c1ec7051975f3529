"""Traps of the evidence into which a hasty reading falls, and which no other test of answers holds."""

import pytest

from moonpact.graph.engine import Literal, NamedNode
from moonpact.graph.names import term
from moonpact.graph.sparql.query import select
from tests.asking import THING, built

DAYS = """PREFIX mp: <https://w3id.org/moonpact/ontology#>
SELECT DISTINCT ?matter ?adopted ?day ?contested WHERE {
  ?matter mp:occurredOn ?adopted .
  ?conclusion mp:about ?matter ; mp:onProperty mp:occurredOn ; mp:supportedBy ?claim .
  ?claim mp:occurredOn ?day .
  BIND(EXISTS { ?disagreement a mp:Disagreement ; mp:about ?matter ; mp:onProperty mp:occurredOn } AS ?contested)
} ORDER BY ?day"""


@pytest.mark.parametrize(
    ("matter", "utc", "local"),
    [
        ("landing/change-6", "2024-06-01", "2024-06-02"),
        ("event/change-6-ascent", "2024-06-03", "2024-06-04"),
        ("launch/queqiao-1", "2018-05-20", "2018-05-21"),
        ("launch/luna-25", "2023-08-10", "2023-08-11"),
    ],
)
def test_the_day_of_a_flight_is_that_in_utc_and_the_local_day_agrees(matter: str, utc: str, local: str) -> None:
    found = select(built(), DAYS, {"matter": NamedNode(THING + matter)})
    written = [tuple(str(row[name]).split('"')[1] for name in ("adopted", "day", "contested")) for row in found]
    assert written == [(utc, utc, "false"), (utc, local, "false")]


def test_the_code_egsa_of_gcat_is_not_of_egypts_agency() -> None:
    codes = {quad.subject: quad.object for quad in built().quads_for_pattern(None, term("gcatCode"), None, None)}
    assert codes[NamedNode(f"{THING}organization/egsa")] == Literal("EGYSA")
    assert Literal("EGSA") not in codes.values()
