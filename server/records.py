"""The records of a thing: in full where they are few, as a table where they are many."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from moonpact.graph.engine import Row, Term
from moonpact.server.evidence import Matter, grouped, matters_on
from moonpact.server.pages import rows_on

_COLUMNS: Final = 5


@dataclass(frozen=True)
class Record:
    """A record of the thing, and what is concluded on it."""

    iri: Term | None
    kind: Term | None
    contested: bool
    matters: Sequence[Matter]

    def on(self, predicate: Term | None) -> Matter | None:
        """Return the matter of this property, if there is one."""
        return next((matter for matter in self.matters if matter.predicate == predicate), None)


@dataclass(frozen=True)
class Group:
    """The records of one kind; where they are many, the properties that a table of them has."""

    kind: Term | None
    records: Sequence[Record]
    columns: Sequence[Term | None]


@dataclass(frozen=True)
class Records:
    """The matters on the thing itself, and its records by kind."""

    own: Sequence[Matter]
    groups: Sequence[Group]


def read_records(iri: str, most: int) -> Records:
    """Return the records of the thing; more than `most` of one kind are shown as a table."""
    matters = grouped(matters_on(iri), lambda matter: matter.about)
    records = [_record(row, matters.pop(row["record"], [])) for row in rows_on("records", iri)]
    groups = grouped(records, lambda record: record.kind).items()
    return Records(
        own=[matter for found in matters.values() for matter in found],
        groups=[Group(kind, found, _columns(found) if len(found) > most else ()) for kind, found in groups],
    )


def _record(row: Row, matters: Sequence[Matter]) -> Record:
    return Record(row["record"], row["class"], any(matter.disputed for matter in matters), matters)


def _columns(records: Iterable[Record]) -> Sequence[Term | None]:
    """The properties on which most is concluded."""
    counts = Counter(matter.predicate for record in records for matter in record.matters)
    return [predicate for predicate, _ in counts.most_common(_COLUMNS)]
