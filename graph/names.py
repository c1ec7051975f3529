"""IRIs of the ontology, of things and of named graphs."""

from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode

BASE: Final = "https://w3id.org/moonpact/"
ONTOLOGY: Final = f"{BASE}ontology"
IDENTIFIERS: Final = f"{BASE}id/"

ONTOLOGY_GRAPH: Final = NamedNode(ONTOLOGY)
REGISTER_GRAPH: Final = NamedNode(IDENTIFIERS + "graph/register")
CONCLUSIONS_GRAPH: Final = NamedNode(IDENTIFIERS + "graph/conclusions")
# Where an engine that holds the dataset has its version.
RELEASE_GRAPH: Final = NamedNode(IDENTIFIERS + "graph/release")
QUESTIONS_GRAPH: Final = NamedNode(IDENTIFIERS + "graph/questions")

RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
RDF_VALUE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#value")
PREF_LABEL: Final = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
CITATION: Final = NamedNode("http://purl.org/dc/terms/bibliographicCitation")
XSD: Final = "http://www.w3.org/2001/XMLSchema#"


@lru_cache(maxsize=1_000)
def term(name: str) -> NamedNode:
    """Return the class or property of the ontology with this local name."""
    return NamedNode(f"{ONTOLOGY}#{name}")


def identifier(kind: str, slug: str) -> NamedNode:
    """Return the IRI of a thing, record, concept or piece of evidence."""
    return NamedNode(f"{IDENTIFIERS}{kind}/{slug}")


@lru_cache(maxsize=10_000)
def local_name(iri: str) -> str:
    """Return what stands after the last `/` or `#` of an IRI."""
    return iri.replace("#", "/").rsplit("/", 1)[-1]


def path_slug(iri: str) -> str:
    """Return kind and slug of one of our identifiers in one word, such as `participation-egypt--ilrs`."""
    return iri.removeprefix(IDENTIFIERS).replace("/", "-")
