"""All that the page of one thing shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moonpact.graph.engine import Literal, NamedNode, Row, Term
from moonpact.graph.prefixes import PREFIXES
from moonpact.server.evidence import Matter, Witness, grouped, matters_on, witness
from moonpact.server.language import language
from moonpact.server.pages import rows_on

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


@dataclass(frozen=True)
class Statement:
    """A value of a property; of a date, how much is known."""

    predicate: Term | None
    value: Term | None
    precision: Term | None


@dataclass(frozen=True)
class Record:
    """A record of the thing, and what is concluded on it."""

    iri: Term | None
    kind: Term | None
    contested: bool
    matters: Sequence[Matter]


@dataclass(frozen=True)
class Thing:
    """A thing, what is said of it, what is concluded on it and what points to it."""

    iri: NamedNode
    kinds: Sequence[Term | None]
    names: Sequence[Term | None]
    leads: Sequence[Term | None]
    notes: Sequence[Row]
    matters: Sequence[Matter]
    records: Mapping[Term | None, Sequence[Record]]
    statements: Mapping[Term | None, Sequence[Statement]]
    claims: Sequence[Witness]
    links: Mapping[tuple[Term | None, Term | None], Sequence[Term | None]]

    @property
    def contested(self) -> bool:
        """Whether sources disagree on the thing itself."""
        return any(matter.contested for matter in self.matters)


def read_thing(iri: str) -> Thing:
    """Return all that the dataset says on the thing with this IRI."""
    said = [Statement(row["property"], row["value"], row["precision"]) for row in rows_on("statements", iri)]
    records = rows_on("records", iri)
    on_records, own = _by_record(matters_on(iri), records)
    return Thing(
        iri=NamedNode(iri),
        kinds=_values(said, (_TYPE,)),
        names=_values(said, _LABELS),
        leads=_values(said, _LEADS),
        notes=rows_on("notes", iri),
        matters=own,
        records=grouped(_records(records, on_records), lambda record: record.kind),
        statements=_statements(said, own),
        claims=[witness(row) for row in rows_on("claims", iri)],
        links=_links(rows_on("links", iri)),
    )


def _values(said: Iterable[Statement], properties: Sequence[str]) -> list[Term | None]:
    found = [each for each in said if _iri(each.predicate) in properties]
    return [each.value for each in sorted(found, key=lambda each: _rank(each.value))]


def _rank(term: Term | None) -> int:
    """The languages in order: that of the page, English or none, others."""
    own = term.language if isinstance(term, Literal) else ""
    return 0 if own == language() else 1 if own in ("en", None) else 2


def _by_record(
    matters: Iterable[Matter], records: Iterable[Row]
) -> tuple[dict[Term | None, list[Matter]], list[Matter]]:
    """The matters on each record, and the others, which are on the thing itself or are itself."""
    of_records = {row["record"] for row in records}
    by_subject = grouped(matters, lambda matter: matter.about)
    own = [matter for about, found in by_subject.items() if about not in of_records for matter in found]
    return {about: found for about, found in by_subject.items() if about in of_records}, own


def _records(rows: Iterable[Row], matters: Mapping[Term | None, Sequence[Matter]]) -> Iterable[Record]:
    for row in rows:
        found = matters.get(row["record"], ())
        yield Record(row["record"], row["class"], any(matter.contested for matter in found), found)


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
