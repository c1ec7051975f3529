"""What the tools for language models read of the graph: names, findings, and the sources behind an answer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Final

from moonpact.graph.engine import Literal, NamedNode, Row, Term
from moonpact.graph.execution.served import Served
from moonpact.graph.names import IDENTIFIERS
from moonpact.graph.prefixes import PREFIXES, shorten
from moonpact.graph.search.index import Index, read_index
from moonpact.graph.view import QUERY, read_sources
from moonpact.library import LocalGraph
from moonpact.queries.files import read_query
from moonpact.server.cache import Cache
from moonpact.server.evidence import Matter, Witness, grouped, read_matters
from moonpact.server.evidence import Position as Held
from moonpact.server.labels import Labels, read_labels
from moonpact.server.mcp.answers import Data, Finding, Position, Source, Sources, cut, few, sources_of
from moonpact.server.per_version import PerVersion
from moonpact.server.terms import as_known, is_valid_iri, text

# Of how many views it is kept.
_VIEWS: Final = 11
ByNode = Mapping[str, list[Source]]
_CLAIMS: Final = 20
_SOURCES: Final = 100


@dataclass(frozen=True)
class View:
    """The texts that name a view of the graph; None leaves nothing out."""

    as_of: str | None = None
    according_to: str | None = None


class Reader:
    """Reads a graph; threads may use it at the same time."""

    def __init__(self, graph: LocalGraph) -> None:
        self.graph = graph
        """The graph that is read."""
        self._sources: Cache[str, ByNode] = Cache(_VIEWS)
        self._indexes = PerVersion(lambda served: read_index(served.select))
        self._lock = Lock()

    def served(self, view: View) -> Served:
        """Return what answers queries on the view.

        Raises:
            InvalidViewError, BusyError, …: As `LocalGraph.served`.
        """
        return self.graph.served(view.as_of, view.according_to)

    def data(self, view: View) -> Data:
        """Return from which data answers on the view are."""
        served = self.served(view)
        return Data(served.version, view.as_of or self._last, view.according_to or "all sources")

    def rows_on(self, name: str, iri: str, view: View) -> list[Row]:
        """Return the solutions of the page query of this name on the thing with this IRI."""
        return self.served(view).select(read_query(f"pages/{name}"), {"thing": NamedNode(iri)})

    def rows(self, name: str) -> list[Row]:
        """Return the solutions of the page query of this name."""
        return self.served(View()).select(read_query(f"pages/{name}"))

    def index(self, view: View) -> Index:
        """Return what can be searched of the view."""
        return self._indexes.of(self.served(view))

    def findings(self, iri: str, view: View) -> list[Finding]:
        """Return what is found on a thing and on its records, or on all of a class."""
        return [self._finding(matter) for matter in read_matters(self.rows_on("matters", iri, view))]

    def sources(self, iris: Iterable[str], view: View) -> Sources:
        """Return the sources of the claims, records, conclusions and disagreements among these IRIs, each once."""
        known = self._known_sources(view)
        found = dict.fromkeys(source for iri in iris for source in known.get(iri, ()))
        return sources_of(list(found), _SOURCES)

    def name(self, term: Term | None) -> str:
        """Return the name of what an IRI stands for, with its short form; other terms as text."""
        if not isinstance(term, NamedNode):
            return text(term)
        label = self.labels.get(term.value)
        return f"{label.value} ({shorten(term.value)})" if label else shorten(term.value)

    @cached_property
    def labels(self) -> Labels:
        """One name for each IRI; names are of things, and these a view does not change."""
        return read_labels(self.served(View()))["en"]

    @cached_property
    def _last(self) -> str:
        return read_sources(self.served(View()).select(read_query(QUERY))).last.isoformat()

    def _known_sources(self, view: View) -> ByNode:
        served = self.served(view)
        with self._lock:
            if (kept := self._sources.get(served.version)) is None:
                rows = served.select(read_query("pages/witnesses"))
                by_node = grouped(rows, lambda row: text_of(row["node"]))
                kept = {node: [_source(row) for row in found] for node, found in by_node.items()}
                self._sources.put(served.version, kept, 1)
            return kept

    def _finding(self, matter: Matter) -> Finding:
        return Finding(
            iri=text(matter.iri),
            about=self.name(matter.about),
            property=text(matter.predicate),
            contested=matter.contested,
            rule="none: left open" if matter.is_open else self.name(matter.reason.rule),
            reason=text(matter.reason.sentence),
            positions=[self._position(held) for held in matter.positions],
        )

    def _position(self, held: Held) -> Position:
        claims = [cut(_said(witness)) for witness in held.witnesses]
        return Position(", ".join(self._values(held)) or "no value", held.preferred, few(claims, _CLAIMS))

    def _values(self, held: Held) -> Iterator[str]:
        value = held.value
        for term in value.terms:
            yield as_known(term, value.precision) if isinstance(term, Literal) else self.name(term)
        for words, bound in (("at least", value.minimum), ("at most", value.maximum)):
            if bound is not None:
                yield f"{words} {text(bound)}"


def full_iri(name: str) -> str | None:
    """Return the IRI that is named in full, in short (`country:egypt`) or by its path (`country/egypt`), if any is."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        iri = PREFIXES[prefix] + local
    elif "://" in name or name.startswith("urn:"):
        iri = name
    else:
        iri = IDENTIFIERS + name.removeprefix("/").removeprefix("id/")
    return iri if is_valid_iri(iri) else None


def text_of(term: Term | None) -> str:
    """Return the IRI, or the text of another term."""
    return term.value if isinstance(term, NamedNode) else text(term)


def _source(row: Row) -> Source:
    return Source(text(row["source"]), text(row["citation"]), text(row["known"]))


def _said(witness: Witness) -> str:
    inferred = " (inferred)" if text(witness.certainty) == "inferred" else ""
    return f"{text(witness.sentence)}{inferred} [{text(witness.citation)}; {text(witness.claim)}]"
