"""Files that are to become part of the data: what is wrong with them, and what they would change."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from moonpact.graph.build import DATA, data_files, numbers_of, stop_at
from moonpact.graph.checking.checks import check_expected, check_violations
from moonpact.graph.checking.faults import Fault
from moonpact.graph.checking.parse import Document, parse_documents
from moonpact.graph.checking.shapes import check_must, check_should
from moonpact.graph.checking.vocabulary import check_vocabulary, read_vocabulary
from moonpact.graph.conclusion.conclude import conclude
from moonpact.graph.dataset import merged
from moonpact.graph.difference.datasets import Difference, difference
from moonpact.graph.names import RDF_TYPE, REGISTER_GRAPH
from moonpact.graph.prefixes import PREFIXES

_SUBCLASS_OF: Final = NamedNode(f"{PREFIXES['rdfs']}subClassOf")
_GRAPHS: Final[dict[str, NamedNode | None]] = {".trig": None, ".ttl": REGISTER_GRAPH}

File = tuple[Path, NamedNode | None]


@dataclass(frozen=True)
class Contribution:
    """What the files would change, and what should be better in them."""

    difference: Difference
    notes: tuple[Fault, ...]


@dataclass(frozen=True)
class _Parts:
    """The documents of the files given, those that stay as they are, and those that the files replace."""

    given: list[Document]
    others: list[Document]
    replaced: list[Document]


def check_contribution(files: list[Path], data: Path | None = None) -> Contribution:
    """Check files as part of the data, where each takes the place of the file of its name, and compare.

    A file that stands in the data already is compared with the data without it.

    Args:
        files: Sources (`*.trig`) and registers (`*.ttl`).
        data: The folder of the data they belong to, by default the data of the package.

    Raises:
        InvalidDataError: The files have faults, or the data has with them; all that can be told are in the error.
    """
    folder = data or DATA
    parts = _read(files, folder)
    after = _loaded([*parts.others, *parts.given])
    stop_at(_faults(parts, after))
    _conclude(after)
    stop_at(check_expected(numbers_of(after), folder / "expected.toml"))
    before = _loaded([*parts.others, *parts.replaced])
    _conclude(before)
    notes = check_should(parts.given, _context(parts))
    return Contribution(difference(before, after), tuple(notes))


def _read(files: list[Path], folder: Path) -> _Parts:
    stop_at(_of_no_kind(file) for file in files if file.suffix not in _GRAPHS)
    given: list[File] = [(file, _GRAPHS[file.suffix]) for file in files]
    there = data_files(folder)
    same = [each for each in there if any(_takes_place_of(one, each) for one in given)]
    own = {file.resolve() for file in files}
    # A fault of a file that is replaced is of no concern.
    replaced, _ = parse_documents(each for each in same if each[0].resolve() not in own)
    documents, faults = parse_documents([*(each for each in there if each not in same), *given])
    stop_at(faults)
    return _Parts(
        given=[document for document in documents if document.file in files],
        others=[document for document in documents if document.file not in files],
        replaced=replaced,
    )


def _of_no_kind(file: Path) -> Fault:
    return Fault(file, 1, f"a name that ends in '{file.suffix}'", "a source, SLUG.trig, or a register, NAME.ttl")


def _takes_place_of(given: File, there: File) -> bool:
    return given[0].name == there[0].name and given[1] == there[1]


def _loaded(documents: list[Document]) -> Store:
    store = Store()
    store.bulk_extend(merged(quad for document in documents for quad in document.quads))
    return store


def _conclude(store: Store) -> None:
    store.extend(merged(list(conclude(store))))


def _faults(parts: _Parts, store: Store) -> Iterator[Fault]:
    documents = [*parts.others, *parts.given]
    yield from check_vocabulary(documents, read_vocabulary(documents))
    if not any(_is_nameless(quad) for document in parts.given for quad in document.quads):
        yield from check_violations(store, documents)
        yield from check_must(parts.given, _context(parts))


def _is_nameless(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def _context(parts: _Parts) -> list[Quad]:
    """What the shapes look at outside the files: superclasses, the classes of what they name, and who names them."""
    given = [quad for document in parts.given for quad in document.quads]
    subjects, objects = {quad.subject for quad in given}, {quad.object for quad in given}
    return [
        quad
        for document in parts.others
        for quad in document.quads
        if quad.predicate == _SUBCLASS_OF
        or (quad.predicate == RDF_TYPE and quad.subject in objects)
        or quad.object in subjects
    ]
