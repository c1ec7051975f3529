"""The terms of the ontology: each is named, defined, connected, and aligned with terms that exist."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import GEO, DefinedNamespace

from moonpact.graph.checking.parse import parse_documents
from moonpact.graph.checking.vocabulary import check_vocabulary, read_vocabulary
from moonpact.graph.names import ONTOLOGY_GRAPH, REGISTER_GRAPH
from moonpact.ontology.files import folder, reused_file, term_files
from tests.checkout import ROOT

MP = Namespace("https://w3id.org/moonpact/ontology#")
THIS = URIRef("https://w3id.org/moonpact/ontology")
LANGUAGES = {"en", "ru", "zh"}
BORROWED: list[type[DefinedNamespace]] = [PROV, ORG, SDO, DCTERMS, SKOS, DCAT, GEO, RDF]
KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
DATATYPES = {XSD.string, XSD.date, XSD.decimal, XSD.integer, XSD.boolean, RDF.langString}


def read(files: Iterable[Path]) -> Graph:
    """Return the files as one graph."""
    graph = Graph()
    for file in files:
        graph.parse(file)
    return graph


TERMS = read(term_files())


def of_kind(*kinds: URIRef) -> list[URIRef]:
    """Return the terms of these kinds, in order; a term of two kinds comes twice."""
    return sorted(term for kind in kinds for term in TERMS.subjects(RDF.type, kind) if isinstance(term, URIRef))


CLASSES = of_kind(OWL.Class)
PROPERTIES = of_kind(*KINDS)
CONCEPTS = of_kind(SKOS.Concept)
SCHEMES = of_kind(SKOS.ConceptScheme)
INCLUDES = (SDO.domainIncludes, SDO.rangeIncludes)


def labels(term: object, name: URIRef = RDFS.label) -> dict[str | None, str]:
    """Return the labels of a term by language."""
    return {each.language: str(each) for each in TERMS.objects(URIRef(str(term)), name) if isinstance(each, Literal)}


def repeated(terms: Iterable[object], name: URIRef = RDFS.label) -> list[tuple[str | None, str]]:
    """Return the labels that two of the terms share in one language."""
    counted = Counter((language, text.lower()) for term in terms for language, text in labels(term, name).items())
    return [label for label, number in counted.items() if number > 1]


def above(term: object, name: URIRef) -> set[object]:
    """Return what stands above a term, at any distance."""
    found: set[object] = set()
    new = set(TERMS.objects(URIRef(str(term)), name))
    while new:
        found |= new
        new = {upper for each in new for upper in TERMS.objects(each, name)} - found
    return found


def test_every_class_and_property_is_ours_and_of_one_kind() -> None:
    assert [term for term in [*CLASSES, *PROPERTIES] if not str(term).startswith(MP)] == []
    assert len(PROPERTIES) == len(set(PROPERTIES))
    assert set(CLASSES) & set(PROPERTIES) == set()


@pytest.mark.parametrize("term", [*CLASSES, *PROPERTIES])
def test_term_has_its_labels_and_comment(term: URIRef) -> None:
    assert set(labels(term)) == LANGUAGES
    assert len(list(TERMS.objects(term, RDFS.label))) == len(LANGUAGES)
    assert set(labels(term, RDFS.comment)) == {"en"}
    assert list(TERMS.objects(term, RDFS.isDefinedBy)) == [THIS]


def test_no_two_classes_and_no_two_properties_have_one_name() -> None:
    assert repeated(CLASSES) == []
    assert repeated(PROPERTIES) == []


@pytest.mark.parametrize("name", PROPERTIES)
def test_property_has_a_domain_and_a_range(name: URIRef) -> None:
    kinds, ranges = set(TERMS.objects(name, RDF.type)), set(TERMS.objects(name, RDFS.range))
    assert kinds & KINDS
    if OWL.AnnotationProperty not in kinds:
        assert set(TERMS.objects(name, SDO.domainIncludes)) <= set(CLASSES)
        assert (name, SDO.domainIncludes, None) in TERMS
    if OWL.DatatypeProperty in kinds:
        assert len(ranges) == 1
        assert ranges <= DATATYPES
    if OWL.ObjectProperty in kinds:
        values = set(TERMS.objects(name, SDO.rangeIncludes))
        assert values
        assert values <= set(SCHEMES) if ranges == {SKOS.Concept} else values <= set(CLASSES)


def test_every_class_is_connected() -> None:
    reused = Graph().parse(reused_file())
    used = {value for terms in (TERMS, reused) for each in INCLUDES for value in terms.objects(None, each)}
    assert [name for name in CLASSES if not ({name} | above(name, RDFS.subClassOf)) & used] == []


def test_nothing_stands_above_itself() -> None:
    assert [term for term in CLASSES if term in above(term, RDFS.subClassOf)] == []
    assert [term for term in PROPERTIES if term in above(term, RDFS.subPropertyOf)] == []
    assert [term for term in CONCEPTS if term in above(term, SKOS.broader)] == []


@pytest.mark.parametrize("concept", CONCEPTS)
def test_concept_has_its_labels_definition_and_scheme(concept: URIRef) -> None:
    assert set(labels(concept, SKOS.prefLabel)) == LANGUAGES
    assert set(labels(concept, SKOS.definition)) == {"en"}
    [scheme] = TERMS.objects(concept, SKOS.inScheme)
    assert str(concept).split("/")[-2] == str(scheme).split("/")[-1]
    for broader in TERMS.objects(concept, SKOS.broader):
        assert (broader, SKOS.inScheme, scheme) in TERMS


@pytest.mark.parametrize("scheme", SCHEMES)
def test_scheme_is_used_and_its_concepts_have_different_names(scheme: URIRef) -> None:
    assert set(labels(scheme, SKOS.prefLabel)) == LANGUAGES
    assert set(labels(scheme, SKOS.definition)) == {"en"}
    assert (None, SDO.rangeIncludes, scheme) in TERMS
    concepts = list(TERMS.subjects(SKOS.inScheme, scheme))
    assert len(concepts) > 1
    assert repeated(concepts, SKOS.prefLabel) == []


def test_each_scheme_stands_in_its_own_file() -> None:
    names = {str(scheme).rsplit("/", 1)[-1] for scheme in SCHEMES}
    assert names == {file.stem for file in (folder() / "schemes").glob("*.ttl")}


@pytest.mark.parametrize("file", ["alignment.ttl", "declarations.ttl", "reused.ttl"])
def test_borrowed_terms_exist_in_their_vocabularies(file: str) -> None:
    terms = {term for triple in Graph().parse(folder() / file) for term in triple if isinstance(term, URIRef)}
    ours = {term for term in terms if str(term).startswith((str(THIS), str(OWL), str(RDFS), str(XSD)))}
    vann = {term for term in terms if str(term).startswith("http://purl.org/vocab/vann/")}
    assert [term for term in terms - ours - vann if not any(term in vocabulary for vocabulary in BORROWED)] == []


def test_alignment_speaks_of_our_terms_only() -> None:
    subjects = set(Graph().parse(folder() / "alignment.ttl").subjects())
    assert subjects <= {*CLASSES, *PROPERTIES}


def test_every_borrowed_term_of_the_alignment_is_declared() -> None:
    declared = set(Graph().parse(folder() / "declarations.ttl").subjects(RDF.type))
    stated = Graph().parse(folder() / "alignment.ttl")
    above_ours = {value for name in (RDFS.subClassOf, RDFS.subPropertyOf) for value in stated.objects(None, name)}
    assert above_ours <= declared


def test_reused_terms_are_said_of_our_classes() -> None:
    assert set(Graph().parse(reused_file()).objects(None, SDO.domainIncludes)) <= set(CLASSES)


def test_the_data_uses_every_property_within_its_domain_and_range() -> None:
    data = ROOT / "graph" / "data"
    files = [
        *((file, ONTOLOGY_GRAPH) for file in term_files()),
        *((file, REGISTER_GRAPH) for file in sorted((data / "register").glob("*.ttl"))),
        *((file, None) for file in sorted((data / "source").glob("*.trig"))),
    ]
    documents, faults = parse_documents(files)
    assert faults == []
    assert list(check_vocabulary(documents, read_vocabulary(documents))) == []
