"""The dataset as catalogues list it: the forms in which it is to be had (DCAT 3, section 6.8), and its questions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from moonpact.graph.names import RDF_TYPE, XSD
from moonpact.graph.prefixes import PREFIXES
from moonpact.queries.question import Question

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_TITLE: Final = NamedNode(f"{PREFIXES['dcterms']}title")


@dataclass(frozen=True)
class Distribution:
    """A form in which the dataset is to be had: a file, or what a service answers."""

    name: str
    """What tells it from the others, in the fragment of its IRI."""
    title: str
    access_url: str
    media_type: str
    service: bool = False
    """Whether it comes from the SPARQL endpoint and is no file."""
    page: bool = False
    """Whether the address is that of a page from which the files are taken (dcat:accessURL only)."""
    bytes: int | None = None
    sha256: str | None = None
    compressed_as: str | None = None
    """The media type of the compression."""


def distribution_triples(dataset: NamedNode, license_: str, distributions: Iterable[Distribution]) -> Iterator[Triple]:
    """Yield what DCAT says of the distributions of the dataset."""
    for each in distributions:
        node, address = _part(dataset, each.name), NamedNode(each.access_url)
        yield Triple(dataset, _dcat("distribution"), node)
        yield Triple(node, RDF_TYPE, _dcat("Distribution"))
        yield Triple(node, _TITLE, Literal(each.title, language="en"))
        yield Triple(node, NamedNode(f"{PREFIXES['dcterms']}license"), NamedNode(license_))
        yield Triple(node, _dcat("accessURL"), address)
        yield Triple(node, _dcat("mediaType"), NamedNode(_MEDIA_TYPES + each.media_type))
        if each.service:
            yield Triple(node, _dcat("accessService"), _part(dataset, "sparql"))
        elif not each.page:
            yield from _file(dataset, node, each)


def question_triples(dataset: NamedNode, questions: Iterable[tuple[str, Question]]) -> Iterator[Triple]:
    """Yield where the example queries of the dataset are, given with their addresses, and what each asks."""
    for address, question in questions:
        yield Triple(dataset, NamedNode(f"{PREFIXES['rdfs']}seeAlso"), NamedNode(address))
        for language, title in question.titles.items():
            yield Triple(NamedNode(address), _TITLE, Literal(title, language=language))


def _file(dataset: NamedNode, node: NamedNode, file: Distribution) -> Iterator[Triple]:
    yield Triple(node, _dcat("downloadURL"), NamedNode(file.access_url))
    if file.bytes is not None:
        yield Triple(node, _dcat("byteSize"), Literal(str(file.bytes), datatype=NamedNode(f"{XSD}nonNegativeInteger")))
    if file.compressed_as is not None:
        yield Triple(node, _dcat("compressFormat"), NamedNode(_MEDIA_TYPES + file.compressed_as))
    if file.sha256 is not None:
        checksum = _part(dataset, f"checksum-{file.name}")
        yield Triple(node, _spdx("checksum"), checksum)
        yield Triple(checksum, RDF_TYPE, _spdx("Checksum"))
        yield Triple(checksum, _spdx("algorithm"), _spdx("checksumAlgorithm_sha256"))
        yield Triple(checksum, _spdx("checksumValue"), Literal(file.sha256, datatype=NamedNode(f"{XSD}hexBinary")))


def _part(dataset: NamedNode, name: str) -> NamedNode:
    return NamedNode(f"{dataset.value}#{name}")


def _dcat(name: str) -> NamedNode:
    return NamedNode(PREFIXES["dcat"] + name)


def _spdx(name: str) -> NamedNode:
    return NamedNode(PREFIXES["spdx"] + name)
