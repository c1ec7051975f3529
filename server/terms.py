"""How terms of the graph read: text, language, numbers, dates in words."""

import re
from datetime import date
from typing import Final

from moonpact.graph.engine import Literal, NamedNode, Term
from moonpact.graph.prefixes import PREFIXES, shorten
from moonpact.server.language import long_date

_XSD: Final = PREFIXES["xsd"]
_NUMBERS: Final = {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float", "nonNegativeInteger")}
_KNOWN: Final = {"year": len("2025"), "month": len("2025-04")}
_LOCAL_NAME: Final = re.compile(r"[^/#:]+(?=[/#]?$)")
_INNER_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def text(term: Term | None) -> str:
    """Return the text of a literal, and the short form of an IRI."""
    match term:
        case None:
            return ""
        case Literal(value=value):
            return value
        case NamedNode(value=iri):
            return shorten(iri)
        case _:
            return str(term)


def language(term: Term | None) -> str | None:
    """Return the language of the term, if it is a text in one."""
    return term.language if isinstance(term, Literal) else None


def is_plain(term: Term | None) -> bool:
    """Tell whether the term is a text without a language."""
    return isinstance(term, Literal) and term.datatype.value == f"{_XSD}string"


def is_iri(term: Term | None) -> bool:
    """Tell whether the term is an IRI."""
    return isinstance(term, NamedNode)


def is_valid_iri(iri: str) -> bool:
    """Tell whether the text is an absolute IRI."""
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True


def is_number(term: Term | None) -> bool:
    """Tell whether the term is a number."""
    return isinstance(term, Literal) and term.datatype.value in _NUMBERS


def is_date(term: Term | None) -> bool:
    """Tell whether the term is a date."""
    return isinstance(term, Literal) and term.datatype.value == f"{_XSD}date"


def is_boolean(term: Term | None) -> bool:
    """Tell whether the term is true or false."""
    return isinstance(term, Literal) and term.datatype.value == f"{_XSD}boolean"


def is_true(term: Term | None) -> bool:
    """Tell whether the term is the boolean true."""
    return is_boolean(term) and text(term) in ("true", "1")


def as_known(term: Term | None, precision: Term | None = None) -> str:
    """Return a date as 2025-04-29, 2025-04 or 2025, as its precision allows; other terms as text."""
    return text(term)[: _KNOWN.get(text(precision))] if is_date(term) else text(term)


def in_words(term: Term | None, precision: Term | None = None, in_language: str = "en") -> str:
    """Return a date as '29 April 2025', 'April 2025' or '2025', as its precision allows; other terms as text."""
    if not is_date(term):
        return text(term)
    try:
        day = date.fromisoformat(text(term))
    except ValueError:  # A year of five digits is a date of xsd, but none of Python.
        return text(term)
    return long_date(day, text(precision), in_language)


def plain_name(name: str) -> str:
    """Return words for what has no label: the local name of an IRI, or a name, with capitals taken apart."""
    match = _LOCAL_NAME.search(name)
    return _INNER_CAPITAL.sub(" ", match.group()).lower() if match else name
