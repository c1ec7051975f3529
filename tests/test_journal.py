"""The journal of a dataset stays about as long as the data, and loses nothing of what was acknowledged."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from moonpact.graph.execution.journal import Journal
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.ownership import FolderInUseError, own
from moonpact.graph.execution.record import DamagedJournalError, Record
from moonpact.graph.execution.request import Request
from moonpact.graph.execution.served import Served
from moonpact.graph.execution.serving import serve_folder

LIMITS = Limits(deadline_seconds=5, fast_workers=1)
ALL = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
GRAPHS = "SELECT ?g { GRAPH ?g {} }"
# Made twice, it has not the same result.
RANDOM = Operation("update", "DELETE { ?s <x:id> ?id } INSERT { <x:s> <x:id> ?new } WHERE "
                   "{ OPTIONAL { ?s <x:id> ?id } BIND(STRUUID() AS ?new) }")  # fmt: skip


def contents(served: Served) -> tuple[list[str], list[str], str]:
    """Return the statements, the names of the graphs and the version."""
    statements, graphs = (
        sorted(served.answer(Request(query, {"rows": "tsv"})).body.decode().splitlines()) for query in (ALL, GRAPHS)
    )
    return statements, graphs, served.version


def replacement(number: int) -> Operation:
    """Return an update that puts a long text in the place of another."""
    text = f"{number:05}" * 8_000
    return Operation("update", f"DELETE WHERE {{ <x:s> <x:long> ?o }} ; INSERT DATA {{ <x:s> <x:long> '{text}' }}")


def test_a_journal_that_grows_is_written_anew_as_the_data_is(tmp_path: Path) -> None:
    with closing(serve_folder(tmp_path, [], LIMITS)) as served:
        served.write(Operation("update", "CREATE GRAPH <x:empty> ; INSERT DATA { GRAPH <x:g> { <x:s> <x:p> _:b } }"))
        for number in range(60):
            served.write(replacement(number))
        before = contents(served)
    [journal] = tmp_path.iterdir()
    assert journal.stat().st_size < 1_200_000
    assert before[1:] == (["<x:empty>", "<x:g>", "?g"], served.version)
    with closing(serve_folder(tmp_path, [], LIMITS)) as served:
        after = contents(served)
        assert [line.partition("_:")[0] for line in after[0]] == [line.partition("_:")[0] for line in before[0]]
        assert after[1:] == before[1:]


def test_what_is_random_takes_the_place_of_all_before(tmp_path: Path) -> None:
    with closing(serve_folder(tmp_path, [], LIMITS)) as served:
        for _ in range(5):
            served.write(RANDOM)
        before = contents(served)
    [journal] = tmp_path.iterdir()
    assert len(journal.read_text(encoding="utf-8").splitlines()) == 1
    with closing(serve_folder(tmp_path, [], LIMITS)) as served:
        assert contents(served) == before
        assert served.version.endswith(".5")


def test_a_journal_whose_replacement_was_cut_is_whole(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.write(Operation("update", "INSERT DATA { <x:s> <x:p> 1 }"), "", lambda: RANDOM)
    (tmp_path / "journal.jsonl.new").write_bytes(b"half a li")
    with closing(serve_folder(tmp_path, [], LIMITS)) as served:
        served.write(RANDOM)
        before = contents(served)
    assert [file.name for file in tmp_path.iterdir()] == ["journal.jsonl"]
    with closing(serve_folder(tmp_path, [], LIMITS)) as served:
        assert contents(served) == before


ONE, TWO, THREE = (Operation("update", f"INSERT DATA {{ <x:s> <x:p> {number} }}") for number in (1, 2, 3))


def three(folder: Path) -> tuple[Journal, list[int]]:
    """Return a journal of three changes, and where each of its lines ends."""
    journal = Journal(folder / "journal.jsonl")
    ends = [0]
    for operation in (ONE, TWO, THREE):
        journal.write(operation, "editor", lambda: RANDOM)
        ends.append(journal.size)
    return journal, ends


def test_a_journal_that_is_cut_anywhere_has_the_changes_before_the_cut(tmp_path: Path) -> None:
    journal, ends = three(tmp_path)
    whole = journal.file.read_bytes()
    for place in range(len(whole)):
        journal.file.write_bytes(whole[:place])
        again = Journal(journal.file)
        left = sum(end <= place for end in ends) - 1
        assert again.recover() == [ONE, TWO, THREE][:left], place
        assert (again.operations, journal.file.stat().st_size, again.torn_bytes) == (
            left,
            ends[left],
            place - ends[left],
        )
        again.write(TWO, "editor", lambda: RANDOM)
        assert Journal(journal.file).recover() == [*[ONE, TWO, THREE][:left], TWO]


@pytest.mark.parametrize(("start", "end"), [(0, 3), (10, 60), (-40, None), (0, None)])
def test_a_last_line_of_which_blocks_did_not_reach_the_disk_is_taken_off(
    tmp_path: Path, start: int, end: int | None
) -> None:
    journal, ends = three(tmp_path)
    line = bytearray(journal.file.read_bytes()[ends[2] :])
    line[start:end] = bytes(len(line[start:end]))
    journal.file.write_bytes(journal.file.read_bytes()[: ends[2]] + line)
    assert Journal(journal.file).recover() == [ONE, TWO]


def test_a_journal_in_which_any_bit_has_turned_is_refused_with_the_line(tmp_path: Path) -> None:
    journal, ends = three(tmp_path)
    whole = journal.file.read_bytes()
    for place in range(len(whole)):
        journal.file.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        line = sum(end <= place for end in ends)
        with pytest.raises(DamagedJournalError, match=rf"journal\.jsonl:{line}: the line is damaged"):
            Journal(journal.file).recover()


def test_what_was_written_and_not_acknowledged_is_taken_off_before_the_next(tmp_path: Path) -> None:
    journal, _ = three(tmp_path)
    with journal.file.open("ab") as file:
        file.write(Record(4, ONE).to_line())
    journal.write(TWO, "editor", lambda: RANDOM)
    assert Journal(journal.file).recover() == [ONE, TWO, THREE, TWO]


def test_a_folder_has_one_writer(tmp_path: Path) -> None:
    owned = own(tmp_path)
    with pytest.raises(FolderInUseError, match="another moonpact writes to it"):
        own(tmp_path, 0.05)
    os.close(owned)
    os.close(own(tmp_path, 0.05))


def test_a_journal_that_cannot_be_replaced_stays(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    one = Operation("update", "INSERT DATA { <x:s> <x:p> 1 }")
    journal.write(one, "", lambda: RANDOM)
    (tmp_path / "journal.jsonl.new").mkdir()
    with pytest.raises(OSError, match="journal"):
        journal.write(RANDOM, "", lambda: RANDOM)
    again = Journal(journal.file)
    assert (again.recover(), again.operations) == ([one], 1)
