"""In which texts each word stands, and how much it tells."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import log1p
from typing import Final

from moonpact.graph.engine import Row
from moonpact.graph.search.texts import Text, Texts, read_texts
from moonpact.graph.search.vocabulary import Vocabulary
from moonpact.graph.search.words import compact, words
from moonpact.queries.files import read_query

QUERY: Final = "search/index"
NAMES: Final = ("name", "identifier")
"""The roles of the texts that each name a thing."""
_MOST_ROWS: Final = 100_000
_MOST_WORDS: Final = 80
_USUAL_PRIOR: Final = 0.5


class Index:
    """The texts of a dataset or of a view of it, by their words; threads may use it at the same time."""

    def __init__(self, texts: Texts, *, whole: bool = True) -> None:
        self.texts = texts.texts
        self.links = texts.links
        self.classes = texts.classes
        self.class_priors = texts.class_priors
        self.whole = whole
        """Whether all texts of the dataset are in it."""
        self.by_word: dict[str, list[int]] = defaultdict(list)
        """The places of the texts in which each word stands."""
        self._weights: dict[int, float] = {}
        for place, text in enumerate(self.texts):
            for word in set(words(text.folded)[:_MOST_WORDS]):
                self.by_word[word].append(place)

    @cached_property
    def _priors(self) -> Mapping[str, float]:
        known = self.class_priors
        return {
            thing: next((known[each] for each in classes if each in known), _USUAL_PRIOR)
            for thing, classes in self.classes.items()
        }

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all texts."""
        return Vocabulary(self.by_word)

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[int]]:
        """The places of the names, by what is the same however they are written."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self.texts):
            if text.role in NAMES:
                found[compact(text.folded)].append(place)
        return found

    @cached_property
    def names(self) -> Mapping[str, Sequence[Text]]:
        """The names of each thing, and after them its sentences; the weightiest first."""
        found: dict[str, list[Text]] = defaultdict(list)
        for text in self.texts:
            if text.role in ("name", "sentence"):
                found[text.thing].append(text)
        return {thing: sorted(each, key=lambda text: -text.weight) for thing, each in found.items()}

    def prior(self, thing: str) -> float:
        """Return how likely somebody looks for the thing, by its classes, from 0 to 1."""
        return self._priors.get(thing, _USUAL_PRIOR)

    def rarity(self, word: str) -> float:
        """Return how much the word tells: the more, the fewer texts have it."""
        return log1p(len(self.texts) / len(self.by_word.get(word, "?")))

    def weight(self, place: int) -> float:
        """Return how much the words of the text at this place tell together."""
        if place not in self._weights:
            self._weights[place] = sum(map(self.rarity, set(words(self.texts[place].folded))))
        return self._weights[place]

    def name(self, thing: str, language: str | None = None) -> Text | None:
        """Return the name of the thing in the language, or else in English, or in any; else a sentence on it."""
        names = self.names.get(thing, ())
        in_language = (name for wanted in (language, "en") if wanted for name in names if name.language == wanted)
        return next(in_language, names[0] if names else None)


def make_index(rows: Sequence[Row]) -> Index:
    """Return the index of what the query file `search/index` gives, which gives one row more than are read."""
    return Index(read_texts(rows[:_MOST_ROWS]), whole=len(rows) <= _MOST_ROWS)


def read_index(select: Callable[[str], Sequence[Row]]) -> Index:
    """Return the index of what answers SELECT queries."""
    return make_index(select(read_query(QUERY)))
