"""No query, and no client, keeps the server from answering others."""

import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from socket import SHUT_WR

import pytest

from tests.hostile import (
    HOSTILE,
    STOPPED,
    Hostile,
    connection,
    everything,
    posted,
)
from tests.server import Answer, Site, assert_problem, problem, served

DEADLINE = 1.0
# A machine that does other things as well may be as late as this.
LATE = 0.3
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
NUMBERS = count()


@dataclass(frozen=True)
class Target:
    """A server, its processes for HTTP and its memory before anybody was hostile."""

    site: Site
    front: list[int]
    memory: int


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Generator[Target]:
    """A server of a graph in which everything leads on to something."""
    file = tmp_path_factory.mktemp("data") / "data.ttl"
    lines = (f'<x:s{each}> <x:p{each % 7}> <x:s{each * 7 % 2000}>, "{"a" * 26}{each}" .\n' for each in range(2000))
    file.write_text("".join(lines), encoding="utf-8")
    with served(file, "--timeout", f"{DEADLINE:g}") as site:
        # The memory that large texts, many clients at once and large answers took is kept for the next.
        for hostile in HOSTILE:
            if STOPPED.isdisjoint(hostile.statuses):
                site.post(hostile.text)
        for _ in range(2):
            crowd((slow if each % 10 == 0 else simple)(site) for each in range(200))
            read_slowly(site, 20)
        yield Target(site, site.processes.front, site.processes.memory)


@pytest.fixture
def site(target: Target) -> Generator[Site]:
    """The server that is attacked, and that answers a simple query after each attack."""
    yield target.site
    assert_answers(target.site)


def fresh(query: str) -> str:
    """Return the query in a form that was not asked before."""
    return f"{query} # {next(NUMBERS)}"


def simple(site: Site) -> Callable[[], Answer]:
    """Return what asks a simple query."""
    return lambda: site.ask(fresh("ASK {}"))


def slow(site: Site) -> Callable[[], Answer]:
    """Return what asks a query without end."""
    return lambda: site.ask(fresh(SLOW))


def crowd(requests: Iterator[Callable[[], Answer]]) -> list[Answer]:
    """Return the answers to requests that are made at the same time."""
    asked = list(requests)
    with ThreadPoolExecutor(len(asked)) as threads:
        return [future.result() for future in [threads.submit(each) for each in asked]]


def assert_answers(site: Site) -> None:
    started = time.monotonic()
    assert simple(site)().status == 200
    assert time.monotonic() - started < 2


def assert_idle(site: Site) -> None:
    time.sleep(0.5)
    before = site.processes.cpu_seconds
    time.sleep(0.5)
    assert site.processes.cpu_seconds - before < 0.1


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda each: each.name)
def test_a_hostile_query_is_stopped_in_time_and_harms_nobody(site: Site, hostile: Hostile) -> None:
    started = time.monotonic()
    answer = site.post(hostile.text)
    seconds = time.monotonic() - started
    assert answer.status in hostile.statuses, answer.text
    assert seconds < DEADLINE + LATE
    if answer.status != 200:
        assert_problem(answer)


def test_a_query_that_ran_out_of_time_is_told_its_limit_and_not_begun_again(site: Site) -> None:
    text = fresh(SLOW)
    first, started, again = site.post(text), time.monotonic(), site.post(text)
    assert time.monotonic() - started < LATE
    assert [problem(each)["detail"] for each in (first, again)] == ["the query was stopped after 1 s"] * 2


def test_200_clients_at_once_are_answered(site: Site) -> None:
    assert {answer.status for answer in crowd(simple(site) for _ in range(200))} == {200}


def test_many_slow_queries_at_once_hold_up_no_simple_one_for_long(site: Site) -> None:
    started = time.monotonic()
    answers = crowd((slow if each % 10 == 0 else simple)(site) for each in range(200))
    assert time.monotonic() - started < 10
    assert {answer.status for place, answer in enumerate(answers) if place % 10} == {200}
    assert {answer.status for answer in answers[::10]} <= {503, 504}
    assert {answer.headers.get("retry-after") for answer in answers if answer.status == 503} <= {"1"}


def test_the_work_of_clients_that_leave_stops(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text(" ".join(f"<x:s{each}> <x:p> <x:o{each}> ." for each in range(1000)), encoding="utf-8")
    with served(file) as site:
        for _ in range(8):
            with connection(site, posted(fresh(SLOW))):
                time.sleep(0.05)
        assert_answers(site)
        assert_idle(site)


@pytest.mark.parametrize(
    "half", [b"POST /sparql HTTP/1.1\r\nHost: x\r\nConte", posted("ASK {", 1000)], ids=["head", "body"]
)
def test_clients_that_send_half_a_request_hold_up_nobody(site: Site, half: bytes) -> None:
    with ExitStack() as held:
        for _ in range(40):
            held.enter_context(connection(site, half))
        time.sleep(0.2)
        assert_answers(site)


def test_a_client_that_sends_half_a_request_is_told_so_when_it_stops_sending(site: Site) -> None:
    with connection(site, posted("ASK {}", 1000)) as opened:
        opened.shutdown(SHUT_WR)
        assert b" 200 " not in everything(opened).partition(b"\r\n")[0]


def read_slowly(site: Site, clients: int) -> None:
    """Ask for a large answer as so many clients that read little of it for a while, then the rest."""
    whole = site.post(LARGE, Accept="text/csv")
    request = posted(LARGE, more="Accept: text/csv\r\nAccept-Encoding: identity\r\nConnection: close\r\n")
    with ExitStack() as held:
        readers = [held.enter_context(connection(site, request, receives=4096)) for _ in range(clients)]
        for reader in readers:
            reader.recv(10)
        assert_answers(site)
        assert all(everything(reader).endswith(whole.body[-1000:]) for reader in readers)


def test_clients_that_read_slowly_hold_up_nobody_and_get_all(site: Site) -> None:
    read_slowly(site, 20)


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=ASK%7B%7D&format=csv%0D%0AX-Evil:%20yes",
        "/sparql?query=ASK%7B%7D&default-graph-uri=x:y%0D%0AX-Evil:%20yes",
        "/graphs?graph=x:y%0D%0AX-Evil:%20yes",
        "/graphs/x%0D%0AX-Evil:%20yes",
        "/id/country/x%0D%0AX-Evil:%20yes",
        "/questions/x%0D%0AX-Evil:%20yes?lang=%0D%0AX-Evil:%20yes",
        "/%0D%0AX-Evil:%20yes",
    ],
)
def test_no_parameter_adds_a_header(site: Site, path: str) -> None:
    answer = site.get(path)
    assert 400 <= answer.status < 500
    assert_problem(answer)
    assert "x-evil" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/sparql", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("DELETE", "/sparql", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("TRACE", "/sparql", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("PATCH", "/graphs?default", {"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"}),
        ("POST", "/", {"GET", "HEAD", "OPTIONS"}),
        ("DELETE", "/id/country/x", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_another_method_is_refused_with_those_that_are_allowed(
    site: Site, method: str, path: str, allowed: set[str]
) -> None:
    answer = site.request(method, path)
    assert (answer.status, {each.strip() for each in answer.headers["allow"].split(",")}) == (405, allowed)
    assert_problem(answer)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("/sparql?query=ASK%7B%7D&format=csv&format=json", 400),
        ("/sparql?update=CLEAR%20ALL", 400),
        ("/sparql?query=", 400),
        ("/sparql?" + "&".join(f"a{each}=1" for each in range(200)) + "&query=ASK%7B%7D", 400),
        ("/graphs", 400),
        ("/graphs?graph=x:y&default", 400),
        ("/graphs?graph=no%20iri", 400),
        ("/graphs?graph=x:none", 404),
        ("/nothing", 404),
        ("/id/nothing", 404),
        ("/sparql/more", 404),
        ("/../../etc/passwd", 404),
        ("/static/../../../../etc/passwd", 404),
    ],
)
def test_what_is_unknown_or_given_twice_is_refused(site: Site, path: str, status: int) -> None:
    answer = site.get(path)
    assert answer.status == status, answer.text
    assert_problem(answer)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"ASK {}", {"Content-Type": "text/plain"}, 415),
        (b"ASK {}", {}, 415),
        (b"ASK {}", {"Content-Type": "application/sparql-query; charset=latin-1"}, 415),
        (b"ASK {}", {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}, 415),
        (b"ASK {}", {"Content-Type": "application/sparql-query", "Accept": "image/png"}, 406),
        (b"ASK { ?s ?p '\xff' }", {"Content-Type": "application/sparql-query"}, 400),
        (b"query=ASK%20%7B%20%3Fs%20%3Fp%20'%FF'%7D", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        (b"query=ASK%7B%7D&query=ASK%7B%7D", {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        (b"query=ASK%7B%7D&update=CLEAR%20ALL", {"Content-Type": "application/x-www-form-urlencoded"}, 403),
        (b"CLEAR ALL", {"Content-Type": "application/sparql-update"}, 403),
    ],
)
def test_what_cannot_be_read_or_answered_is_refused(
    site: Site, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = site.request("POST", "/sparql", body, headers)
    assert answer.status == status, answer.text
    assert_problem(answer)


def test_afterwards_the_server_is_as_before(target: Target) -> None:
    assert_idle(target.site)
    assert target.site.processes.front == target.front
    assert target.site.processes.memory < 1.05 * target.memory


def test_nothing_is_left_when_the_server_stops(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text(" ".join(f"<x:s{each}> <x:p> <x:o{each}> ." for each in range(1000)), encoding="utf-8")
    with served(file, "--timeout", "1") as site, ExitStack() as held:
        processes = site.processes
        for _ in range(6):
            held.enter_context(connection(site, posted(fresh(SLOW))))
        time.sleep(0.3)
    time.sleep(0.5)
    assert processes.pids == []
