"""How the editors weigh a statement that people bring along, and by which claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moonpact.graph.engine import Row, Term
from moonpact.server.evidence import Witness, grouped, witness
from moonpact.server.pages import rows_on
from moonpact.server.terms import text


@dataclass(frozen=True)
class Weighing:
    """A decision on a statement: its verdict, its reason, and the claims `for`, `against` and `qualifying`."""

    decision: Term | None
    verdict: Term | None
    reason: Term | None
    sides: Mapping[str, Sequence[Witness]]


def read_weighings(iri: str) -> Sequence[Weighing]:
    """Return the decisions on the statement with this IRI."""
    return [_weighing(found) for found in grouped(rows_on("weighing", iri), lambda row: row["decision"]).values()]


def _weighing(found: Sequence[Row]) -> Weighing:
    first = found[0]
    sides = grouped([row for row in found if row["claim"] is not None], lambda row: text(row["side"]))
    claims = {side: [witness(row) for row in told] for side, told in sides.items()}
    return Weighing(first["decision"], first["verdict"], first["reason"], claims)
