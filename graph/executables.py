"""The questions as data: SHACL executables (SHACL Advanced Features, section 5), which editors of queries look for."""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from moonpact.graph.names import BASE, QUESTIONS_GRAPH, RDF_TYPE, XSD
from moonpact.graph.prefixes import PREFIXES
from moonpact.queries.question import Question, list_questions

_SH: Final = "http://www.w3.org/ns/shacl#"
_CLASSES: Final = (NamedNode(f"{_SH}SPARQLExecutable"), NamedNode(f"{_SH}SPARQLSelectExecutable"))
_LABEL, _COMMENT = (NamedNode(PREFIXES["rdfs"] + name) for name in ("label", "comment"))
_TARGET: Final = NamedNode(f"{PREFIXES['schema']}target")
_ENDPOINT: Final = NamedNode(f"{BASE}sparql")
_PREFIXES: Final = NamedNode(f"{BASE}questions")


def executables() -> Iterator[Quad]:
    """Yield the questions, each with its text, titles and summaries, and the prefixes that they use."""
    questions = list_questions()
    for question in questions:
        yield from _executable(question)
    for prefix, namespace in PREFIXES.items():
        if any(f"PREFIX {prefix}: <{namespace}>" in question.text for question in questions):
            yield from _declaration(prefix, namespace)


def _executable(question: Question) -> Iterator[Quad]:
    iri = NamedNode(f"{BASE}questions/{question.name}")
    for class_ in _CLASSES:
        yield _quad(iri, RDF_TYPE, class_)
    for language, title in question.titles.items():
        yield _quad(iri, _LABEL, Literal(title, language=language))
    for language, summary in question.summaries.items():
        yield _quad(iri, _COMMENT, Literal(summary, language=language))
    yield _quad(iri, NamedNode(f"{_SH}select"), Literal(question.text))
    yield _quad(iri, NamedNode(f"{_SH}prefixes"), _PREFIXES)
    yield _quad(iri, _TARGET, _ENDPOINT)


def _declaration(prefix: str, namespace: str) -> Iterator[Quad]:
    # Not a blank node, so that two builds need no names made up for it.
    iri = NamedNode(f"{_PREFIXES.value}#{prefix}")
    yield _quad(_PREFIXES, NamedNode(f"{_SH}declare"), iri)
    yield _quad(iri, NamedNode(f"{_SH}prefix"), Literal(prefix))
    yield _quad(iri, NamedNode(f"{_SH}namespace"), Literal(namespace, datatype=NamedNode(f"{XSD}anyURI")))


def _quad(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    return Quad(subject, predicate, value, QUESTIONS_GRAPH)
