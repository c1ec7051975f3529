"""The log of a server: each line with the name of its request, and none with a token."""

import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.logged import logging_site
from tests.server import problem

TOKEN = "never-to-be-seen"
QUERY = "ASK { <x:a> <x:b> <x:sought> }"
JSON = ("--log-format", "json")


def test_requests_are_logged_as_json_without_their_queries(tmp_path: Path) -> None:
    with logging_site(tmp_path, *JSON, "--log-requests", "on") as (site, log):
        headers = {"X-Request-Id": "mine-1", "User-Agent": 'a "client"'}
        answer = site.request("GET", f"/sparql?query={quote(QUERY)}", headers=headers)
        assert answer.headers["x-request-id"] == "mine-1"
        page, wrong = site.get("/questions/%E4%B8%80"), site.ask("ASK {")
        lines = log.lines
    times = [datetime.fromisoformat(line.pop("time")) for line in lines]
    seconds = [line.pop("seconds") for line in lines]
    assert times == sorted(times) and all(0 < each < 10 for each in seconds)
    messages = [line.pop("message") for line in lines]
    assert re.fullmatch(r"127\.0\.0\.1 GET /sparql 200 \d\.\d{4} s", messages[0])
    common = {"level": "info", "logger": "moonpact.access", "client": "127.0.0.1", "method": "GET"}
    assert lines[0] == {
        **common,
        "requestId": "mine-1",
        "path": "/sparql",
        "status": 200,
        "kind": "query",
        "userAgent": 'a "client"',
    }
    assert lines[1] == {
        **common,
        "requestId": page.headers["x-request-id"],
        "path": "/questions/%E4%B8%80",
        "status": 404,
        "kind": "questions",
        "userAgent": "",
        "problem": "unknown-question",
    }
    assert (lines[2]["requestId"], lines[2]["problem"]) == (wrong.headers["x-request-id"], "invalid-query")


@pytest.mark.parametrize("name", ["", "a b", "x" * 65, "<script>", '"', "a\tb", "é"])
def test_a_name_of_a_request_that_is_none_gets_another_one(tmp_path: Path, name: str) -> None:
    with logging_site(tmp_path, *JSON, "--log-requests", "on") as (site, log):
        headers = {"X-Request-Id": name}
        given = [site.request("GET", "/health/live", headers=headers).headers["x-request-id"] for _ in range(2)]
        assert given[0] != given[1]
        assert all(re.fullmatch(r"[0-9a-f]{8}-\d+", each) for each in given)
        assert [line["requestId"] for line in log.lines] == given


def test_the_texts_of_queries_are_logged_where_it_is_asked_for(tmp_path: Path) -> None:
    with logging_site(tmp_path, *JSON, "--log-requests", "queries") as (site, log):
        for _ in range(2):  # The second answer is one that was kept.
            site.ask(QUERY)
            site.post(QUERY)
        site.ask(QUERY, "text/html")
        site.get("/health")
        assert [line.get("query") for line in log.lines] == [QUERY] * 5 + [None]


def test_each_line_has_the_name_of_its_request_where_several_are_answered_at_a_time(tmp_path: Path) -> None:
    numbers = "VALUES ?%s { " + " ".join(map(str, range(150))) + " }"
    slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(numbers % each for each in "abc") + " FILTER(?a + ?b = ?c) }"
    with logging_site(tmp_path, *JSON, "--log-requests", "queries") as (site, log), ThreadPoolExecutor() as threads:
        asked = threads.submit(site.request, "GET", f"/sparql?query={quote(slow)}", headers={"X-Request-Id": "slow"})
        time.sleep(0.3)
        for number in range(3):
            quick = quote(f"ASK {{ ?s ?p {number} }}")
            site.request("GET", f"/sparql?query={quick}", headers={"X-Request-Id": f"quick-{number}"})
        assert asked.result().status == 200
        lines = log.lines
    assert [line["requestId"] for line in lines] == ["quick-0", "quick-1", "quick-2", "slow"]
    assert lines[-1]["query"] == slow


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_token_is_logged(tmp_path: Path, log_format: str) -> None:
    arguments = ("--log-format", log_format, "--log-requests", "queries", "--readers", "token")
    with logging_site(tmp_path, *arguments, token=TOKEN) as (site, log):
        for token in (TOKEN, f"{TOKEN}-wrong"):
            headers = {"Authorization": f"Bearer {token}", "Cookie": f"token={token}", "X-Request-Id": token}
            for path in (f"/sparql?query={quote(QUERY)}", "/", "/admin/queries", f"/sparql?access_token={token}"):
                site.request("GET", path, headers=headers)
            site.request("POST", "/sparql", b"CLEAR ALL", {**headers, "Content-Type": "application/sparql-update"})
        assert QUERY in log.text if log_format == "json" else "GET /sparql" in log.text
        assert len(log.text.splitlines()) == 10
        assert TOKEN not in log.text


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_fault_is_told_with_the_name_of_its_request_and_logged_with_it(tmp_path: Path, log_format: str) -> None:
    with logging_site(tmp_path, "--log-format", log_format) as (site, log):
        (tmp_path / "data.ttl").unlink()
        for pid in set(site.processes.pids) - set(site.processes.front):
            os.kill(pid, signal.SIGKILL)
        program, page = site.ask(QUERY), site.get("/graphs?default")
        for answer in (program, page):
            name = answer.headers["x-request-id"]
            assert answer.status == 500
            assert name in problem(answer)["detail"]
            if log_format == "text":
                assert f"[{name}]\nTraceback (most recent call last):\n" in log.text
            else:
                found = [line for line in log.lines if line.get("requestId") == name and "error" in line]
                assert [line["level"] for line in found] == ["error"]
                assert found[0]["error"].startswith("Traceback (most recent call last):\n")
                assert "LoadError: " in found[0]["error"]
