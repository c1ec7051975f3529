"""How terms of the graph are shown to readers: text, address, language, dates in words."""

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from moonpact.graph.engine import Literal, NamedNode, Term
from moonpact.graph.formats import PREFIXES
from moonpact.server.state import settings

_XSD = PREFIXES["xsd"]
_NUMBERS = {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float", "nonNegativeInteger")}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]  # Not from the locale: a page is the same on every machine.
_LOCAL_NAME = re.compile(r"[^/#:]+(?=[/#]?$)")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


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


def shorten(iri: str) -> str:
    """Return the prefixed name of an IRI whose prefix we use, or else the IRI."""
    namespace = max((each for each in PREFIXES.values() if iri.startswith(each)), key=len, default="")
    prefix = next((name for name, each in PREFIXES.items() if each == namespace), None)
    local = iri.removeprefix(namespace)
    return f"{prefix}:{local}" if prefix and local and "/" not in local else iri


def href(iri: str) -> str | None:
    """Return where a link to the IRI leads: our page of it, or the web; nowhere for other schemes."""
    base = settings().base_iri
    if iri.startswith(base):
        path, hash_sign, fragment = iri.removeprefix(base).partition("#")
        return f"/{quote(path)}{hash_sign}{quote(fragment)}"
    return iri if iri.startswith(("https://", "http://")) else None


def link(term: Term | None) -> str | None:
    """Return where a link to the term leads, if it is an IRI."""
    return href(term.value) if isinstance(term, NamedNode) else None


def language(term: Term | None) -> str | None:
    """Return the language of the term, if it is a text in one."""
    return term.language if isinstance(term, Literal) else None


def is_number(term: Term | None) -> bool:
    """Tell whether the term is a number."""
    return isinstance(term, Literal) and term.datatype.value in _NUMBERS


def is_date(term: Term | None) -> bool:
    """Tell whether the term is a date."""
    return isinstance(term, Literal) and term.datatype.value == f"{_XSD}date"


def in_words(term: Term | None, precision: Term | None = None) -> str:
    """Return a date as '29 April 2025', 'April 2025' or '2025', as its precision allows; other terms as text."""
    if not is_date(term):
        return text(term)
    try:
        day = date.fromisoformat(text(term))
    except ValueError:
        return text(term)
    month = f"{_MONTHS[day.month - 1]} {day.year}"
    return {"year": str(day.year), "month": month}.get(text(precision), f"{day.day} {month}")


def plain_name(iri: str) -> str:
    """Return words for an IRI that has no label: its local name, with capitals taken apart."""
    match = _LOCAL_NAME.search(iri)
    return _INNER_CAPITAL.sub(" ", match.group()).lower() if match else iri


FILTERS: Mapping[str, object] = {
    "href": href,
    "in_words": in_words,
    "is_date": is_date,
    "is_number": is_number,
    "language": language,
    "link": link,
    "plain_name": plain_name,
    "shorten": shorten,
    "text": text,
}
