"""The sentence that sums up an answer: a text of the question's head, with places that the rows of the answer fill.

`{country takesPart=true: country takes|countries take}` is the number of different values of `?country` in the rows
where `?takesPart` is true, with the form of the words that goes with it; `{rows}` is the number of rows;
`{sum copies}` adds numbers; `{least date}` and `{greatest date}` are values, `{names countryLabel}` is all of them.
A condition `name` wants a value, `name=` none; of an IRI, `name=value` and `name!=value` compare its last part.
What stands in `[…]` is left out where one of its places is 0 or has no value.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

What = Literal["count", "greatest", "least", "names", "sum"]

ROWS: Final = "rows"
# The plural forms of each language in the order in which they are written (Unicode CLDR, "Language Plural Rules").
FORMS: Final[Mapping[str, tuple[str, ...]]] = {"en": ("one", "other"), "zh": ("other",), "ru": ("one", "few", "many")}
_SECTION: Final = re.compile(r"\[([^\[\]]*)\]")
_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_WORD: Final = re.compile(r"(?P<name>[A-Za-z]\w*)(?:(?P<not>!?)=(?P<value>\S*))?")
_BRACKETS: Final = re.compile(r"[\[\]{}]")


@dataclass(frozen=True)
class Condition:
    """What the text of a variable must be in a row, or must not be; empty means no value, None means any."""

    variable: str
    value: str | None
    negated: bool = False


@dataclass(frozen=True)
class Place:
    """What the rows that meet all conditions fill in: a count with the forms of its words, or a value."""

    what: What
    variable: str
    conditions: tuple[Condition, ...] = ()
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A piece of the sentence, which may be one that is left out where it has nothing to say."""

    parts: tuple[str | Place, ...]
    optional: bool


Sentence = tuple[Section, ...]


class InvalidSentenceError(ValueError):
    """The sentence is not written as it must be."""


def parse_sentence(text: str, language: str, query: str) -> Sentence:
    """Return the sentence that a text in this language stands for.

    Raises:
        InvalidSentenceError: It is not written as it must be, or names a variable that the query does not have.
    """
    pieces = _SECTION.split(text)
    sections = (
        Section(tuple(_parts(piece, language)), bool(number % 2)) for number, piece in enumerate(pieces) if piece
    )
    found = tuple(sections)
    for name in sorted({name for section in found for part in section.parts for name in _names(part)}):
        if not re.search(rf"\?{name}\b", query):
            raise InvalidSentenceError(f"the query has no variable ?{name}")
    return found


def _names(part: str | Place) -> Iterator[str]:
    if isinstance(part, Place):
        yield from (each.variable for each in part.conditions)
        if part.variable != ROWS:
            yield part.variable


def _parts(piece: str, language: str) -> Iterator[str | Place]:
    for number, part in enumerate(_PLACE.split(piece)):
        if number % 2:
            yield _place(part, language)
        elif _BRACKETS.search(part):
            raise InvalidSentenceError(f"a bracket without its partner in '{part}'")
        elif part:
            yield part


def _place(text: str, language: str) -> Place:
    head, colon, written = text.partition(":")
    words = head.split()
    what = cast("What", words.pop(0)) if words and words[0] in get_args(What) else "count"
    if not words or "=" in words[0]:
        raise InvalidSentenceError(f"'{{{text}}}' names no variable")
    forms = tuple(form.strip() for form in written.split("|")) if colon else ()
    if forms and len(forms) != len(FORMS[language]):
        raise InvalidSentenceError(f"'{{{text}}}' has not the {len(FORMS[language])} forms of '{language}'")
    return Place(what, words[0], tuple(map(_condition, words[1:])), forms)


def _condition(word: str) -> Condition:
    match = _WORD.fullmatch(word)
    if match is None:
        raise InvalidSentenceError(f"'{word}' is no condition: write name, name=value or name!=value")
    return Condition(match["name"], match["value"], bool(match["not"]))
