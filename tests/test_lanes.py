"""Queries are answered in workers that no query can bring down."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from moonpact.graph.execution.errors import BusyError, QueryTimeoutError, QueryTooExpensiveError, QueryTooLargeError
from moonpact.graph.execution.holding import Holding
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.request import Answer, Request
from moonpact.graph.execution.served import Served
from moonpact.graph.execution.serving import ServedHere, serve_files
from moonpact.graph.execution.spawning import Spawner
from moonpact.graph.formats import Kind
from moonpact.graph.sparql.query import AnswerTooLargeError, InternalError, InvalidQueryError, ServiceNotAllowedError

LIMITS = Limits(deadline_seconds=1, fast_workers=2, slow_workers=2, answer_bytes=1_000_000, patience_seconds=5)
FORMATS: dict[Kind, str] = {"rows": "csv", "boolean": "json", "graph": "nt"}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
TEN = "n\r\n1000\r\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of a thousand triples."""
    file = tmp_path_factory.mktemp("data") / "data.ttl"
    file.write_text("".join(f"<x:s{number}> <x:p> <x:o{number % 10}> .\n" for number in range(1000)), encoding="utf-8")
    return file


@pytest.fixture
def served(data: Path) -> Iterator[Served]:
    """Yield the file, served."""
    with closing(serve_files([data], LIMITS)) as found:
        yield found


def ask(served: Served, text: str) -> Answer:
    """Return the answer to a query."""
    return served.answer(Request(text, FORMATS))


def test_rows_are_answered_in_the_format_of_rows(served: Served) -> None:
    assert ask(served, COUNT) == Answer("rows", "csv", TEN.encode())


def test_a_boolean_is_answered_in_the_format_of_booleans(served: Served) -> None:
    assert ask(served, "ASK { <x:s1> <x:p> <x:o1> }") == Answer("boolean", "json", b'{"head":{},"boolean":true}')


def test_a_graph_is_answered_in_the_format_of_graphs(served: Served) -> None:
    text = "CONSTRUCT { <x:a> <x:b> ?o } WHERE { ?s <x:p> ?o FILTER(?o = <x:o1>) }"
    assert ask(served, text) == Answer("graph", "nt", b"<x:a> <x:b> <x:o1> .\n")


def test_without_a_format_for_the_kind_there_is_no_body(served: Served) -> None:
    assert served.answer(Request(COUNT, {"graph": "nt"})) == Answer("rows", None, b"")


def test_what_is_wrong_with_a_query_is_told_as_where_it_is_evaluated(served: Served) -> None:
    with pytest.raises(InvalidQueryError) as caught:
        ask(served, "SELECT * {\n ?s ?p")
    assert (caught.value.line, caught.value.column) == (2, 7)


def test_an_endless_query_is_stopped_at_its_deadline(served: Served) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"^the query was stopped after 1 s$"):
        ask(served, ENDLESS)
    assert time.monotonic() - started < LIMITS.deadline_seconds + 0.5
    assert ask(served, COUNT).body == TEN.encode()


def test_a_query_that_ran_out_of_time_is_not_begun_again(served: Served) -> None:
    with pytest.raises(QueryTimeoutError):
        ask(served, ENDLESS)
    started = time.monotonic()
    with pytest.raises(QueryTimeoutError):
        ask(served, ENDLESS)
    assert time.monotonic() - started < 0.1


def test_a_query_that_takes_too_much_memory_is_stopped(data: Path) -> None:
    limits = Limits(deadline_seconds=20, fast_workers=1, memory_bytes=100_000_000)
    doubling = " ".join(f"BIND(CONCAT({', '.join([f'?v{each}'] * 8)}) AS ?v{each + 1})" for each in range(10))
    with closing(serve_files([data], limits)) as served:
        with pytest.raises(QueryTooExpensiveError):
            ask(served, f'SELECT (STRLEN(?v10) AS ?n) {{ BIND("x" AS ?v0) {doubling} }}')
        assert ask(served, COUNT).body == TEN.encode()


def test_an_answer_that_is_too_large_is_not_cut_but_refused(served: Served) -> None:
    with pytest.raises(AnswerTooLargeError, match=r"^the answer has more than 1,000,000 bytes$"):
        ask(served, "SELECT * { ?a ?b ?c . ?d ?e ?f }")


def test_a_text_that_is_too_large_is_refused(served: Served) -> None:
    text = "ASK {" + " " * LIMITS.query_bytes + "}"
    with pytest.raises(QueryTooLargeError) as caught:
        ask(served, text)
    assert (caught.value.size, caught.value.most) == (len(text), LIMITS.query_bytes)


def test_slow_queries_for_which_there_is_no_room_give_way_to_others(served: Served) -> None:
    outcomes: list[str] = []

    def run(number: int) -> None:
        try:
            ask(served, f"{ENDLESS} # {number}")
        except (BusyError, QueryTimeoutError) as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    assert ask(served, COUNT).body == TEN.encode()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) in [["BusyError"] * gone + ["QueryTimeoutError"] * (4 - gone) for gone in (1, 2)]


def test_slow_queries_that_are_patient_wait_for_room(served: Served) -> None:
    outcomes: list[str] = []

    def run(number: int) -> None:
        try:
            served.answer(Request(f"{ENDLESS} # {number}", FORMATS), patient=True)
        except (BusyError, QueryTimeoutError) as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    assert ask(served, COUNT).body == TEN.encode()
    for thread in threads:
        thread.join()
    assert outcomes == ["QueryTimeoutError"] * 6
    assert ask(served, COUNT).body == TEN.encode()


def test_slow_queries_for_which_there_is_no_room_stay_while_nobody_waits(served: Served) -> None:
    outcomes: list[str] = []

    def run(number: int) -> None:
        with pytest.raises(QueryTimeoutError):
            ask(served, f"{ENDLESS} # {number}")
        outcomes.append("stopped at the deadline")

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == ["stopped at the deadline"] * 4


@pytest.mark.parametrize(
    "text", ["SELECT * { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }", "LOAD <http://127.0.0.1:PORT/>"]
)
def test_no_query_reaches_outside(served: Served, text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        with pytest.raises(ServiceNotAllowedError):
            ask(served, text.replace("PORT", str(listener.getsockname()[1])))
        with pytest.raises(TimeoutError):
            listener.accept()


def test_workers_that_load_the_data_by_themselves_answer_alike(data: Path) -> None:
    with closing(ServedHere(Holding(partial(Spawner, [data], LIMITS)), LIMITS, "1")) as served:
        assert ask(served, COUNT).body == TEN.encode()
        with pytest.raises(QueryTimeoutError):
            ask(served, ENDLESS)
        assert ask(served, COUNT).body == TEN.encode()


def test_an_error_of_ours_is_no_limit_of_the_query(served: Served) -> None:
    with pytest.raises(InternalError):
        served.answer(Request(COUNT, {"rows": "no such format"}))
    assert ask(served, COUNT).body == TEN.encode()


def test_nothing_runs_on_after_the_end(data: Path) -> None:
    served = serve_files([data], LIMITS)
    ask(served, COUNT)
    served.close()
    time.sleep(0.2)
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    commands = [Path(f"/proc/{child}/cmdline").read_bytes() for child in children]
    assert [command for command in commands if b"moonpact.graph.execution.parent" in command] == []
