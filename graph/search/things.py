"""Search: the things that a few words mean, the likeliest first.

A name that is equal, however it is written, comes first. Else a thing is as good as the share of the words that its
texts have, each word counted by how much it tells, together with how much of its best name the words are. A word may be
misspelt, unfinished or in other letters; another number is another word.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from moonpact.graph.search.index import NAMES, Index
from moonpact.graph.search.texts import Text
from moonpact.graph.search.words import compact, fold, words

MOST_CHARACTERS: Final = 1_000
"""How long a search may be."""
EQUAL: Final = 0.9
"""The score that a thing with an equal name has at least, and every other thing less."""

_MOST_WORDS: Final = 24
_COVERAGE: Final = 0.6
_PRIOR: Final = 0.25
# What is worth less than this share of the best is left out.
_LEAST: Final = 0.35


class SearchTooLongError(ValueError):
    """There are more characters than a search may have."""

    def __init__(self, length: int) -> None:
        super().__init__(f"the text has {length:,} characters; a search may have {MOST_CHARACTERS:,}")


@dataclass(frozen=True)
class Hit:
    """A thing that was found: how good, from 0 to 1, and by which of its texts most."""

    thing: str
    score: float
    text: Text


@dataclass(frozen=True)
class Found:
    """How many things were found, and the best of them."""

    total: int
    hits: Sequence[Hit]


Allowed = Callable[[Text], bool]


@dataclass
class _Best:
    """What is found in the texts of a thing: each word of the search at its best, and the closest text."""

    shares: dict[int, float] = field(default_factory=dict[int, float])
    named: dict[int, float] = field(default_factory=dict[int, float])
    """The same in its names alone."""
    closeness: float = 0
    text: Text | None = None
    _rank: tuple[float, float] = (-1, -1)

    def take(self, text: Text, shares: Mapping[int, float], closeness: float) -> None:
        """Take what is found in a text of the thing."""
        _raise(self.shares, shares, text.weight)
        if text.role in NAMES:
            _raise(self.named, shares, text.weight)
        self.closeness = max(self.closeness, closeness)
        rank = closeness, text.weight * sum(shares.values())
        if rank > self._rank:
            self._rank, self.text = rank, text

    def score(self, tells: Sequence[float]) -> float:
        """Return how good the thing is, before how likely it is looked for."""
        coverage = sum(share * tells[number] for number, share in self.shares.items()) / sum(tells)
        return _COVERAGE * coverage + (1 - _COVERAGE) * self.closeness


def _raise(shares: dict[int, float], others: Mapping[int, float], weight: float) -> None:
    for number, share in others.items():
        shares[number] = max(shares.get(number, 0), share * weight)


def search(
    index: Index, text: str, limit: int, allowed: Allowed = lambda _: True, *, unfinished: bool = False
) -> Found:
    """Return the things that the text means.

    Args:
        index: What is searched.
        text: A name, an identifier, or some words of either or of a sentence.
        limit: How many things are returned at most.
        allowed: Tells of a text whether a thing may be found by it.
        unfinished: Whether the last word is still being written.

    Raises:
        SearchTooLongError: The text has too many characters.
    """
    if len(text) > MOST_CHARACTERS:
        raise SearchTooLongError(len(text))
    folded = fold(text)
    scores = _equal(index, text, folded, allowed)
    for hit in _alike(index, folded, allowed, unfinished=unfinished):
        if hit.thing not in scores:
            scores[hit.thing] = hit
    least = _LEAST * max((hit.score for hit in scores.values()), default=0)
    ordered = sorted((hit for hit in scores.values() if hit.score >= least), key=lambda hit: _order(index, hit))
    return Found(len(ordered), ordered[:limit])


def _order(index: Index, hit: Hit) -> tuple[float, float, int, str]:
    return -round(hit.score, 6), -index.prior(hit.thing), len(hit.text.value), hit.thing


def _equal(index: Index, text: str, folded: str, allowed: Allowed) -> dict[str, Hit]:
    """The things with an equal name, and the one whose IRI the text is."""
    found: dict[str, Hit] = {}
    for place in index.by_name.get(compact(folded), ()) if compact(folded) else ():
        named = index.texts[place]
        score = EQUAL + (1 - EQUAL) * named.weight * (1 - _PRIOR + _PRIOR * index.prior(named.thing))
        if allowed(named) and score > (found[named.thing].score if named.thing in found else 0):
            found[named.thing] = Hit(named.thing, score, named)
    if (name := index.name(text.strip())) and allowed(name):
        found[name.thing] = Hit(name.thing, 1.0, name)
    return found


def _alike(index: Index, folded: str, allowed: Allowed, *, unfinished: bool) -> Iterator[Hit]:
    asked = list(dict.fromkeys(words(folded)))[:_MOST_WORDS]
    meant = [index.vocabulary.meant(word, unfinished=unfinished and word == asked[-1]) for word in asked]
    tells = [_tells(index, word, each) for word, each in zip(asked, meant, strict=True)]
    best: dict[str, _Best] = defaultdict(_Best)
    for place, shares in _in_texts(index, meant).items():
        text = index.texts[place]
        if allowed(text):
            best[text.thing].take(text, shares, _closeness(index, place, tells, shares))
    _spread(index, best)
    for thing, found in best.items():
        score = found.score(tells) * (1 - _PRIOR + _PRIOR * index.prior(thing))
        if found.text:
            yield Hit(thing, EQUAL * score, found.text)


def _tells(index: Index, word: str, meant: Mapping[str, float]) -> float:
    """How much a word of the search tells: as much as the likeliest word that it may be."""
    return index.rarity(max(meant, key=lambda each: meant[each], default=word))


def _in_texts(index: Index, meant: Iterable[Mapping[str, float]]) -> dict[int, dict[int, float]]:
    """For each text that has any: which words of the search it has, by their numbers, and how likely they are meant."""
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for number, each in enumerate(meant):
        for word, share in each.items():
            for place in index.by_word.get(word, ()):
                found[place][number] = max(share, found[place].get(number, 0))
    return found


def _closeness(index: Index, place: int, tells: Sequence[float], shares: Mapping[int, float]) -> float:
    """How much of the search and of the text is in both (Dice's coefficient, of weights)."""
    text = index.texts[place]
    if text.role not in NAMES:
        return 0
    common = sum(share * tells[number] for number, share in shares.items())
    return text.weight * 2 * common / (sum(tells) + max(index.weight(place), common))


def _spread(index: Index, best: dict[str, _Best]) -> None:
    """Let things be found by the names of what they are linked to, together with a text of their own."""
    for thing, found in list(best.items()):
        for other, weight in index.links.get(thing, ()):
            if other in best:
                _raise(best[other].shares, found.named, weight)
