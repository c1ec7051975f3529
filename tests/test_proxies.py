"""Behind a proxy, clients and addresses are those that it tells, and only if it is trusted."""

import json
from pathlib import Path

import pytest

from tests.logged import logging_site
from tests.server import Site

FORWARDED = {
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "moon.example",
}
TRUSTING = (
    "--log-format",
    "json",
    "--log-requests",
    "on",
    "--trusted-proxy",
    "127.0.0.1",
    "--trusted-proxy",
    "10.0.0.0/8",
)


def addresses(site: Site, headers: dict[str, str]) -> list[str]:
    """Return the addresses under which the server says that it is."""
    description = site.request("GET", "/sparql", headers={**headers, "Accept": "application/n-triples"}).text
    interface = json.loads(site.request("GET", "/openapi.json", headers=headers).body)["servers"][0]["url"]
    robots = site.request("GET", "/robots.txt", headers=headers).text
    endpoint = next(line for line in description.splitlines() if "sparql-service-description#endpoint" in line)
    return [endpoint.split("<")[-1].partition(">")[0], interface, robots.split()[-1]]


def test_a_trusted_proxy_tells_the_address_of_the_site(tmp_path: Path) -> None:
    with logging_site(tmp_path, *TRUSTING) as (site, _):
        here = "https://moon.example"
        assert addresses(site, FORWARDED) == [f"{here}/sparql", here, f"{here}/sitemap.xml"]


def test_another_one_does_not(tmp_path: Path) -> None:
    with logging_site(tmp_path, "--log-format", "json", "--log-requests", "on") as (site, log):
        here = f"http://{site.host}:{site.port}"
        assert addresses(site, FORWARDED) == [f"{here}/sparql", here, f"{here}/sitemap.xml"]
        assert {line["client"] for line in log.lines} == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("forwarded_for", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        # What stands before the address that the proxy saw, the client may have made up.
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 10.1.2.3", "203.0.113.7"),
        ("10.9.9.9, 10.1.2.3", "10.9.9.9"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("nonsense", "127.0.0.1"),
        ("203.0.113.7, <script>, 10.1.2.3", "10.1.2.3"),
        ("", "127.0.0.1"),
        (", " * 500 + "203.0.113.7", "203.0.113.7"),
    ],
)
def test_the_client_is_the_last_that_is_no_trusted_proxy(tmp_path: Path, forwarded_for: str, client: str) -> None:
    with logging_site(tmp_path, *TRUSTING) as (site, log):
        site.request("GET", "/health/live", headers={"X-Forwarded-For": forwarded_for})
        assert [line["client"] for line in log.lines] == [client]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "moon.example/<script>"},
        {"X-Forwarded-Host": 'moon.example"'},
        {"X-Forwarded-Proto": "javascript"},
        {"X-Forwarded-Proto": "https, ftp"},
    ],
)
def test_what_is_no_host_and_no_scheme_is_left_aside(tmp_path: Path, headers: dict[str, str]) -> None:
    with logging_site(tmp_path, *TRUSTING) as (site, _):
        here = f"http://{site.host}:{site.port}"
        assert addresses(site, headers) == [f"{here}/sparql", here, f"{here}/sitemap.xml"]
