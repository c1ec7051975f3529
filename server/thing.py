"""All that the page of one thing shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moonpact.graph.engine import Literal, NamedNode, Row, Term
from moonpact.graph.prefixes import PREFIXES
from moonpact.server.evidence import Matter, Witness, grouped, witness
from moonpact.server.language import language
from moonpact.server.pages import rows_on
from moonpact.server.paging import Part, part_of
from moonpact.server.records import Records, read_records
from moonpact.server.terms import text
from moonpact.server.weighing import Weighing, read_weighings

_MP: Final = PREFIXES["mp"]
_TYPE: Final = f"{PREFIXES['rdf']}type"
_LABELS: Final = (f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['rdfs']}label", f"{PREFIXES['dcterms']}title")
_LEADS: Final = (f"{PREFIXES['dcterms']}description", f"{PREFIXES['skos']}definition")
# Shown in places of their own, or by the records, which tell also what is contested.
_ELSEWHERE: Final = {
    _TYPE,
    *_LABELS,
    *_LEADS,
    f"{PREFIXES['rdfs']}isDefinedBy",
    *(f"{_MP}{name}" for name in ("contested", "datePrecision", "hasPosition", "preferredClaim", "supportedBy")),
    *(f"{_MP}{name}" for name in ("participatesIn", "signatoryOf")),
}


# Claims shown at once.
_CLAIMS: Final = 30


@dataclass(frozen=True)
class Statement:
    """A value of a property; of a date, how much is known."""

    predicate: Term | None
    value: Term | None
    precision: Term | None


@dataclass(frozen=True)
class Thing:
    """A thing, what is said of it, what is concluded on it and what points to it."""

    iri: NamedNode
    kinds: Sequence[Term | None]
    names: Sequence[Term | None]
    leads: Sequence[Term | None]
    notes: Sequence[Row]
    weighings: Sequence[Weighing]
    records: Records
    statements: Mapping[Term | None, Sequence[Statement]]
    claims: Part[Witness]
    links: Mapping[tuple[Term | None, Term | None], Sequence[Term | None]]

    @property
    def contested(self) -> bool:
        """Whether sources disagree on the thing itself."""
        return any(matter.disputed for matter in self.records.own)

    @property
    def left_open(self) -> bool:
        """Whether one value is said of a property of the thing itself, which the editors do not adopt."""
        return any(matter.contested and not matter.disputed for matter in self.records.own)

    def said(self, name: str) -> Term | None:
        """Return the first value of the property with this short name, such as `mp:sourceKind`."""
        values = (each for found, each in self.statements.items() if text(found) == name)
        return next((each[0].value for each in values), None)


def read_thing(iri: str, most: int) -> Thing:
    """Return all that the dataset says on the thing with this IRI; of more than `most` records of a kind, in brief."""
    said = [Statement(row["property"], row["value"], row["precision"]) for row in rows_on("statements", iri)]
    records = read_records(iri, most)
    kinds = _values(said, (_TYPE,))
    return Thing(
        iri=NamedNode(iri),
        kinds=kinds,
        names=_values(said, _LABELS),
        leads=_values(said, _LEADS),
        notes=rows_on("notes", iri),
        weighings=read_weighings(iri) if NamedNode(f"{_MP}Statement") in kinds else (),
        records=records,
        statements=_statements(said, records.own),
        claims=part_of([witness(row) for row in rows_on("claims", iri)], "claims", _CLAIMS),
        links=_links(rows_on("links", iri)),
    )


def _values(said: Iterable[Statement], properties: Sequence[str]) -> list[Term | None]:
    found = [each for each in said if _iri(each.predicate) in properties]
    return [each.value for each in sorted(found, key=lambda each: _rank(each.value))]


def _rank(term: Term | None) -> int:
    """The languages in order: that of the page, English or none, others."""
    own = term.language if isinstance(term, Literal) else ""
    return 0 if own == language() else 1 if own in ("en", None) else 2


def _statements(said: Iterable[Statement], matters: Iterable[Matter]) -> dict[Term | None, list[Statement]]:
    # What is concluded stands on the thing too, but without how much of a date is known.
    concluded = {_iri(matter.predicate) for matter in matters}
    left = [each for each in said if _iri(each.predicate) not in _ELSEWHERE | concluded]
    return grouped(left, lambda each: each.predicate)


def _links(rows: Iterable[Row]) -> dict[tuple[Term | None, Term | None], list[Term | None]]:
    groups = grouped(rows, lambda row: (row["class"], row["property"]))
    return {kind: [row["subject"] for row in found] for kind, found in groups.items()}


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""
