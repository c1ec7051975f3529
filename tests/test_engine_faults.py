"""An engine that is out of reach, slow, busy or at fault is told of as what it is, and within its time."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat

import pytest

from tests.engines import ROWS, free_port, scripted
from tests.server import BROWSER, COUNTRIES, MOONPACT, problem, served

Reply = tuple[int, dict[str, str], bytes]
NO_ROWS: Reply = (200, {"Content-Type": ROWS}, b'{"head":{"vars":["country","label"]},"results":{"bindings":[]}}')
NO: Reply = (200, {"Content-Type": ROWS}, b'{"head":{},"boolean":false}')


def starting(*after: Reply) -> Iterator[Reply]:
    """What the server asks first, with the answers of an empty engine of version 1; then these, the last for ever."""
    return chain([NO], after[:-1], repeat(after[-1]))


ANSWERS: list[tuple[Reply, int, str, str]] = [
    ((200, {"Content-Type": "text/html"}, b"<p>Hello"), 502, "engine-failed", "with 'text/html'"),
    ((200, {"Content-Type": ROWS}, b'{"head":{"vars":["x"]},"results":{"bin'), 502, "engine-failed", "with no rows"),
    ((200, {"Content-Type": ROWS}, NO[2]), 502, "engine-failed", "with no rows"),
    ((*NO_ROWS[:1], {**NO_ROWS[1], "X-SPARQL-MaxRows": "10000"}, NO_ROWS[2]), 502, "engine-failed", "cut the answer"),
    ((401, {}, b""), 502, "engine-failed", "status 401"),
    ((302, {"Location": "http://127.0.0.1:1/"}, b""), 502, "engine-failed", "status 302"),
    ((503, {}, b""), 503, "busy", "busy"),
    ((504, {}, b""), 504, "query-timeout", "stopped after 10 s"),
    ((400, {"Content-Type": "text/plain"}, b"SQ156: Internal\nmore"), 500, "query-failed", "400: SQ156: Internal"),
    ((500, {"Content-Type": "text/html"}, b"<b>secret"), 500, "query-failed", "status 500"),
]


@pytest.mark.parametrize(("reply", "status", "name", "words"), ANSWERS)
def test_a_fault_of_the_engine_is_a_problem(reply: Reply, status: int, name: str, words: str) -> None:
    with (
        scripted(starting(reply)) as (address, _),
        served("--engine", address, "--engine-version", "1", "--engine-retries", "0") as site,
    ):
        answer = site.ask(COUNTRIES)
        told = problem(answer)
        assert (answer.status, told["type"].rpartition("#")[2]) == (status, name)
        assert words in told["detail"]
        assert "secret" not in answer.text


def test_what_may_pass_is_asked_again() -> None:
    with (
        scripted(starting((503, {}, b""), (502, {}, b""), NO_ROWS)) as (address, asked),
        served("--engine", address, "--engine-version", "1") as site,
    ):
        assert site.ask(COUNTRIES, format="csv").text == "country,label\r\n"
        assert len(asked) == 4


def test_a_slow_engine_is_given_up_in_time() -> None:
    with scripted(repeat(NO), pause=3) as (address, _):
        began = time.monotonic()
        assert failure("--engine", address, "--timeout", "1") == (1, "the query was stopped after 1 s\n")
        assert time.monotonic() - began < 30


def test_credentials_come_from_the_environment_and_are_told_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOONPACT_ENGINE_USER", "reader")
    monkeypatch.setenv("MOONPACT_ENGINE_PASSWORD", "sesame")
    with (
        scripted(starting((401, {}, b""))) as (address, asked),
        served("--engine", address, "--engine-version", "1", "--engine-retries", "0") as site,
    ):
        assert b"sesame" not in site.ask(COUNTRIES).body
        assert {authorization for authorization, _ in asked} == {"Basic cmVhZGVyOnNlc2FtZQ=="}


def test_an_engine_that_goes_away_leaves_pages_that_say_so() -> None:
    with scripted(starting(NO_ROWS)) as (address, _):
        server = served("--engine", address, "--engine-version", "1", "--engine-retries", "0")
        site = server.__enter__()
    # The engine is gone now.
    try:
        page = site.get("/sparql?query=ASK%7B%7D", BROWSER)
        assert (page.status, "The engine did not answer" in page.text) == (502, True)
        assert json.loads(site.ask(COUNTRIES).body)["type"].endswith("#engine-failed")
    finally:
        server.__exit__(None, None, None)


def test_a_slow_engine_holds_up_nobody_else_and_what_waits_for_it_long_is_sent_away() -> None:
    with (
        scripted(starting(NO_ROWS), pause=3) as (address, _),
        served("--engine", address, "--engine-version", "1", "--engine-connections", "1") as site,
        ThreadPoolExecutor(3) as clients,
    ):
        waiting = [clients.submit(site.ask, COUNTRIES) for _ in range(3)]
        time.sleep(0.5)
        began = time.monotonic()
        assert site.get("/robots.txt").status == 200
        assert time.monotonic() - began < 2
        assert sorted(each.result().status for each in waiting) == [200, 200, 503]


def test_when_the_engine_is_taken_anew_nothing_stays_of_what_was_before() -> None:
    with (
        scripted(repeat(NO)) as (address, asked),
        served("--engine", address, "--engine-version", "1", says="the dataset was loaded anew: version 1\n") as site,
    ):
        before = set(site.processes.pids)
        found, after = (0, 0, before), (2, len(before), set(site.processes.front))
        assert site.process
        site.process.send_signal(signal.SIGHUP)
        for _ in range(100):
            now = set(site.processes.pids)
            found = len(asked), len(now), now & before
            if found == after:
                break
            time.sleep(0.1)
        assert found == after


def failure(*arguments: str) -> tuple[int, str]:
    """Exit status and errors of a server that cannot start."""
    command = [MOONPACT, "serve", "--port", "0", *arguments]
    done = subprocess.run(command, env={**os.environ}, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stderr


WRONG: list[tuple[Callable[[], list[str]], int, str]] = [
    (lambda: ["--engine", f"http://127.0.0.1:{free_port()}/"], 1, "the engine that holds the graph cannot be reached"),
    (lambda: ["--engine", "http://reader:sesame@localhost/"], 2, "without a name or password"),
    (lambda: ["--engine", "localhost:7878"], 2, "an http or https address"),
    (lambda: ["--engine", "http://localhost/", "--data", "."], 2, "with --engine the graph is in the engine"),
    (lambda: ["--engine", "http://localhost/", "--engine-version", 'a"b'], 2, "letters, digits"),
]


@pytest.mark.parametrize(("arguments", "status", "words"), WRONG)
def test_what_cannot_start_says_why(arguments: Callable[[], list[str]], status: int, words: str) -> None:
    ended, said = failure(*arguments())
    assert (ended, words in said) == (status, True), said
