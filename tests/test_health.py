"""Whether the server runs and whether it can answer are told apart."""

import json
import os
import signal
from pathlib import Path

from tests.server import Answer, Site, assert_problem, problem, served


def told(answer: Answer) -> tuple[int, str, str, object]:
    """Return status, media type, cache rule and content of an answer."""
    return answer.status, answer.type, answer.headers["cache-control"], json.loads(answer.body)


def test_a_server_that_runs_says_so(club: Site) -> None:
    assert told(club.get("/health/live")) == (200, "application/json", "no-store", {"status": "live"})


def test_a_server_that_can_answer_says_so_with_the_version_of_the_dataset(club: Site) -> None:
    version = json.loads(club.get("/health/ready").body)["version"]
    assert f">{version}<" in club.get("/").text
    expected = (200, "application/json", "no-store", {"status": "ok", "version": version})
    assert [told(club.get(path)) for path in ("/health/ready", "/health")] == [expected] * 2


def test_a_server_whose_dataset_does_not_answer_runs_and_is_not_ready(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("<x:a> <x:b> <x:c> .", encoding="utf-8")
    ended = "(the process that holds the store has ended; it is started again.*\n)+"
    with served(tmp_path / "data.ttl", says=ended) as site:
        (tmp_path / "data.ttl").unlink()
        for pid in set(site.processes.pids) - set(site.processes.front):
            os.kill(pid, signal.SIGKILL)
        answer = site.get("/health/ready")
        assert (answer.status, answer.headers["retry-after"], problem(answer)["title"]) == (503, "2", "Not ready")
        assert_problem(answer)
        assert site.get("/health/live").status == 200
