"""The dataset, and parts of it, as files of RDF, streamed from its sorted N-Quads.

A line is held at a time, or the statements of one subject, so that memory does not grow with the dataset.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from moonpact.graph.export.external_sort import sorted_lines
from moonpact.graph.export.file import ExportFile, described, file_name, with_compressed
from moonpact.graph.formats import GRAPH_FORMATS
from moonpact.graph.jsonld import write_jsonld_stream
from moonpact.graph.names import CONCLUSIONS_GRAPH, IDENTIFIERS
from moonpact.graph.prefixes import PREFIXES

GRAPH_TITLES: Final = {"ttl": "Turtle", "nt": "N-Triples", "rdf": "RDF/XML", "jsonld": "JSON-LD"}
_SOURCES: Final = f"{IDENTIFIERS}source/"
Belongs = Callable[[Quad], bool]


def export_rdf(quads: Path, folder: Path, name: str) -> Iterator[ExportFile]:
    """Write the files of the whole, of the conclusions, of the claims and of each source, and yield them.

    Args:
        quads: The sorted N-Quads of a built dataset, with each statement in its own graph and in the default graph.
        folder: Where the files are written.
        name: What their names begin with.
    """
    parts: dict[str, Belongs] = {"whole": _is_merged, "conclusions": _is_concluded, "claims": _is_claimed}
    for part, belongs in parts.items():
        stem = name if part == "whole" else f"{name}-{part}"
        for ending in GRAPH_FORMATS:
            file = folder / f"{stem}.{ending}"
            write_triples(file, ending, _triples(quads, belongs))
            yield from with_compressed(file, folder, part, *graph_title(ending))
    yield from _export_quads(quads, folder, name)


def write_triples(file: Path, ending: str, triples: Iterable[Triple]) -> None:
    """Write triples, of which those of one subject come together, in the format with this ending."""
    if ending == "jsonld":
        with file.open("wb") as output:
            write_jsonld_stream(output, triples)
    else:
        serialize(triples, file, format=GRAPH_FORMATS[ending], prefixes=PREFIXES)


def graph_title(ending: str) -> tuple[str, str]:
    """Return the title and the media type of the format with this ending."""
    return GRAPH_TITLES[ending], GRAPH_FORMATS[ending].media_type.partition(";")[0]


def _export_quads(quads: Path, folder: Path, name: str) -> Iterator[ExportFile]:
    """The statements in the graphs of those who make them: as N-Quads, as TriG, and as a TriG file of each source."""
    lines, trig = folder / f"{name}.nq", folder / f"{name}.trig"
    said = (_with_graph(quad) for quad in parse(path=quads, format=RdfFormat.N_QUADS) if not _is_merged(quad))
    with lines.open("wb") as output:
        output.writelines(line.partition(b"\0")[2] for line in sorted_lines(said))
    yield from with_compressed(lines, folder, "whole", "N-Quads", RdfFormat.N_QUADS.media_type)
    serialize(parse(path=lines, format=RdfFormat.N_QUADS), trig, format=RdfFormat.TRIG, prefixes=PREFIXES)
    yield from with_compressed(trig, folder, "whole", "TriG", RdfFormat.TRIG.media_type)
    sources = folder / "sources"
    sources.mkdir()
    for graph, statements in groupby(parse(path=lines, format=RdfFormat.N_QUADS), key=attrgetter("graph_name")):
        if isinstance(graph, NamedNode) and graph.value.startswith(_SOURCES):
            file = sources / f"{file_name(graph.value)}.trig"
            serialize(statements, file, format=RdfFormat.TRIG, prefixes=PREFIXES)
            yield described(file, folder, "source", graph.value, RdfFormat.TRIG.media_type)


def _triples(quads: Path, belongs: Belongs) -> Iterator[Triple]:
    """The triples of a part, each once: what two sources say comes together, because the quads are sorted."""
    found = (quad.triple for quad in parse(path=quads, format=RdfFormat.N_QUADS) if belongs(quad))
    return (triple for triple, _ in groupby(found))


def _is_merged(quad: Quad) -> bool:
    return isinstance(quad.graph_name, DefaultGraph)


def _is_concluded(quad: Quad) -> bool:
    return quad.graph_name == CONCLUSIONS_GRAPH


def _is_claimed(quad: Quad) -> bool:
    return isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(_SOURCES)


def _with_graph(quad: Quad) -> bytes:
    """The line of the quad after the name of its graph, so that it is sorted by it."""
    return f"{quad.graph_name}\0{quad} .\n".encode()
