"""What templates can do with terms: where a link leads, which name is shown, in which language."""

import re
from collections.abc import Callable, Container, Mapping
from datetime import date
from typing import Final
from urllib.parse import quote

from jinja2 import pass_context
from jinja2.runtime import Context

from moonpact.graph.engine import Literal, NamedNode, Term
from moonpact.graph.names import local_name
from moonpact.graph.network.things import CLASSES
from moonpact.graph.prefixes import PREFIXES, shorten
from moonpact.queries.question import Question
from moonpact.server import terms
from moonpact.server.dials import here
from moonpact.server.language import language, long_date, translate
from moonpact.server.result_table import title
from moonpact.server.state import labels, report, settings, source_kinds

# Names of borrowed properties that their own names do not tell a reader.
BORROWED: Final = {
    f"{PREFIXES['dcterms']}bibliographicCitation": "cited as",
    f"{PREFIXES['dcterms']}created": "created",
    f"{PREFIXES['dcterms']}identifier": "identifier",
    f"{PREFIXES['dcterms']}isReplacedBy": "replaced by",
    f"{PREFIXES['dcterms']}issued": "issued",
    f"{PREFIXES['dcterms']}language": "language",
    f"{PREFIXES['dcterms']}publisher": "publisher",
    f"{PREFIXES['dcterms']}subject": "subject",
    f"{PREFIXES['owl']}inverseOf": "inverse of",
    f"{PREFIXES['prov']}Entity": "entity",
    f"{PREFIXES['rdf']}value": "value",
    f"{PREFIXES['rdfs']}seeAlso": "see also",
    f"{PREFIXES['skos']}Concept": "concept",
    f"{PREFIXES['skos']}ConceptScheme": "scheme of concepts",
    f"{PREFIXES['skos']}broader": "broader",
    f"{PREFIXES['skos']}inScheme": "in scheme",
    f"{PREFIXES['skos']}notation": "notation",
    f"{PREFIXES['skos']}scopeNote": "note on use",
    f"{PREFIXES['skos']}topConceptOf": "at the top of",
    f"{PREFIXES['prov']}wasDerivedFrom": "source",
    f"{PREFIXES['rdfs']}range": "range",
    f"{PREFIXES['rdfs']}subClassOf": "narrower than",
    f"{PREFIXES['rdfs']}subPropertyOf": "narrower than",
    f"{PREFIXES['schema']}domainIncludes": "said of",
    f"{PREFIXES['schema']}rangeIncludes": "leads to",
    f"{PREFIXES['schema']}url": "address",
    f"{PREFIXES['skos']}altLabel": "also called",
    f"{PREFIXES['skos']}exactMatch": "same as",
}
# Whose records things are the same as.
_KEEPERS: Final = {"http://www.wikidata.org/entity/": "Wikidata", "https://ror.org/": "ROR"}
# A word in Latin letters, and no more than names and sentences have: codes have capitals only.
_LATIN: Final = re.compile(r"^[^\u0400-\u04ff\u3040-\u9fff]*[a-z]{2}[^\u0400-\u04ff\u3040-\u9fff]*$")

# A name in the quotation marks of one of the languages.
_QUOTED: Final = re.compile(r"['“«](?P<name>[A-Za-z]\w*)['”»]")


def href(iri: str) -> str | None:
    """Return where a link to the IRI leads: our page of it, or the web; nowhere for other schemes."""
    base = settings().base_iri
    if iri.startswith(base):
        path, hash_sign, fragment = iri.removeprefix(base).partition("#")
        return here(f"/{quote(path)}{hash_sign}{quote(fragment)}")
    return iri if iri.startswith(("https://", "http://")) else None


def is_among(term: Term | None, names: Container[str]) -> bool:
    """Tell whether the short form of the IRI is among the names."""
    return terms.text(term) in names


def local(term: Term | None) -> str:
    """Return the last part of an IRI."""
    return local_name(term.value) if isinstance(term, NamedNode) else ""


def network_href(iri: NamedNode) -> str:
    """Return where the network around the thing is."""
    return f"/network/{quote(iri.value.removeprefix(f'{settings().base_iri}id/'))}"


def is_drawn(kind: Term | None) -> bool:
    """Tell whether things of the class stand in the network."""
    return isinstance(kind, NamedNode) and kind.value in {f"{PREFIXES['mp']}{name}" for name in CLASSES}


def link(term: Term | None) -> str | None:
    """Return where a link to the term leads, if it is an IRI."""
    return href(term.value) if isinstance(term, NamedNode) else None


def rule_link(rule: NamedNode) -> str:
    """Return where the page of the rules explains the rule."""
    return here(f"/rules#{quote(local_name(rule.value))}")


def label(term: Term | None) -> Term | None:
    """Return the name of what the IRI stands for, if it has one; other terms stand for themselves."""
    return labels().get(term.value, Literal(_outside(term.value))) if isinstance(term, NamedNode) else term


def _outside(iri: str) -> str:
    """Return a short name of what has none here: of records of others, who keeps them and their number."""
    keeper, start = next(((name, start) for start, name in _KEEPERS.items() if iri.startswith(start)), ("", ""))
    return f"{keeper} {iri.removeprefix(start)}" if keeper else shorten(iri)


def named(term: NamedNode, given: Term | None = None) -> Term | None:
    """Return the name that is given for a thing, unless it has one in the language of the page and this is none."""
    known = label(term)
    return known if given is None or terms.language(known) == language() else given


def spoken(term: Term | None) -> str | None:
    """Return the language of a text; what the package's data says in Latin letters without one is in English."""
    own = terms.language(term)
    return "en" if own is None and report() and terms.is_plain(term) and _LATIN.search(terms.text(term)) else own


def known_name(iri: str) -> Term | None:
    """Return the name of what the IRI stands for, if it has one."""
    return labels().get(iri)


def name(iri: str) -> str:
    """Return the name of what the IRI stands for, or else its path."""
    return labels()[iri].value if iri in labels() else iri.removeprefix(settings().base_iri)


def words(term: Term | None) -> str:
    """Return the name of a property or class in words."""
    if not isinstance(term, NamedNode):
        return terms.text(term)
    found = labels().get(term.value)
    return found.value if found else translate(BORROWED.get(term.value, terms.plain_name(term.value)))


def in_words(term: Term | None, precision: Term | None = None) -> str:
    """Return a date in words in the language of the page, as its precision allows; other terms as text."""
    return terms.in_words(term, precision, language())


def column_title(name: str) -> str:
    """Return the name of a column of an answer in words, in the language of the page."""
    return translate(terms.plain_name(name))


def columns_in_words(summary: str, question: Question) -> str:
    """Return a summary with the titles of columns in the place of the names of their variables."""

    def named(quoted: re.Match[str]) -> str:
        name = quoted["name"]
        is_column = re.search(rf"\?{name}(Label)?\b", question.text)
        return f"“{column_title(title(name))}”" if is_column else quoted[0]

    return _QUOTED.sub(named, summary)


def day_in_words(day: date) -> str:
    """Return a day in words, in the language of the page."""
    return long_date(day, "day", language())


def sources_in_words(names: str) -> str:
    """Return the kinds of source and the single ones that a view names, by their names where they have one."""
    known = dict(source_kinds())
    return ", ".join(known.get(each.strip(), each.strip()) for each in names.split(","))


@pass_context
def here_in(_: Context, path: str) -> str:
    """Return the address of another page of the site, with the dials of this one."""
    # With a context, because the compiler of templates takes what a filter makes of a constant for a constant.
    return here(path)


FILTERS: Mapping[str, Callable[..., object]] = {
    "as_known": terms.as_known,
    "column_title": column_title,
    "columns_in_words": columns_in_words,
    "day_in_words": day_in_words,
    "here": here_in,
    "href": href,
    "in_words": in_words,
    "known_name": known_name,
    "label": label,
    "language": spoken,
    "link": link,
    "local": local,
    "name": name,
    "named": named,
    "network_href": network_href,
    "rule_link": rule_link,
    "sources_in_words": sources_in_words,
    "text": terms.text,
    "words": words,
}
TESTS: Mapping[str, Callable[..., object]] = {
    "among": is_among,
    "boolean_term": terms.is_boolean,
    "date_term": terms.is_date,
    "drawn": is_drawn,
    "iri_term": terms.is_iri,
    "number_term": terms.is_number,
    "true_term": terms.is_true,
}
