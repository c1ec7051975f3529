"""What a view of the dataset is: a date, and whose word counts; and how its name is read."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from moonpact.graph.engine import Literal, NamedNode, Row, Store
from moonpact.graph.names import IDENTIFIERS, local_name
from moonpact.graph.prefixes import shorten
from moonpact.graph.sparql.query import select
from moonpact.queries.files import read_query

QUERY: Final = "views/sources"


class InvalidViewError(ValueError):
    """What is asked for is no view of the dataset; the message lists what there is."""


@dataclass(frozen=True)
class View:
    """The claims known by a date, of sources of these kinds or slugs or stated or announced by these bodies.

    None and an empty set leave nothing out.
    """

    as_of: date | None = None
    according_to: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """Return the view in one line: `as-of=2023-09-30; according-to=agency,government`."""
        return "; ".join(f"{name}={value}" for name, value in self.to_json().items() if value)

    def to_json(self) -> dict[str, str]:
        """Return the view as the texts that `View.from_json` and `parse_view` read."""
        as_of = self.as_of.isoformat() if self.as_of else ""
        return {"as-of": as_of, "according-to": ",".join(sorted(self.according_to))}

    def version_of(self, version: str) -> str:
        """Return the version of this view of the dataset of a version."""
        return f"{version}-{hashlib.blake2b(str(self).encode(), digest_size=4).hexdigest()}"

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

    def is_known_in(self, view: View) -> bool:
        """Tell whether the source is known by the date of the view."""
        return view.as_of is None or self.known <= view.as_of

    def is_named_in(self, view: View) -> bool:
        """Tell whether the view has the source with all that it says."""
        return not view.according_to or bool({self.kind, local_name(self.iri)} & view.according_to)


@dataclass(frozen=True)
class Sources:
    """The sources that there are, their kinds, and the bodies whose statements they report, in short."""

    kinds: frozenset[str]
    sources: tuple[Source, ...]
    bodies: frozenset[str]

    def unknown(self, names: Iterable[str]) -> list[str]:
        """Return the names that are neither of a kind, nor of a source, nor of a body."""
        return sorted({*names} - self.kinds - self._slugs - self.bodies)

    def nearest(self, name: str) -> list[str]:
        """Return the names of bodies and of sources that are most like the name."""
        same = sorted(body for body in self.bodies if local_name(body.replace(":", "/")) == local_name(name))
        return same or get_close_matches(name, sorted(self._slugs | self.bodies), n=5, cutoff=0.4)

    @property
    def last(self) -> date:
        """The day from which all sources are known."""
        return max((source.known for source in self.sources), default=date.min)

    @property
    def _slugs(self) -> frozenset[str]:
        return frozenset(local_name(source.iri) for source in self.sources)


def read_sources(rows: Iterable[Row]) -> Sources:
    """Return the sources that the solutions of `QUERY` tell of."""
    kinds, bodies, sources = set[str](), set[str](), list[Source]()
    for row in rows:
        kind, source, known, body = row["kind"], row["source"], row["known"], row["body"]
        if isinstance(body, NamedNode):
            bodies.add(shorten(body.value))
        if isinstance(kind, NamedNode):
            kinds.add(local_name(kind.value))
            if isinstance(source, NamedNode) and isinstance(known, Literal):
                sources.append(Source(source.value, local_name(kind.value), date.fromisoformat(known.value)))
    return Sources(frozenset(kinds), tuple(sources), frozenset(bodies))


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
        raise InvalidViewError(
            f"no kind of source, no source and no body that is quoted is called {said}; "
            f"there are {_listed(there, unknown)}"
        )
    return View(None if as_of is None else _required_date(as_of), names)


def _names(text: str) -> Sequence[str]:
    """The names in the text; of the ways to name a body, its IRI and its path are made its short form."""
    return [_short(name) for each in text.split(",") if (name := each.strip())]


def _short(name: str) -> str:
    return shorten(name if "://" in name or "/" not in name else IDENTIFIERS + name)


def _listed(there: Sources, unknown: Iterable[str]) -> str:
    nearest = sorted({near for name in unknown for near in there.nearest(name)})
    like = f", such as {', '.join(nearest)}" if nearest else ""
    kinds = f"the kinds {', '.join(sorted(there.kinds))}"
    bodies = f", the bodies {', '.join(sorted(there.bodies))}" if there.bodies else ""
    return f"{kinds}{bodies}, and {len(there.sources)} sources by their slugs{like}"


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
