"""Those who run a server see the queries that run, and stop them."""

import csv
import json
import os
import subprocess
import time
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, cast

import pytest

from tests.server import MOONPACT, Answer, Site, problem, served

TOKEN = "operators-only"
ADMIN = {"Authorization": f"Bearer {TOKEN}"}
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A server whose queries may take long."""
    file = tmp_path_factory.mktemp("data") / "data.ttl"
    file.write_text("".join(f"<x:s{number}> <x:p> <x:o{number % 10}> .\n" for number in range(1000)), encoding="utf-8")
    with served(file, "--timeout", "20", token=TOKEN) as found:
        yield found


def running(site: Site) -> list[dict[str, Any]]:
    """Return the queries that run."""
    return cast(
        "list[dict[str, Any]]", json.loads(site.request("GET", "/admin/queries", headers=ADMIN).body)["queries"]
    )


def started(site: Site, threads: ThreadPoolExecutor, text: str, name: str) -> tuple[Future[Answer], dict[str, Any]]:
    """Start a query, and return its answer to come and what is told of it once it is slow."""
    asked = threads.submit(site.post, text, **{"X-Request-Id": name})
    for _ in range(100):
        if found := [each for each in running(site) if each["requestId"] == name and each["lane"] == "slow"]:
            return asked, found[0]
        time.sleep(0.05)
    raise AssertionError(running(site))


def run(site: Site, *arguments: str) -> tuple[int, str, str]:
    """Return exit status, output and errors of the command."""
    command = [MOONPACT, "queries", "--server", f"http://{site.host}:{site.port}", *arguments]
    environment = {**os.environ, "MOONPACT_TOKEN": TOKEN}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_query_that_runs_is_listed_and_stopped(site: Site) -> None:
    with ThreadPoolExecutor(2) as threads:
        asked, told = started(site, threads, f"{SLOW} # one", "first")
        other, _ = started(site, threads, f"{SLOW} # two", "second")
        assert told == {**told, "lane": "slow", "requestId": "first", "query": f"{SLOW} # one"}
        assert 0 < told["seconds"] < 20
        stopped = site.request("DELETE", f"/admin/queries/{told['number']}", headers=ADMIN)
        assert (stopped.status, stopped.body) == (204, b"")
        answer = asked.result()
        assert (answer.status, problem(answer)["title"]) == (503, "The query was stopped")
        assert [each["requestId"] for each in running(site)] == ["second"]
        [(_, row)] = list(enumerate(csv.DictReader(run(site)[1].splitlines())))
        assert (row["requestId"], row["query"]) == ("second", f"{SLOW} # two")
        assert run(site, "--stop", row["number"]) == (0, "", "")
        assert other.result().status == 503
    assert running(site) == []
    # It was stopped by somebody, not by a limit: it may be asked again.
    assert site.ask("ASK {}").status == 200
    assert 'moonpact_queries_total{outcome="stopped"} 2.0' in site.get("/metrics").text


def test_a_query_that_does_not_run_cannot_be_stopped(site: Site) -> None:
    assert run(site, "--stop", "999999") == (1, "", "no query of the number 999999 runs now\n")


def test_what_clients_write_does_not_reach_the_terminal_as_it_is(site: Site) -> None:
    with ThreadPoolExecutor(1) as threads:
        asked, told = started(site, threads, f"#\x1b[2J\n{SLOW} # three", "third")
        assert f",# [2J {SLOW} # three\r\n".replace("\r\n", "\n") in run(site)[1]
        run(site, "--stop", str(told["number"]))
        assert asked.result().status == 503


@pytest.mark.parametrize(("method", "path"), [("GET", "/admin/queries"), ("DELETE", "/admin/queries/1")])
def test_only_those_with_a_token_see_and_stop(site: Site, method: str, path: str) -> None:
    answer = site.request(method, path)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_server_that_cannot_be_reached_is_told() -> None:
    command = [MOONPACT, "queries", "--server"]
    done = subprocess.run([*command, "http://127.0.0.1:9"], capture_output=True, text=True, check=False)
    sentence = "http://127.0.0.1:9 cannot be asked: [Errno 111] Connection refused\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)
    done = subprocess.run([*command, "file:///etc/passwd"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "file:///etc/passwd is no http or https address\n")
