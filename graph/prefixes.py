"""The prefixes by which IRIs are shortened for readers."""

from functools import lru_cache

from moonpact.graph.names import IDENTIFIERS, ONTOLOGY

_KINDS = (
    "approval claim conclusion contribution count country decision disagreement event facility initiative instrument "
    "landing launch leadership mission organization outlet participation payload phase plan position signature source "
    "spacecraft statement"
)
_SCHEMES = (
    "answer celestial-body count-of instrument-kind milestone mission-kind organization-kind outcome power-source role "
    "rule source-kind status verdict"
)
PREFIXES = {
    "mp": f"{ONTOLOGY}#",
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{kind: f"{IDENTIFIERS}{kind}/" for kind in f"{_KINDS} {_SCHEMES} scheme".split()},
}


@lru_cache(maxsize=100_000)
def shorten(iri: str) -> str:
    """Return the prefixed name of an IRI whose prefix we use, or else the IRI."""
    namespace = max((each for each in PREFIXES.values() if iri.startswith(each)), key=len, default="")
    prefix = next((name for name, each in PREFIXES.items() if each == namespace), None)
    local = iri.removeprefix(namespace)
    return f"{prefix}:{local}" if prefix and local and "/" not in local else iri
