"""What the tools for language models answer: short enough to read, with what was left out, the sources and the data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

_T = TypeVar("_T")
_CELL_CHARACTERS: Final = 800
_ANSWER_CHARACTERS: Final = 25_000


@dataclass(frozen=True)
class Data:
    """From which data an answer is."""

    dataset_version: str
    as_of: str
    """The last day by which a source counts as known."""
    according_to: str


@dataclass(frozen=True)
class Source:
    """A source: its IRI, how it is cited, and since when it is known."""

    iri: str
    citation: str
    known: str


@dataclass(frozen=True)
class Position:
    """A value, whether the graph adopts it, and who says so: each claim in a sentence, with its source."""

    value: str
    adopted: bool
    claims: list[str]


@dataclass(frozen=True)
class Finding:
    """What is said with one property of one thing; contested where there is more than one position."""

    iri: str
    about: str
    property: str
    contested: bool
    rule: str
    reason: str
    positions: list[Position]


@dataclass(frozen=True)
class Sources:
    """The sources of the claims, records and disagreements in an answer; other things have none of their own."""

    shown: str
    sources: list[Source]


@dataclass(frozen=True)
class Rows:
    """Rows of an answer, under the names of its columns."""

    data: Data
    shown: str
    """How many of how many rows stand here, and what was cut."""
    columns: list[str]
    rows: list[list[str]]
    sources: Sources


@dataclass(frozen=True)
class Hit:
    """A thing that was found: its short form, its name and kind, how good, from 0 to 1, and the text that it has."""

    thing: str
    name: str
    kind: str
    score: float
    text: str


@dataclass(frozen=True)
class Hits:
    """Things that were found, the likeliest first."""

    data: Data
    shown: str
    hits: list[Hit]
    sources: Sources


@dataclass(frozen=True)
class Findings:
    """Findings on things."""

    data: Data
    shown: str
    findings: list[Finding]
    sources: Sources


@dataclass(frozen=True)
class Description:
    """A thing: its names, what is said on it directly, and what is found on it and its records."""

    data: Data
    iri: str
    names: list[str]
    statements: dict[str, list[str]]
    shown: str
    findings: list[Finding]
    sources: Sources


@dataclass(frozen=True)
class Part:
    """Where a part of a list begins, and how many items it has at most."""

    offset: int
    limit: int

    def of(self, items: Sequence[_T]) -> Sequence[_T]:
        """Return the part, shorter where its items are so long that it could not be read."""
        taken: list[_T] = []
        left = _ANSWER_CHARACTERS
        for item in items[self.offset : self.offset + self.limit]:
            left -= len(repr(item))
            if taken and left < 0:
                break
            taken.append(item)
        return taken

    def told(self, taken: int, total: int, what: str) -> str:
        """Return how many of how many are shown, and how to have the others."""
        if taken == total:
            return f"{total:,} of {total:,} {what}"
        if not taken:
            return f"none of {total:,} {what}: offset {self.offset:,} is beyond the last"
        end = self.offset + taken
        more = f"; for more, ask again with offset={end}" if end < total else ""
        return f"{what} {self.offset + 1:,} to {end:,} of {total:,}{more}"


def cut(text: str) -> str:
    """Return the text, cut if it is long, with how much is missing."""
    missing = len(text) - _CELL_CHARACTERS
    return text if missing <= 0 else f"{text[:_CELL_CHARACTERS]}… (cut: {missing:,} characters more)"


def few(texts: Sequence[str], most: int) -> list[str]:
    """Return the first of the texts, and how many more there are."""
    more = len(texts) - most
    return [*texts] if more <= 0 else [*texts[:most], f"… ({more:,} more)"]


def sources_of(found: Sequence[Source], most: int) -> Sources:
    """Return the first of the sources, and how many of how many these are."""
    if not found:
        return Sources("none: no claim, record or disagreement is in this answer; its columns may name sources", [])
    part = Part(0, most)
    shown = part.of(found)
    return Sources(f"{len(shown):,} of {len(found):,} sources", list(shown))
