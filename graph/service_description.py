"""What the endpoint can do, as RDF (SPARQL 1.1 Service Description)."""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple

from moonpact.graph.engine import Row, Term
from moonpact.graph.formats import GRAPH_FORMATS, ROW_FORMATS
from moonpact.graph.prefixes import PREFIXES

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
# The engine has another one than the W3C's list at http://www.w3.org/ns/formats/.
_JSON_LD: Final = "http://www.w3.org/ns/formats/JSON-LD"
_TYPE: Final = NamedNode(f"{PREFIXES['rdf']}type")


def describe(
    endpoint: str, graphs: Iterable[Row], total: Term | None, *, writable: bool, federated: bool
) -> Iterator[Triple]:
    """Yield the description of the endpoint with this address.

    Args:
        endpoint: The address.
        graphs: The named graphs, each with its number of statements.
        total: How many statements the default graph has.
        writable: Whether updates are answered.
        federated: Whether there are endpoints that queries may reach.
    """
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    yield Triple(service, _TYPE, _sd("Service"))
    yield Triple(service, _sd("endpoint"), NamedNode(endpoint))
    yield Triple(service, _sd("defaultEntailmentRegime"), NamedNode("http://www.w3.org/ns/entailment/Simple"))
    for language in ("SPARQL10Query", "SPARQL11Query", *(["SPARQL11Update"] if writable else [])):
        yield Triple(service, _sd("supportedLanguage"), _sd(language))
    graph_formats = [_iri(each) for each in GRAPH_FORMATS.values()]
    for iri in sorted({*(each.iri for each in ROW_FORMATS.values()), *graph_formats}):
        yield Triple(service, _sd("resultFormat"), NamedNode(iri))
    for iri in graph_formats if writable else ():
        yield Triple(service, _sd("inputFormat"), NamedNode(iri))
    if federated:
        yield Triple(service, _sd("feature"), _sd("BasicFederatedQuery"))
    yield Triple(service, _sd("defaultDataset"), dataset)
    yield Triple(dataset, _TYPE, _sd("Dataset"))
    yield Triple(dataset, _sd("defaultGraph"), default)
    yield from _graph(default, total)
    for number, row in enumerate(graphs):
        yield from _named(dataset, number, row["thing"], row["statements"])


def _named(dataset: BlankNode, number: int, name: Term | None, statements: Term | None) -> Iterator[Triple]:
    if not isinstance(name, NamedNode):
        return  # A graph named by a blank node cannot be asked for.
    named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
    yield Triple(dataset, _sd("namedGraph"), named)
    yield Triple(named, _TYPE, _sd("NamedGraph"))
    yield Triple(named, _sd("name"), name)
    yield Triple(named, _sd("graph"), graph)
    yield from _graph(graph, statements)


def _graph(graph: BlankNode, statements: Term | None) -> Iterator[Triple]:
    yield Triple(graph, _TYPE, _sd("Graph"))
    if statements is not None:
        yield Triple(graph, NamedNode(f"{_VOID}triples"), statements)


def _iri(format_: RdfFormat) -> str:
    return _JSON_LD if format_ == RdfFormat.JSON_LD else format_.iri


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
