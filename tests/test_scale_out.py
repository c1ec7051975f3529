"""Two servers of one dataset behind nginx: they answer the same, and when one is killed no request fails."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.checkout import ROOT
from tests.engines import free_port, wait_for
from tests.server import BROWSER, COUNTRIES, MOONPACT, Answer, Site, served

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")

CLIENTS = 8
SECONDS = 6.0
# nginx's own files, in a folder of the test; the example is what it includes.
WRAPPER = """\
daemon off;
pid {folder}/pid;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/scale-out.conf;
}}
"""
PATHS = ("/questions", "/questions/contradictions?format=csv", f"/sparql?{urlencode({'query': COUNTRIES})}")
FORM = urlencode({"query": COUNTRIES}).encode()


@pytest.fixture
def pair(club_data: Path, tmp_path: Path) -> Generator[tuple[Site, Site]]:
    """Two servers of one built dataset, of which the test kills the first."""
    subprocess.run([MOONPACT, "build", "--data", club_data, "--out", tmp_path / "d"], check=True, capture_output=True)
    with ExitStack() as stack:
        first = stack.enter_context(served("--dataset", tmp_path / "d", killed=True))
        yield first, stack.enter_context(served("--dataset", tmp_path / "d"))


@pytest.fixture
def proxy(pair: tuple[Site, Site], tmp_path: Path) -> Generator[Site]:
    """Where nginx listens, which has the example with the ports of the test."""
    port = free_port()
    example = (ROOT / "deploy/scale-out.conf").read_text(encoding="utf-8").replace("8080", str(port))
    for written, site in zip(("8001", "8002"), pair, strict=True):
        example = example.replace(written, str(site.port))
    (tmp_path / "scale-out.conf").write_text(example, encoding="utf-8")
    (tmp_path / "nginx.conf").write_text(WRAPPER.format(folder=tmp_path), encoding="utf-8")
    with subprocess.Popen(["nginx", "-c", str(tmp_path / "nginx.conf"), "-e", "stderr"]) as process:
        try:
            wait_for(port)
            yield Site("127.0.0.1", port)
        finally:
            process.terminate()


def ask(site: Site, number: int) -> Answer:
    """One of the requests in turn; the last of them posts its query."""
    turn = number % (len(PATHS) + 1)
    if turn < len(PATHS):
        return site.get(PATHS[turn], BROWSER if turn == 0 else None)
    return site.request("POST", "/sparql", FORM, {"Content-Type": "application/x-www-form-urlencoded"})


def read(site: Site, until: float, seen: Counter[tuple[int, int, str | None]]) -> None:
    """Read until then, and count what came: which request, its status and its ETag."""
    number = 0
    while time.monotonic() < until:
        answer = ask(site, number)
        seen[number % (len(PATHS) + 1), answer.status, answer.headers.get("etag")] += 1
        number += 1


def test_no_request_fails_when_one_of_two_servers_is_killed(pair: tuple[Site, Site], proxy: Site) -> None:
    tags = [[ask(site, number).headers["etag"] for number in range(len(PATHS) + 1)] for site in pair]
    assert tags[0] == tags[1]
    until = time.monotonic() + SECONDS
    seen: Counter[tuple[int, int, str | None]] = Counter()
    clients = [threading.Thread(target=read, args=(proxy, until, seen)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    time.sleep(SECONDS / 3)
    before = sum(seen.values())
    pair[0].processes.kill()
    for client in clients:
        client.join()
    assert set(seen) == {(number, 200, tag) for number, tag in enumerate(tags[1])}
    assert sum(seen.values()) > before > 0


def test_what_one_server_sent_the_other_knows(pair: tuple[Site, Site]) -> None:
    first, second = pair
    tag = first.get(PATHS[0], BROWSER).headers["etag"]
    assert second.request("GET", PATHS[0], headers={"Accept": BROWSER, "If-None-Match": tag}).status == 304
    for pid in first.processes.pids:
        os.kill(pid, signal.SIGKILL)
