"""The words that texts have, and which of them a word of a search may mean."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

from moonpact.graph.search.words import romanized

_SHORTEST_SIMILAR: Final = 4
_LEAST_SIMILARITY: Final = 0.7
_MOST_SIMILAR: Final = 30
_SHORTEST_BEGUN: Final = 3


class Vocabulary:
    """The different words of all texts."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words)
        self._romanized = [romanized(word) if _may_be_misspelt(word) else "" for word in self._words]

    def meant(self, word: str, *, unfinished: bool = False) -> dict[str, float]:
        """Return the words that a word may mean, each with how likely it is that one, from 0 to 1.

        Args:
            word: A word of a search, folded.
            unfinished: Whether the word is still being written.
        """
        found = dict(self._similar(word)) if _may_be_misspelt(word) else {}
        if unfinished or len(word) >= _SHORTEST_BEGUN:
            found |= {longer: max(share, found.get(longer, 0)) for longer, share in self._begun(word, unfinished)}
        return found | ({word: 1.0} if self._has(word) else {})

    def _has(self, word: str) -> bool:
        place = bisect_left(self._words, word)
        return place < len(self._words) and self._words[place] == word

    def _begun(self, word: str, unfinished: bool) -> Iterator[tuple[str, float]]:
        if word.isdigit() and not unfinished:
            return
        least = 0.9 if unfinished else 0.6
        for longer in islice(self._words, bisect_left(self._words, word), None):
            if not longer.startswith(word):
                return
            yield longer, least + (0.98 - least) * len(word) / len(longer)

    def _similar(self, word: str) -> Iterator[tuple[str, float]]:
        scorer = DamerauLevenshtein.normalized_similarity
        alike = extract(
            romanized(word), self._romanized, scorer=scorer, limit=_MOST_SIMILAR, score_cutoff=_LEAST_SIMILARITY
        )
        yield from ((self._words[place], 0.97 * similarity) for _, similarity, place in alike)


def _may_be_misspelt(word: str) -> bool:
    # Another number is never the one that is meant, and two Chinese characters have nothing to be similar by.
    return len(word) >= _SHORTEST_SIMILAR and word.isalpha()
