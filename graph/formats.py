"""The formats in which the answer to a query is written, by the names people give them in `format=`."""

import typing
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import IO, Final, TypeAlias, assert_never

from pyoxigraph import Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, serialize

from moonpact.graph.engine import Literal, NamedNode, Results, Term, Triple
from moonpact.graph.prefixes import PREFIXES

Kind: TypeAlias = typing.Literal["rows", "boolean", "graph"]
KINDS: Final[tuple[Kind, ...]] = ("rows", "boolean", "graph")

# SPARQL 1.1 Query Results JSON, XML, and CSV and TSV Formats; the latter two are not defined for ASK.
ROW_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
BOOLEAN_FORMATS = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
GRAPH_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
# For answers that tell the graph of each triple.
QUADS_FORMATS = {"trig": RdfFormat.TRIG, "nq": RdfFormat.N_QUADS}
_FORMATS: Final[dict[Kind, Mapping[str, QueryResultsFormat | RdfFormat]]] = {
    "rows": ROW_FORMATS,
    "boolean": BOOLEAN_FORMATS,
    "graph": GRAPH_FORMATS,
}


def kind_of(results: Results) -> Kind:
    """Return which kind of result it is."""
    match results:
        case QuerySolutions():
            return "rows"
        case QueryBoolean():
            return "boolean"
        case QueryTriples():
            return "graph"
        case _:
            assert_never(results)


def media_types(kind: Kind) -> dict[str, str]:
    """Return the names of the formats in which results of this kind can be written, with their media types."""
    return media_types_of(_FORMATS[kind])


def media_types_of(formats: Mapping[str, QueryResultsFormat | RdfFormat]) -> dict[str, str]:
    """Return the names of formats with their media types."""
    return {name: format_.media_type.partition(";")[0] for name, format_ in formats.items()}


def write(results: Results, name: str) -> bytes:
    """Return the results in the format of this name, which is one of their `media_types`."""
    output = BytesIO()
    write_to(output, results, name)
    return output.getvalue()


def write_to(output: BytesIO, results: Results, name: str) -> None:
    """Write the results in the format of this name, which is one of their `media_types`."""
    match results:
        case QueryTriples() if name == "nt":
            _write_lines(output, results)
        case QueryTriples():
            write_graph(output, results, name)
        case QuerySolutions() | QueryBoolean():
            results.serialize(output, format=ROW_FORMATS[name])
        case _:
            assert_never(results)


def write_graph(output: IO[bytes], triples: Iterable[Triple], name: str) -> None:
    """Write the triples in the format of this name, with the prefixes that they use."""
    # A graph is a set; in order, the same graph is the same bytes.
    ordered = sorted(set(triples), key=str)
    serialize(ordered, output, format=GRAPH_FORMATS[name], prefixes=_prefixes(ordered))


def _write_lines(output: BytesIO, triples: QueryTriples) -> None:
    # What `write_graph` writes, by the engine alone: a line for each triple.
    triples.serialize(output, format=RdfFormat.N_TRIPLES)
    lines = set(output.getvalue().splitlines(keepends=True))
    output.seek(0)
    output.truncate()
    output.writelines(sorted(lines))


def write_quads(output: IO[bytes], quads: Iterable[Quad], name: str) -> None:
    """Write the quads in the format of this name, one of `QUADS_FORMATS`, with the prefixes that they use."""
    ordered = sorted(set(quads), key=lambda quad: (str(quad.graph_name), str(quad)))
    prefixes = _prefixes([quad.triple for quad in ordered], [quad.graph_name for quad in ordered])
    serialize(ordered, output, format=QUADS_FORMATS[name], prefixes=prefixes)


def _prefixes(triples: Iterable[Triple], graphs: Iterable[object] = ()) -> dict[str, str]:
    terms = [*graphs, *(term for triple in triples for term in _terms(triple))]
    used = {_namespace(term.value) for term in terms if isinstance(term, NamedNode)}
    return {prefix: iri for prefix, iri in PREFIXES.items() if iri in used}


def _terms(triple: Triple) -> Iterator[Term]:
    yield from triple
    if isinstance(triple.object, Literal):
        yield triple.object.datatype


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
