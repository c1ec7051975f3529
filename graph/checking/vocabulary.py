"""The closed vocabulary: what the data may say, on what, and with which values, as the ontology states it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from moonpact.graph.checking.faults import Fault
from moonpact.graph.checking.parse import Document
from moonpact.graph.names import ONTOLOGY_GRAPH, RDF_TYPE, XSD
from moonpact.graph.prefixes import PREFIXES, shorten
from moonpact.ontology.files import reused_file

_RDFS: Final = PREFIXES["rdfs"]
_DOMAIN: Final = f"{PREFIXES['schema']}domainIncludes"
_RANGE_CLASS: Final = f"{PREFIXES['schema']}rangeIncludes"
_IN_SCHEME: Final = f"{PREFIXES['skos']}inScheme"
_LANG_STRING: Final = f"{PREFIXES['rdf']}langString"
_OURS: Final = ("https://w3id.org/moonpact/",)
# What a literal of an integer type is, a decimal is as well (XML Schema 1.1 Part 2, section 3.4.13).
_DERIVED: Final = {f"{XSD}decimal": {f"{XSD}decimal", f"{XSD}integer"}}
# How values are written (XML Schema 1.1 Part 2), and what is said of one that is not.
_WRITTEN: Final = {
    f"{XSD}boolean": (re.compile(r"true|false|1|0"), "neither true nor false"),
    f"{XSD}decimal": (re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"), "no number"),
    f"{XSD}integer": (re.compile(r"[+-]?[0-9]+"), "no whole number"),
}

Sets = dict[str, set[str]]


@dataclass(frozen=True)
class Vocabulary:
    """The classes and properties, and what the ontology and the data say that each thing is."""

    classes: Sets
    properties: frozenset[str]
    domains: Sets
    datatypes: dict[str, str]
    ranges: Sets
    kinds: Sets

    def kinds_of(self, iri: str) -> set[str]:
        """Return the classes of a thing with those above them, and the schemes of a concept."""
        return self.kinds.get(iri, set())


def read_vocabulary(documents: Iterable[Document]) -> Vocabulary:
    """Read the vocabulary from the ontology's documents, and from the others what each thing is."""
    all_quads = [quad for document in documents for quad in document.quads]
    terms = [quad for quad in all_quads if quad.graph_name == ONTOLOGY_GRAPH]
    usage = _objects([*terms, *parse(path=reused_file(), format=RdfFormat.TURTLE)])
    classes = _with_superclasses(usage[f"{_RDFS}subClassOf"], usage[RDF_TYPE.value])
    datatypes = {name: min(values) for name, values in usage[f"{_RDFS}range"].items()}
    return Vocabulary(
        classes=classes,
        properties=frozenset({*usage[_DOMAIN], RDF_TYPE.value}),
        domains=usage[_DOMAIN],
        datatypes=datatypes,
        ranges=usage[_RANGE_CLASS],
        kinds=_kinds(_objects(all_quads), classes),
    )


def check_vocabulary(documents: Iterable[Document], vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what the data says and the ontology does not provide for."""
    for document in documents:
        for quad in document.quads:
            if quad.graph_name != ONTOLOGY_GRAPH:
                yield from _check(document, quad, vocabulary)


def _check(document: Document, quad: Quad, vocabulary: Vocabulary) -> Iterator[Fault]:
    if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
        yield _fault(document, quad, "a node without a name", "an IRI for everything that is described")
    elif quad.predicate == RDF_TYPE:
        yield from _check_class(document, quad, vocabulary)
    elif quad.predicate.value not in vocabulary.properties:
        expected = "a property of ontology/moonpact.ttl or ontology/reused.ttl"
        yield _fault(document, quad, f"unknown property {shorten(quad.predicate.value)}", expected)
    else:
        yield from _check_domain(document, quad, vocabulary)
        yield from _check_range(document, quad, vocabulary)


def _check_class(document: Document, quad: Quad, vocabulary: Vocabulary) -> Iterator[Fault]:
    if _iri(quad.object) not in vocabulary.classes:
        yield _fault(document, quad, f"unknown class {shorten(_iri(quad.object))}", "a class of ontology/moonpact.ttl")


def _check_domain(document: Document, quad: Quad, vocabulary: Vocabulary) -> Iterator[Fault]:
    subject, allowed = _iri(quad.subject), vocabulary.domains[quad.predicate.value]
    kinds = vocabulary.kinds_of(subject)
    if not kinds:
        yield _fault(document, quad, f"{shorten(subject)} has no class", f"one of {_names(allowed)}")
    elif not kinds & allowed:
        found = kinds & vocabulary.classes.keys() or kinds
        message = f"{shorten(quad.predicate.value)} is not said of {_names(found)}"
        yield _fault(document, quad, message, f"a subject of {_names(allowed)}")


def _check_range(document: Document, quad: Quad, vocabulary: Vocabulary) -> Iterator[Fault]:
    name, value = quad.predicate.value, quad.object
    if isinstance(value, Literal):
        problem = _literal_problem(value, vocabulary.datatypes.get(name))
    else:
        problem = _iri_problem(_iri(value), name, vocabulary)
    if problem is not None:
        expected = vocabulary.ranges.get(name) or {vocabulary.datatypes.get(name, f"{_RDFS}Resource")}
        yield _fault(document, quad, problem, f"{shorten(name)} with a value of {_names(expected)}")


def _literal_problem(value: Literal, datatype: str | None) -> str | None:
    if datatype is None or value.datatype.value not in _DERIVED.get(datatype, {datatype}):
        found = "text without a language" if value.datatype.value == f"{XSD}string" else shorten(value.datatype.value)
        return f"'{value.value}' is {found}"
    if datatype == f"{XSD}date" and not _is_date(value.value):
        return f"'{value.value}' is no day of the calendar"
    pattern, problem = _WRITTEN.get(value.datatype.value, (None, ""))
    return f"'{value.value}' is {problem}" if pattern and not pattern.fullmatch(value.value) else None


def _iri_problem(iri: str, name: str, vocabulary: Vocabulary) -> str | None:
    if vocabulary.datatypes.get(name, "").startswith((XSD, _LANG_STRING)):
        return f"{shorten(iri)} is an IRI"
    kinds, allowed = vocabulary.kinds_of(iri), vocabulary.ranges.get(name)
    if not kinds and (allowed or iri.startswith(_OURS)) and iri not in vocabulary.properties:
        return f"{shorten(iri)} is described nowhere"
    if allowed and not kinds & allowed:
        return f"{shorten(iri)} is {_names(kinds & vocabulary.classes.keys() or kinds)}"
    return None


def _fault(document: Document, quad: Quad, message: str, expected: str) -> Fault:
    value = quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
    return document.fault((_iri(quad.subject), quad.predicate.value, value), message, expected)


def _objects(quads: Iterable[Quad]) -> defaultdict[str, Sets]:
    """The IRIs to which each property leads from each subject."""
    found: defaultdict[str, Sets] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        if isinstance(quad.object, NamedNode):
            found[quad.predicate.value][_iri(quad.subject)].add(quad.object.value)
    return found


def _with_superclasses(above: Sets, types: Sets) -> Sets:
    """Each class with itself and all classes above it."""
    classes: Sets = {name: {name} for name, kinds in types.items() if f"{PREFIXES['owl']}Class" in kinds}
    for name, known in classes.items():
        new = {name}
        while new := {upper for each in new for upper in above.get(each, set())} - known:
            classes[name] |= new
    return classes


def _kinds(objects: defaultdict[str, Sets], classes: Sets) -> Sets:
    kinds: Sets = defaultdict(set)
    for iri, types in objects[RDF_TYPE.value].items():
        kinds[iri] |= types.union(*(classes.get(each, set()) for each in types))
    for concept, schemes in objects[_IN_SCHEME].items():
        kinds[concept] |= schemes
    return kinds


def _names(iris: Iterable[str]) -> str:
    return ", ".join(sorted(map(shorten, iris)))


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode | BlankNode) else str(term)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
