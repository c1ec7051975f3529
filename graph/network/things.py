"""The network of things: what is concluded on who signed, takes part in, operates, builds or gives what."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from moonpact.graph.engine import Literal, NamedNode, Row, Term
from moonpact.graph.names import IDENTIFIERS, local_name
from moonpact.queries.files import read_query

# The solutions of a SELECT query.
Select = Callable[[str], Sequence[Row]]
Names = Mapping[str, str]
"""The names of a term by language tag; of one without a tag, by the empty text."""

# The classes of nodes, as the queries have them.
CLASSES: Final = (
    "Country",
    "Organization",
    "Agency",
    "Initiative",
    "Instrument",
    "Mission",
    "Spacecraft",
    "Payload",
    "Facility",
    "Phase",
)
# The classes of records, and the properties of things, that edges come from; as the queries have them.
RELATIONS: Final = (
    "Signature",
    "Participation",
    "Approval",
    "Event",
    "Contribution",
    "Plan",
    "Leadership",
    "Launch",
    "Landing",
    "builder",
    "country",
    "initiative",
    "initiator",
    "issuedBy",
    "operator",
    "partOf",
    "serves",
)
# The top concepts of the scheme of statuses.
GROUPS: Final = ("taking-part", "prospective", "in-preparation", "paused", "unconfirmed-group", "not-taking-part")
# The concepts of the scheme of kinds of source.
SOURCE_KINDS: Final = (
    "government",
    "agency",
    "organization",
    "news-agency",
    "state-media",
    "news",
    "trade-press",
    "think-tank",
    "academic",
    "reference",
    "dataset",
    "web",
    "editorial",
)
# A relation that is denied is none: it is in the network only where it is asked for.
DENIED: Final = "not-taking-part"
_LENGTHS: Final = {"year": len("2025"), "month": len("2025-04")}


@dataclass(frozen=True)
class Node:
    """A thing: its IRI, class, kinds, what it takes part in, and its names."""

    iri: str
    class_: str
    kinds: tuple[str, ...]
    initiatives: tuple[str, ...]
    names: Names

    @property
    def id(self) -> str:
        """The IRI, without the base that most have."""
        return short_id(self.iri)


@dataclass(frozen=True)
class Edge:
    """A relation of two things, with what is concluded on it.

    `relation` is the local name of the class of the record that tells of it, or of the property that stands on the
    source. `group` is the top concept of the status. The days are as precise as they are known: 2023, 2023-12 or
    2023-12-06. `source_kinds` has the kinds of the sources that support it.
    """

    source: str
    target: str
    relation: str
    record: str = ""
    status: str = ""
    group: str = ""
    start: str = ""
    end: str = ""
    sources: int = 0
    source_kinds: tuple[str, ...] = ()
    contested: bool = False

    @property
    def id(self) -> str:
        """What no other edge has: its relation and its two ends, and the record if there is one."""
        ends = f"{self.relation}:{short_id(self.source)}>{short_id(self.target)}"
        return f"{ends}:{short_id(self.record)}" if self.record else ends


@dataclass(frozen=True)
class Network:
    """Nodes by IRI, edges, names of terms by local name, the day of the newest source, and what is left out.

    Of a part, `neighbours` tells how many things each node is tied to, be they drawn or left out.
    """

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    names: Mapping[str, Names]
    known: str
    nodes_left_out: int = 0
    edges_left_out: int = 0
    neighbours: Mapping[str, int] = field(default_factory=dict[str, int])


def short_id(iri: str) -> str:
    """Return the IRI relative to `IDENTIFIERS`, or as it is where it has another base."""
    return iri.removeprefix(IDENTIFIERS)


def read_network(select: Select) -> Network:
    """Return the network that the queries `exports/network-*` find."""
    nodes = _nodes(_ask(select, "things"))
    days = _days(_ask(select, "dates"))
    found = [*_ask(select, "records"), *_ask(select, "statements")]
    edges = sorted((_edge(row, days) for row in found), key=lambda edge: edge.id)
    return Network(
        nodes=dict(sorted(nodes.items())),
        edges=tuple(edge for edge in edges if edge.source in nodes and edge.target in nodes),
        names=_names(_ask(select, "names"), "term", local_name),
        known=_text(_ask(select, "known")[0]["day"]),
    )


def named(names: Names, language: str) -> str:
    """Return the name in the language, else in English, else any."""
    return names.get(language) or names.get("en") or next(iter(names.values()), "")


def _ask(select: Select, name: str) -> Sequence[Row]:
    return select(read_query(f"exports/network-{name}"))


def _nodes(rows: Iterable[Row]) -> dict[str, Node]:
    rows = list(rows)
    kinds, initiatives = (_values(rows, name) for name in ("kind", "initiative"))
    names = _names((row for row in rows if row["label"] is not None), "thing", str)
    classes = {_text(row["thing"]): local_name(_text(row["class"])) for row in rows}
    return {
        iri: Node(iri, class_, kinds.get(iri, ()), initiatives.get(iri, ()), names.get(iri, {"": short_id(iri)}))
        for iri, class_ in classes.items()
    }


def _values(rows: Iterable[Row], name: str) -> dict[str, tuple[str, ...]]:
    """The local names of the IRIs in a column, by thing."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if isinstance(row[name], NamedNode):
            found.setdefault(_text(row["thing"]), []).append(local_name(_text(row[name])))
    return {thing: tuple(dict.fromkeys(values)) for thing, values in found.items()}


def _names(rows: Iterable[Row], name: str, key: Callable[[str], str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        label = row["label"]
        if isinstance(label, Literal):
            found.setdefault(key(_text(row[name])), {}).setdefault(label.language or "", label.value)
    return found


def _days(rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    """The best known day of each record and bound, as precise as it is known."""
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        day = _text(row["day"])[: _LENGTHS.get(_text(row["precision"]))]
        found.setdefault((_text(row["record"]), _text(row["bound"])), day)
    return found


def _edge(row: Row, days: Mapping[tuple[str, str], str]) -> Edge:
    record = _text(row.get("record"))
    return Edge(
        source=_text(row["source"]),
        target=_text(row["target"]),
        relation=local_name(_text(row["relation"])),
        record=record,
        status=local_name(_text(row.get("status"))),
        group=local_name(_text(row.get("group"))),
        start=days.get((record, "from"), ""),
        end=days.get((record, "until"), ""),
        sources=int(_text(row["sources"]) or 0),
        source_kinds=tuple(sorted(map(local_name, _text(row["sourceKinds"]).split()))),
        contested=_text(row["contested"]) == "true",
    )


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
