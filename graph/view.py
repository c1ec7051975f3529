"""Dataset views: the graph as known on a date, according to kinds of source or single sources, concluded anew."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, Store

from moonpact.graph.conclude import conclude, direct_triples
from moonpact.graph.engine import Literal, Row
from moonpact.graph.names import CONCLUSIONS_GRAPH, local_name
from moonpact.graph.query import select
from moonpact.queries.files import read_query

QUERY: Final = "views/sources"


class InvalidViewError(ValueError):
    """What is asked for is no view of the dataset; the message lists what there is."""


@dataclass(frozen=True)
class View:
    """The claims of sources known by a date, of these kinds or slugs; None and an empty set leave nothing out."""

    as_of: date | None = None
    according_to: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """Return the view in one line: `as-of=2023-09-30; according-to=agency,government`."""
        return "; ".join(f"{name}={value}" for name, value in self.to_json().items() if value)

    def to_json(self) -> dict[str, str]:
        """Return the view as the texts that `View.from_json` and `parse_view` read."""
        as_of = self.as_of.isoformat() if self.as_of else ""
        return {"as-of": as_of, "according-to": ",".join(sorted(self.according_to))}

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> "View":
        """Return the view that `to_json` wrote."""
        return cls(_date(table["as-of"]), frozenset(_names(table["according-to"])))


@dataclass(frozen=True)
class Source:
    """A source: its graph, its kind, and from when it counts as known."""

    iri: str
    kind: str
    known: date

    def counts_in(self, view: View) -> bool:
        """Tell whether the view has the source."""
        in_time = view.as_of is None or self.known <= view.as_of
        named = not view.according_to or bool({self.kind, local_name(self.iri)} & view.according_to)
        return in_time and named


@dataclass(frozen=True)
class Sources:
    """The sources that there are, and their kinds."""

    kinds: frozenset[str]
    sources: tuple[Source, ...]

    def unknown(self, names: Iterable[str]) -> list[str]:
        """Return the names that are neither of a kind nor of a source."""
        return sorted({*names} - self.kinds - self._slugs)

    def nearest(self, name: str) -> list[str]:
        """Return the slugs of sources that are most like the name."""
        return get_close_matches(name, sorted(self._slugs), n=5, cutoff=0.4)

    @property
    def last(self) -> date:
        """The day from which all sources are known."""
        return max((source.known for source in self.sources), default=date.min)

    @property
    def _slugs(self) -> frozenset[str]:
        return frozenset(local_name(source.iri) for source in self.sources)


def read_sources(rows: Iterable[Row]) -> Sources:
    """Return the sources that the solutions of `QUERY` tell of."""
    kinds: set[str] = set()
    sources: list[Source] = []
    for row in rows:
        kind, source, known = row["kind"], row["source"], row["known"]
        if isinstance(kind, NamedNode):
            kinds.add(local_name(kind.value))
            if isinstance(source, NamedNode) and isinstance(known, Literal):
                sources.append(Source(source.value, local_name(kind.value), date.fromisoformat(known.value)))
    return Sources(frozenset(kinds), tuple(sources))


def sources_of(store: Store) -> Sources:
    """Return the sources that a built dataset has."""
    return read_sources(select(store, read_query(QUERY)))


def parse_view(as_of: str | None, according_to: str | None, there: Sources) -> View | None:
    """Return the view that the texts name; None where neither is given.

    Raises:
        InvalidViewError: The date is none, or a name is of no kind of source and of no source.
    """
    if as_of is None and according_to is None:
        return None
    names = frozenset(_names(according_to or ""))
    if according_to is not None and not names:
        raise InvalidViewError(f"according-to names nothing; there are {_listed(there, ())}")
    if unknown := there.unknown(names):
        said = ", ".join(f"'{name}'" for name in unknown)
        raise InvalidViewError(f"no kind of source and no source is called {said}; there are {_listed(there, unknown)}")
    return View(None if as_of is None else _required_date(as_of), names)


def apply_view(store: Store, view: View) -> Store:
    """Return the store of the view: of a built dataset, what the sources of the view say, concluded anew."""
    left_out = {source.iri for source in sources_of(store).sources if not source.counts_in(view)}
    graphs = [each for each in store.named_graphs() if each != CONCLUSIONS_GRAPH and each.value not in left_out]
    made = Store()
    made.bulk_extend(_with_default(quad for each in graphs for quad in store.quads_for_pattern(None, None, None, each)))
    made.bulk_extend(_with_default(list(conclude(made))))
    made.bulk_extend(_with_default(list(direct_triples(made))))
    return made


def _with_default(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Each quad in its own graph and in the default graph; the blank nodes of a built dataset are canonical already."""
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object)


def _names(text: str) -> Sequence[str]:
    return [name for each in text.split(",") if (name := each.strip())]


def _listed(there: Sources, unknown: Iterable[str]) -> str:
    nearest = sorted({near for name in unknown for near in there.nearest(name)})
    like = f", such as {', '.join(nearest)}" if nearest else ""
    return f"the kinds {', '.join(sorted(there.kinds))}, and {len(there.sources)} sources by their slugs{like}"


def _required_date(text: str) -> date:
    found = _date(text)
    if found is None or found.isoformat() != text:
        raise InvalidViewError(f"'{text}' is no day of the calendar; expected is one such as 2023-09-30")
    return found


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
