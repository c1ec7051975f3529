"""Descriptions of things as clients of others read them: rdflib, rapper, pyld."""

import json
import shutil
import subprocess
from urllib.parse import urlencode

from pyld import jsonld
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse
from rdflib import Dataset as OtherDataset
from rdflib import Graph

from tests.server import BASE, Site

Triples = frozenset[str]

# By ending: the media type, and how rdflib and rapper call the format; rapper has no JSON-LD.
FORMATS = {
    "ttl": ("text/turtle", "turtle", "turtle"),
    "nt": ("application/n-triples", "nt", "ntriples"),
    "jsonld": ("application/ld+json", "json-ld", None),
    "rdf": ("application/rdf+xml", "xml", "rdfxml"),
    "trig": ("application/trig", "trig", "trig"),
    "nq": ("application/n-quads", "nquads", "nquads"),
    "json": ("application/json", "json-ld", None),
}
HAS_RAPPER = shutil.which("rapper") is not None


def one_of_each_kind(site: Site) -> dict[str, str]:
    """Return the path of one thing of each kind: the first word after /id/."""
    start = f"{BASE}id/"
    query = f'SELECT DISTINCT ?s WHERE {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{start}")) }} ORDER BY DESC(?s)'
    lines = site.get(f"/sparql?{urlencode({'query': query, 'format': 'csv'})}").text.splitlines()[1:]
    return {iri.removeprefix(start).split("/")[0]: iri.removeprefix(BASE.rstrip("/")) for iri in lines}


def canonical(n_quads: str) -> Triples:
    """Return the triples of N-Quads, without their graphs, blank nodes named in the canonical manner (RDFC-1.0)."""
    triples = Dataset(Quad(*quad.triple) for quad in parse(n_quads, format=RdfFormat.N_QUADS))
    triples.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(str(quad.triple) for quad in triples)


def by_rdflib(text: str, ending: str) -> Triples:
    """Return the triples that rdflib reads."""
    form = FORMATS[ending][1]
    if ending in ("trig", "nq"):
        dataset = OtherDataset()
        dataset.parse(data=text, format=form)
        return canonical(dataset.serialize(format="nquads"))
    return canonical(Graph().parse(data=text, format=form).serialize(format="nt"))


def by_rapper(text: str, ending: str) -> Triples:
    """Return the triples that rapper reads; with a warning or an error it fails."""
    form = FORMATS[ending][2]
    assert form is not None
    command = ["rapper", "-q", "-i", form, "-o", "ntriples", "-", BASE]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    assert done.stderr == b""
    return canonical(done.stdout.decode())


def by_pyld(text: str) -> Triples:
    """Return the triples that pyld makes of JSON-LD."""
    return canonical(str(jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"})))
