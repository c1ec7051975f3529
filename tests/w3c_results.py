"""Results of queries, and what a store holds, read and compared up to the names of blank nodes.

Expected results are read by pyoxigraph, which knows RDF 1.2; the endpoint's answers, which pyoxigraph wrote, are read
by rdflib where it can.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias

import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from rdflib.query import Result

from moonpact.graph.engine import Results, Term
from tests.isomorphism import Item, isomorphic

RESULT_FORMATS: Final = {"srx": "xml", "srj": "json", "tsv": "tsv", "csv": "csv"}

_RS: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
# Numbers are compared by value: the suites write 2.0 and 3.0E4 where others write 2 and 30000.
_VALUES: Final[Mapping[str, Callable[[str], object]]] = {
    "boolean": {"0": False, "1": True, "false": False, "true": True}.__getitem__,
    "decimal": lambda text: Decimal(text).normalize(),
    "double": float,
    "float": float,
    "integer": int,
}


@dataclass(frozen=True)
class Found:
    """Solutions, triples or quads, and of solutions the names of the variables."""

    items: tuple[Item, ...]
    names: frozenset[str] = frozenset()

    def numbered(self) -> "Found":
        """Return the same with the place of each item in it, so that the order counts."""
        return Found(tuple((str(place), *item) for place, item in enumerate(self.items)), self.names)


@dataclass(frozen=True)
class Refusal:
    """No result, but a problem of this name."""

    problem: str


Outcome: TypeAlias = bool | Found | Refusal


def agree(one: Outcome, expected: Outcome, *, ordered: bool = False, lax: bool = False) -> bool:
    """Tell whether two outcomes are the same up to the names of blank nodes.

    Args:
        one: An outcome.
        expected: Another.
        ordered: Whether the order of the solutions counts.
        lax: Whether solutions may be found less often than is expected.
    """
    if not isinstance(one, Found) or not isinstance(expected, Found):
        return one == expected
    if one.names != expected.names:
        return False
    if lax:
        return set(one.items) == set(expected.items) and Counter(one.items) <= Counter(expected.items)
    if ordered:
        one, expected = one.numbered(), expected.numbered()
    return isomorphic(one.items, expected.items)


def of_statements(statements: Iterable[Iterable[Term | DefaultGraph]]) -> Found:
    """Return triples or quads as a set of solutions for their parts."""
    rows = (dict(zip("spog", statement, strict=False)) for statement in set(map(tuple, statements)))
    return _of_rows("spog", rows)


def of_results(results: Results) -> Outcome:
    """Return what the engine found."""
    match results:
        case QueryBoolean():
            return bool(results)
        case QueryTriples():
            return of_statements(results)
        case QuerySolutions():
            names = [variable.value for variable in results.variables]
            return _of_rows(names, (dict(zip(names, row, strict=True)) for row in results))


def read_expected(file: Path, base: str) -> tuple[Outcome, bool]:
    """Return the result that is in a file of a suite, and whether the file gives it an order."""
    kind = file.suffix[1:]
    if kind == "csv":
        return read_csv(file.read_bytes()), False
    if kind in RESULT_FORMATS:
        return of_results(parse_query_results(path=file, format=QueryResultsFormat.from_extension(kind))), False
    triples = [quad.triple for quad in parse(path=file, format=RdfFormat.from_extension(kind), base_iri=base)]
    if any(triple.object == NamedNode(f"{_RS}ResultSet") for triple in triples):
        return _of_result_set(triples)
    return of_statements(triples), False


def read_csv(text: bytes) -> Found:
    """Return the solutions in CSV, which tells blank nodes from other terms, but those not from each other."""
    names, *rows = csv.reader(io.StringIO(text.decode("utf-8"), newline=""))
    return _of_rows(names, (dict(zip(names, map(_csv_term, row), strict=True)) for row in rows))


def read_answer(text: bytes, name: str, *, rdf_12: bool) -> Outcome:
    """Return the result in the format of this name."""
    if name == "csv":
        return read_csv(text)
    if name in ("nt", "ttl"):
        return read_graph(text, name, rdf_12=rdf_12)
    if rdf_12:
        return of_results(parse_query_results(text, QueryResultsFormat.from_extension(name)))
    with _as_written():
        result = Result.parse(io.BytesIO(text), format=name)
    if result.type == "ASK":
        return bool(result.askAnswer)
    rows = ({str(name): _term(value) for name, value in row.items()} for row in result.bindings)
    return _of_rows(map(str, result.vars or ()), rows)


def read_graph(text: bytes, name: str, *, rdf_12: bool = False) -> Found:
    """Return the triples of a graph in the format of this name."""
    if rdf_12:
        return of_statements(quad.triple for quad in parse(text, RdfFormat.from_extension(name)))
    with _as_written():
        graph = rdflib.Graph().parse(data=text, format=name)
    return of_statements(map(_term, triple) for triple in graph)


@contextmanager
def _as_written() -> Generator[None]:
    """Let rdflib leave literals as they are written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        yield


def _of_rows(names: Iterable[str], rows: Iterable[Mapping[str, Term | DefaultGraph | None]]) -> Found:
    return Found(tuple(tuple(_flat_row(row)) for row in rows), frozenset(names))


def _flat_row(row: Mapping[str, Term | DefaultGraph | None]) -> Iterator[str | Term]:
    for name, term in sorted(row.items()):
        if term is not None and not isinstance(term, DefaultGraph):
            yield name
            yield from _flat(term)


def _flat(term: Term) -> Iterator[str | Term]:
    match term:
        case Triple():
            yield "<<("
            for part in term:
                yield from _flat(part)
            yield ")>>"
        case Literal():
            yield _by_value(term)
        case _:
            yield term


def _by_value(literal: Literal) -> Literal:
    read = _VALUES.get(literal.datatype.value.removeprefix(_XSD))
    try:
        return Literal(repr(read(literal.value)), datatype=literal.datatype) if read else literal
    except (ArithmeticError, KeyError, ValueError):
        return literal  # It has no value.


def _term(node: object) -> Term:
    match node:
        case rdflib.URIRef():
            return NamedNode(str(node))
        case rdflib.BNode():
            return BlankNode(str(node))
        case rdflib.Literal():
            datatype = NamedNode(str(node.datatype)) if node.datatype else None
            return Literal(str(node), language=node.language, datatype=None if node.language else datatype)
        case _:
            raise TypeError(f"not a term: {node!r}")


def _csv_term(text: str) -> Term:
    return BlankNode(text.removeprefix("_:")) if text.startswith("_:") else Literal(text)


def _of_result_set(triples: Iterable[Triple]) -> tuple[Outcome, bool]:
    """Read a result set that is written in RDF, and whether its solutions have an order."""
    about: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        about[triple.subject][triple.predicate.value.removeprefix(_RS)].append(triple.object)
    for parts in about.values():
        if "boolean" in parts:
            return parts["boolean"] == [Literal(True)], False
    solutions = [about[term] for parts in [*about.values()] for term in parts["solution"]]
    names = [_text(name) for parts in about.values() for name in parts["resultVariable"]]
    is_ordered = any(solution["index"] for solution in solutions)
    if is_ordered:
        solutions.sort(key=lambda solution: int(_text(solution["index"][0])))
    return _of_rows(names, [_row_of(solution, about) for solution in solutions]), is_ordered


def _row_of(solution: Mapping[str, list[Term]], about: Mapping[Term, Mapping[str, list[Term]]]) -> dict[str, Term]:
    bindings = [about[binding] for binding in solution["binding"]]
    return {_text(binding["variable"][0]): binding["value"][0] for binding in bindings}


def _text(term: Term) -> str:
    assert isinstance(term, Literal)
    return term.value
