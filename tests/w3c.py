"""The test suites of the W3C: what their manifests say, and which tests do not pass, with their causes.

The suites are read where they are kept, beside this project; where they are not, their tests are skipped.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import RDF, RDFS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from tests.checkout import ROOT

FOLDER: Final = ROOT.parent / "shared" / "w3c" / "sparql"
BASE: Final = "https://w3c.github.io/rdf-tests/sparql/"
MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT: Final = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")

needs_suites: Final = pytest.mark.skipif(not FOLDER.exists(), reason=f"the W3C test suites are not in {FOLDER}")

_LIST: Final = ROOT / "tests" / "w3c-exceptions.toml"
_FROM: Final = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]+)>", re.IGNORECASE)


@dataclass(frozen=True)
class Dataset:
    """The files of the default graph, and those of the named graphs."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()

    def quads(self) -> list[Quad]:
        """Return what the files say."""
        found = [quad for file in self.default for quad in _quads_in(file)]
        for name, file in self.named:
            graph = NamedNode(name)
            found += [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in _quads_in(file)]
        return found


@dataclass(frozen=True)
class Case:
    """A test, as its manifest describes it."""

    name: str
    type: str
    node: Node
    manifest: Graph

    def __str__(self) -> str:
        return self.name

    @property
    def is_update(self) -> bool:
        """Whether the text is an update."""
        return self.file.suffix == ".ru"

    @property
    def is_rdf_12(self) -> bool:
        """Whether there may be terms that RDF 1.1 does not have."""
        return self.name.startswith("sparql12/")

    @property
    def is_lax(self) -> bool:
        """Whether a solution may be found less often than is expected."""
        return (self.node, MF.resultCardinality, MF.LaxCardinality) in self.manifest

    @property
    def file(self) -> Path:
        """The file of the query or the update."""
        action = self.value(self.node, MF.action)
        given = self.manifest.value(action, QT.query) or self.manifest.value(action, UT.request)
        return _path_of(given or action)

    @property
    def text(self) -> bytes:
        """The query or the update."""
        return self.file.read_bytes()

    @property
    def base(self) -> str:
        """The base IRI of the query or the update."""
        return _iri_of(self.file)

    @property
    def data(self) -> Dataset:
        """What is in the store before; the files that a query names with FROM are in it."""
        given = self.dataset(self.value(self.node, MF.action))
        sources = [self.file.parent / name for name in _FROM.findall(self.text.decode("utf-8", "replace"))]
        loaded = [(_iri_of(file), file) for file in sources if file.exists()]
        return Dataset(given.default, tuple(dict.fromkeys((*given.named, *loaded))))

    @property
    def result(self) -> Path:
        """The file of the result that a query should have."""
        return _path_of(self.value(self.node, MF.result))

    @property
    def result_data(self) -> Dataset:
        """What should be in the store after an update."""
        return self.dataset(self.value(self.node, MF.result))

    def value(self, subject: Node, predicate: Node) -> Node:
        """Return the one value that there must be."""
        value = self.manifest.value(subject, predicate)
        assert value is not None, f"{self}: {subject} has no {predicate}"
        return value

    def dataset(self, node: Node) -> Dataset:
        """Return the dataset that a node of the manifest describes."""
        default = [*self.manifest.objects(node, QT.data), *self.manifest.objects(node, UT.data)]
        named = [*self.manifest.objects(node, QT.graphData), *self.manifest.objects(node, UT.graphData)]
        return Dataset(tuple(sorted(map(_path_of, default))), tuple(sorted(map(self._named, named))))

    def _named(self, node: Node) -> tuple[str, Path]:
        file = self.manifest.value(node, UT.graph) or node
        return str(self.manifest.value(node, RDFS.label) or file), _path_of(file)


@dataclass(frozen=True)
class Known:
    """Why a test does not pass: whether by the engine, by our design, or by the suite, and the cause in a sentence."""

    by: str
    cause: str


def cases(*types: str, within: str = "") -> list[Case]:
    """Return the tests of these types, in this folder of the suites."""
    return [case for case in all_cases() if case.type in types and case.name.startswith(within)]


@cache
def all_cases() -> list[Case]:
    """Return every test that is one of what the endpoint does."""
    manifests = sorted(FOLDER.glob("*/*/manifest*.ttl"))
    return [case for manifest in manifests for case in _cases_in(manifest)]


@cache
def known() -> dict[str, Known]:
    """Return the causes of the tests that do not pass, by their names."""
    groups: list[dict[str, Any]] = _listed()["exception"]
    return {name: Known(group["by"], group["cause"]) for group in groups for name in group["tests"]}


def listed_names() -> list[str]:
    """Return the names of the tests that do not pass, as they are listed."""
    return [name for group in _listed()["exception"] for name in group["tests"]]


def not_applicable() -> list[str]:
    """Return the folders with tests of what the endpoint does not do."""
    groups: list[dict[str, str]] = _listed()["not-applicable"]
    return [group["folder"] for group in groups]


@cache
def _listed() -> dict[str, Any]:
    return tomllib.loads(_LIST.read_text(encoding="utf-8"))


def _cases_in(file: Path) -> Iterator[Case]:
    folder = file.parent.relative_to(FOLDER).as_posix()
    if folder in not_applicable():
        return
    manifest = Graph().parse(file, format="turtle", publicID=_iri_of(file))
    for entries in manifest.objects(None, MF.entries):
        for node in Collection(manifest, entries):
            name = f"{folder}/{re.split('[#/]', str(node))[-1]}"
            yield Case(name, str(manifest.value(node, RDF.type)).removeprefix(str(MF)), node, manifest)


def _path_of(iri: Node) -> Path:
    return FOLDER / str(iri).removeprefix(BASE)


def _iri_of(file: Path) -> str:
    return BASE + file.relative_to(FOLDER).as_posix()


@cache
def _quads_in(file: Path) -> list[Quad]:
    format_ = RdfFormat.from_extension(file.suffix[1:])
    return list(parse(path=file, format=format_, base_iri=_iri_of(file), rename_blank_nodes=True))
