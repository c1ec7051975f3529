"""What is counted of the server, as Prometheus reads it."""

from collections.abc import Generator, Mapping
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.server import Answer, Site, problem, served

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
OTHER_SITE = {"Origin": "https://elsewhere.example"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of a thousand triples."""
    file = tmp_path_factory.mktemp("data") / "data.ttl"
    file.write_text("".join(f"<x:s{number}> <x:p> <x:o{number % 10}> .\n" for number in range(1000)), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def site(data: Path) -> Generator[Site]:
    """A server of its own, so that nobody else is counted."""
    with served(data, "--timeout", "1") as found:
        yield found


def counts(site: Site) -> dict[str, float]:
    """Return the counts as they are now, by name and labels."""
    return {
        f"{sample.name}{_labels(sample.labels)}": sample.value
        for family in text_string_to_metric_families(site.get("/metrics").text)
        for sample in family.samples
    }


def _labels(labels: Mapping[str, str]) -> str:
    return "".join(f" {name}={value}" for name, value in sorted(labels.items()))


def added(before: Mapping[str, float], after: Mapping[str, float], *names: str) -> dict[str, float]:
    """Return what was added to each count that has one of these names and was changed."""
    changed = {name: after[name] - before.get(name, 0) for name in after}
    return {name: value for name, value in changed.items() if value and name.startswith(names)}


def test_requests_queries_and_the_cache_are_counted(site: Site) -> None:
    site.get("/questions")
    before = counts(site)
    for text in ("ASK {}", "ASK {}", "ASK {", SLOW, SLOW):
        site.ask(text)
    site.get("/questions")
    site.get("/nothing")
    after = counts(site)
    assert added(before, after, "moonpact_request_seconds_count", "moonpact_problems", "moonpact_queries_total") == {
        "moonpact_request_seconds_count kind=metrics status=200": 1,
        "moonpact_request_seconds_count kind=other status=404": 1,
        "moonpact_request_seconds_count kind=query status=200": 2,
        "moonpact_request_seconds_count kind=query status=400": 1,
        "moonpact_request_seconds_count kind=query status=504": 2,
        "moonpact_request_seconds_count kind=questions status=200": 1,
        "moonpact_problems_total problem=invalid-query": 1,
        "moonpact_problems_total problem=not-found": 1,
        "moonpact_problems_total problem=query-timeout": 2,
        # The page of an unknown address asks nothing.
        "moonpact_queries_total outcome=answered": 2,
        "moonpact_queries_total outcome=timeout": 1,
        "moonpact_queries_total outcome=refused": 1,
    }
    assert added(before, after, "moonpact_cache") == {
        "moonpact_cache_answers": 1,
        "moonpact_cache_bytes": after["moonpact_cache_bytes"] - before["moonpact_cache_bytes"],
        "moonpact_cache_lookups_total outcome=hit": 1,
        "moonpact_cache_lookups_total outcome=miss": 4,
    }
    seconds = after["moonpact_request_seconds_sum kind=query status=504"]
    assert 1 <= seconds - before.get("moonpact_request_seconds_sum kind=query status=504", 0) < 3


def test_what_there_is_now_is_told(site: Site) -> None:
    found = counts(site)
    version = site.get("/health").text.partition('"version":"')[2].partition('"')[0]
    assert found[f"moonpact_dataset_info version={version}"] == 1
    assert found["moonpact_requests_in_progress"] == 1
    assert [found[f"moonpact_queries_running lane={lane}"] for lane in ("waiting", "fast", "slow")] == [0, 0, 0]
    assert [found[f"moonpact_workers state={state}"] for state in ("idle", "busy")] == [4, 0]
    assert found["moonpact_views"] == 0
    assert 0.5 * site.processes.memory < found["moonpact_memory_bytes"] < 2 * site.processes.memory


def test_the_views_that_are_kept_are_counted(club: Site) -> None:
    club.ask("ASK {}", **{"as-of": "2023-06-01"})
    found = counts(club)
    assert found["moonpact_views"] >= 1
    assert found["moonpact_workers state=idle"] >= 6


def test_openmetrics_is_for_those_who_ask_for_it(site: Site) -> None:
    answer = site.get("/metrics", "application/openmetrics-text; version=1.0.0")
    assert answer.type.startswith("application/openmetrics-text; version=1.0.0")
    assert answer.text.endswith("# EOF\n")


def test_the_pages_of_other_sites_may_not_read_it(site: Site) -> None:
    answers = [site.request(method, "/metrics", headers=OTHER_SITE) for method in ("GET", "OPTIONS")]
    assert [answer.status for answer in answers] == [200, 200]
    assert not [name for answer in answers for name in answer.headers if name.startswith("access-control")]


def assert_forbidden(answer: Answer) -> None:
    assert (answer.status, problem(answer)["title"]) == (403, "Not for everybody")


def test_it_is_not_for_whom_a_proxy_stands_in_that_is_unknown_here(site: Site) -> None:
    assert_forbidden(site.request("GET", "/metrics", headers={"X-Forwarded-For": "203.0.113.7"}))


def test_it_is_for_whom_the_setting_names(data: Path) -> None:
    proxied = "--trusted-proxy", "127.0.0.1", "--metrics-for", "203.0.113.0/24"
    with served(data, *proxied) as site:
        answers = [
            site.request("GET", "/metrics", headers={"X-Forwarded-For": client})
            for client in ("203.0.113.7", "198.51.100.7")
        ]
        assert answers[0].status == 200
        assert_forbidden(answers[1])
    with served(data, "--metrics-for", "none") as site:
        assert_forbidden(site.get("/metrics"))
