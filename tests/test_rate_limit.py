"""A client that sends too many requests is told to wait; the others are not."""

import time
from pathlib import Path

import pytest

from moonpact.server.problems import ProblemError
from moonpact.server.rate_limit import RateLimit
from tests.logged import logging_site
from tests.server import Answer, Site, assert_problem


def get(site: Site, client: str, path: str = "/sparql?query=ASK%7B%7D") -> Answer:
    """Return what a client gets through a proxy."""
    return site.request("GET", path, headers={"X-Forwarded-For": client})


def test_each_client_has_a_limit_of_its_own(tmp_path: Path) -> None:
    with logging_site(tmp_path, "--requests-per-minute", "5", "--trusted-proxy", "127.0.0.1") as (site, _):
        assert [get(site, "203.0.113.7").status for _ in range(6)] == [200] * 5 + [429]
        refused = get(site, "203.0.113.7", "/questions")
        assert_problem(refused)
        assert (refused.status, 1 <= int(refused.headers["retry-after"]) <= 12) == (429, True)
        assert get(site, "203.0.113.8").status == 200
        # Of a network of IPv6, one has as many addresses as he likes.
        assert [get(site, f"2001:db8::{each}").status for each in range(6)] == [200] * 5 + [429]
        assert get(site, "2001:db8:0:1::1").status == 200
        # Those who watch the server are let in.
        assert [get(site, "203.0.113.7", path).status for path in ("/health/ready", "/admin/queries")] == [200, 401]


def test_a_client_may_ask_again_after_the_time_that_it_is_told(tmp_path: Path) -> None:
    with logging_site(tmp_path, "--requests-per-minute", "60") as (site, _):
        statuses = [site.ask("ASK {}").status for _ in range(80)]
        assert 429 in statuses
        answer = site.ask("ASK {}")
        assert answer.headers["retry-after"] == "1"
        time.sleep(1)
        assert site.ask("ASK {}").status == 200


def test_without_a_limit_there_is_none(tmp_path: Path) -> None:
    with logging_site(tmp_path) as (site, _):
        assert {site.ask("ASK {}").status for _ in range(200)} == {200}


def test_clients_who_have_not_asked_for_long_are_forgotten_so_that_memory_is_bounded() -> None:
    limit = RateLimit(1)
    limit.check("203.0.113.7")
    for each in range(9_999):
        limit.check(f"10.0.{each // 256}.{each % 256}")
    with pytest.raises(ProblemError):
        limit.check("203.0.113.7")
    for each in range(10_000):
        limit.check(f"10.1.{each // 256}.{each % 256}")
    limit.check("203.0.113.7")
