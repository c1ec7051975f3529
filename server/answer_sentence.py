"""The sentence that sums up the answer to a question, filled in from its rows."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from babel import Locale

from moonpact.graph.engine import NamedNode, QuerySolutions, Row
from moonpact.graph.names import local_name
from moonpact.queries.question import Question
from moonpact.queries.sentence import FORMS, ROWS, Condition, Place, Section, Sentence
from moonpact.server.terms import in_words, is_number, text

# How many names stand in a sentence.
_NAMES: Final = 8


def sentence_on(question: Question, solutions: QuerySolutions, language: str) -> str:
    """Return the sentence that sums up the answer, in the language or else in English; nothing where it has no row."""
    names = [variable.value for variable in solutions.variables]
    rows = [dict(zip(names, solution, strict=True)) for solution in solutions]
    spoken = language if language in question.sentences else "en"
    return _written(question.sentences.get(spoken, ()), rows, spoken) if rows else ""


def _written(sentence: Sentence, rows: Sequence[Row], language: str) -> str:
    written = "".join(_section(section, rows, language) for section in sentence)
    # A date in Russian ends with a full stop of its own.
    return written.replace("..", ".").strip()


def _section(section: Section, rows: Sequence[Row], language: str) -> str:
    filled = {part: _filled(part, rows, language) for part in section.parts if isinstance(part, Place)}
    if section.optional and any(value in ("", "0") or value.startswith("0 ") for value in filled.values()):
        return ""
    return "".join(filled[part] if isinstance(part, Place) else part for part in section.parts)


def _filled(place: Place, rows: Sequence[Row], language: str) -> str:
    met = [row for row in rows if all(_holds(each, row) for each in place.conditions)]
    if place.what in ("count", "sum"):
        return _counted(place, met, language)
    if place.what == "names":
        return _listed((text(row.get(place.variable)) for row in met), language)
    return _extreme(place, met, language)


def _holds(condition: Condition, row: Row) -> bool:
    term = row.get(condition.variable)
    found = local_name(term.value) if isinstance(term, NamedNode) else text(term)
    return bool(found) if condition.value is None else (found == condition.value) != condition.negated


def _counted(place: Place, rows: Sequence[Row], language: str) -> str:
    number = len(rows) if place.variable == ROWS else _number(place, rows)
    if not place.forms:
        return str(number)
    return f"{number} {place.forms[FORMS[language].index(_locale(language).plural_form(number))]}"


def _number(place: Place, rows: Sequence[Row]) -> int:
    terms = [row[place.variable] for row in rows if row.get(place.variable) is not None]
    return sum(int(text(term)) for term in terms) if place.what == "sum" else len(set(terms))


def _listed(found: Iterable[str], language: str) -> str:
    names = [name for name in dict.fromkeys(found) if name]
    return ("、" if language == "zh" else ", ").join(names[:_NAMES]) + (" …" if len(names) > _NAMES else "")


def _extreme(place: Place, rows: Sequence[Row], language: str) -> str:
    given = [row for row in rows if row.get(place.variable) is not None]
    if not given:
        return ""
    numeric = all(is_number(row[place.variable]) for row in given)
    values = [Decimal(text(row[place.variable])) if numeric else text(row[place.variable]) for row in given]
    row = given[values.index(min(values) if place.what == "least" else max(values))]
    return in_words(row[place.variable], row.get(f"{place.variable}Precision"), language)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)
