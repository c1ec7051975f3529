"""A dataset that is served can be changed, all of a change or nothing, and what was acknowledged stays."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.execution.errors import LoadError, QueryTooExpensiveError
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.served import NotWritableError, Served
from moonpact.graph.execution.serving import serve_files, serve_folder
from moonpact.graph.sparql.query import InvalidGraphNameError, InvalidQueryError, ServiceNotAllowedError

LIMITS = Limits(deadline_seconds=3, fast_workers=1, memory_bytes=200_000_000)
ALL = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?g ?s ?p ?o"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Yield an empty dataset that may be changed."""
    with closing(serve_folder(tmp_path, [], LIMITS)) as found:
        yield found


def everything(served: Served) -> list[str]:
    """Return all that the dataset says, one statement a line."""
    return [" ".join(str(row[name]) for name in "gspo" if row[name]) for row in served.select(ALL)]


def test_an_update_is_seen_by_the_next_query(served: Served) -> None:
    version = served.version
    served.write(Operation("update", 'INSERT DATA { <x:s> <x:p> "one" }'))
    assert everything(served) == ['<x:s> <x:p> "one"']
    assert served.version != version


def test_a_graph_is_replaced_merged_and_deleted(served: Served) -> None:
    served.write(Operation("replace", "<x:s> <x:p> <x:a> .", "x:g"))
    served.write(Operation("replace", "<x:s> <x:p> <x:b> .", "x:g"))
    served.write(Operation("merge", "<x:s> <x:p> <x:c> .", "x:g"))
    assert everything(served) == ["<x:g> <x:s> <x:p> <x:b>", "<x:g> <x:s> <x:p> <x:c>"]
    served.write(Operation("delete", graph="x:g"))
    assert everything(served) == []


@pytest.mark.parametrize(
    ("operation", "error"),
    [
        (Operation("update", "INSERT DATA { <x:s> <x:p> "), InvalidQueryError),
        (Operation("update", "INSERT DATA { <x:s> <x:p> 1 } ; LOAD <http://127.0.0.1:1/>"), ServiceNotAllowedError),
        (
            Operation("update", "INSERT DATA { <x:s> <x:p> 1 } ; LOAD SILENT <http://127.0.0.1:1/>"),
            ServiceNotAllowedError,
        ),
        (Operation("delete", graph="no iri"), InvalidGraphNameError),
    ],
)
def test_a_change_that_is_refused_changes_nothing(served: Served, operation: Operation, error: type[Exception]) -> None:
    served.write(Operation("update", 'INSERT DATA { <x:s> <x:p> "one" }'))
    version = served.version
    with pytest.raises(error):
        served.write(operation)
    assert everything(served) == ['<x:s> <x:p> "one"']
    assert served.version == version


def test_a_change_that_runs_away_harms_nothing(served: Served) -> None:
    numbers = " ".join(map(str, range(3000)))
    served.write(Operation("update", 'INSERT DATA { <x:s> <x:p> "one" }'))
    runaway = f"VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} BIND(CONCAT(STR(?a), '-', STR(?b)) AS ?o)"
    with pytest.raises((QueryTooExpensiveError, TimeoutError)):
        served.write(Operation("update", f"INSERT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?any . {runaway} }}"))
    assert everything(served) == ['<x:s> <x:p> "one"']


def test_what_was_acknowledged_is_there_again(tmp_path: Path) -> None:
    operations = [
        Operation("update", 'INSERT DATA { <x:s> <x:p> "one" }'),
        Operation("update", "INSERT { ?s <x:id> ?id } WHERE { ?s <x:p> ?o BIND(STRUUID() AS ?id) }"),
        Operation("replace", "<x:s> <x:p> <x:b> .", "x:g"),
    ]
    with closing(serve_folder(tmp_path, [], LIMITS)) as served:
        for operation in operations:
            served.write(operation)
        before = everything(served), served.version
    with closing(serve_folder(tmp_path, [], LIMITS)) as served:
        assert (everything(served), served.version) == before


def test_a_journal_whose_last_line_was_cut_is_read_up_to_it(tmp_path: Path) -> None:
    with closing(serve_folder(tmp_path, [], LIMITS)) as served:
        served.write(Operation("update", 'INSERT DATA { <x:s> <x:p> "one" }'))
    [journal] = tmp_path.iterdir()
    journal.write_bytes(journal.read_bytes() + b'1234abcd {"action": "upd')
    with closing(serve_folder(tmp_path, [], LIMITS)) as served:
        assert everything(served) == ['<x:s> <x:p> "one"']
        served.write(Operation("update", 'INSERT DATA { <x:s> <x:p> "two" }'))
    with closing(serve_folder(tmp_path, [], LIMITS)) as served:
        assert everything(served) == ['<x:s> <x:p> "one"', '<x:s> <x:p> "two"']


def test_a_journal_that_is_damaged_elsewhere_is_refused(tmp_path: Path) -> None:
    with closing(serve_folder(tmp_path, [], LIMITS)) as served:
        for number in range(2):
            served.write(Operation("update", f"INSERT DATA {{ <x:s> <x:p> {number} }}"))
    [journal] = tmp_path.iterdir()
    journal.write_bytes(journal.read_bytes().replace(b"DATA", b"DAT4", 1))
    with pytest.raises(LoadError, match=r":1: the line is damaged$"):
        serve_folder(tmp_path, [], LIMITS)


def test_files_are_served_read_only(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<x:s> <x:p> <x:o> .\n", encoding="utf-8")
    with closing(serve_files([file], LIMITS)) as served:
        with pytest.raises(NotWritableError):
            served.write(Operation("update", "CLEAR ALL"))
        assert everything(served) == ["<x:s> <x:p> <x:o>"]


def test_all_files_that_are_not_rdf_are_named(tmp_path: Path) -> None:
    good, bad, unknown = (tmp_path / name for name in ("good.ttl", "bad.nt", "unknown.xyz"))
    good.write_text("<x:s> <x:p> <x:o> .\n", encoding="utf-8")
    bad.write_text("<x:s> <x:p> <x:o> .\n<x:s> <x:p> .\n", encoding="utf-8")
    unknown.write_text("?", encoding="utf-8")
    with pytest.raises(InvalidDataError) as caught:
        serve_files([good, bad, unknown], LIMITS)
    endings = ".ttl, .trig, .nt, .nq, .rdf, .jsonld"
    assert caught.value.faults == (
        Fault(bad, 2, "The object of a triple must be an IRI, a blank node or a literal", "N-Triples"),
        Fault(
            unknown,
            1,
            "'unknown.xyz' has an ending of no known format",
            f"one of {endings}, also with .gz, .bz2, .xz, .zst",
        ),
    )
