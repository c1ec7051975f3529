"""When a source was issued, from when it counts as known, and how it is cited."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, Store

from moonpact.graph.conclusion.interval import Days, days, written
from moonpact.graph.conclusion.rows import select
from moonpact.graph.names import CITATION, CONCLUSIONS_GRAPH, XSD, term


@dataclass(frozen=True)
class Issue:
    """The days on which a source can have been issued, its citation, its witness, and whether it has a date."""

    days: Days
    citation: str
    witness: str
    dated: bool = True

    @property
    def known_from(self) -> date:
        """The first day on which the source is known for certain: the last on which it can have been issued."""
        return self.days.last


def read_issues(store: Store) -> dict[NamedNode, Issue]:
    """Return the issue of each source: as stated, else as estimated, else the day it was read."""
    return {row["source"]: _issue(row) for row in select(store, "conclusions/sources")}


def issue_quads(issues: Mapping[NamedNode, Issue]) -> Iterator[Quad]:
    """Say of each source from when it is known, how it is cited, and whose word it is."""
    for source, issue in issues.items():
        known = Literal(issue.known_from.isoformat(), datatype=NamedNode(XSD + "date"))
        yield Quad(source, term("knownFrom"), known, CONCLUSIONS_GRAPH)
        yield Quad(source, CITATION, Literal(issue.citation), CONCLUSIONS_GRAPH)
        yield Quad(source, term("voice"), Literal(issue.witness), CONCLUSIONS_GRAPH)


def _issue(row: QuerySolution) -> Issue:
    witness = row["witness"].value
    stated, read = row["issued"] or row["estimate"], date.fromisoformat(row["readOn"].value)
    if stated is None:
        return Issue(Days(read, read), f"{row['publisher'].value}, undated, read {read}", witness, dated=False)
    start, precision = date.fromisoformat(stated.value), row["precision"].value
    when = written(start, precision)
    said = when if row["issued"] else f"about {when} (estimated)"
    possible = days(start, precision)
    # What was read had been issued.
    return Issue(Days(possible.first, min(possible.last, read)), f"{row['publisher'].value}, {said}", witness)
