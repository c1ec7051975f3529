"""The data is loaded anew, and a server stopped, without a request that fails."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from urllib.parse import quote

import pytest

from tests.made_up import LEADING, Says, write_folder
from tests.server import MOONPACT, Answer, Site, problem, served

# Fewer than a server has, so that the tests stay short; 50 have been tried.
CLIENTS = int(os.environ.get("MOONPACT_TEST_CLIENTS", "12"))
TOKEN = "operators-only"
ADMIN = {"Authorization": f"Bearer {TOKEN}"}
LOADED = r"(the dataset was loaded anew: version \w+.*\n)+"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
VALUE = re.compile(r"<x:version> (\d+)")
PAGES = ("/", "/dataset.ttl", "/questions/participants.json", "/search?q=times", "/network.json", "/health/ready")


def numbered(file: Path, number: int, statements: int = 500) -> None:
    """Put into the file's place one that says its number, and so many statements more."""
    lines = [f"<x:s{each}> <x:p> {number} ." for each in range(statements)]
    new = file.with_suffix(".new")
    new.write_text("\n".join(lines), encoding="utf-8")
    new.replace(file)


def reload(site: Site, **headers: str) -> Answer:
    """Return the answer to the request to load the data anew."""
    return site.request("POST", "/admin/reload", headers=headers or ADMIN)


def ask_until(stop: Event, site: Site) -> list[tuple[int, bytes]]:
    """Return the answers to a query that one client asks over one connection until it is told to stop."""
    query = quote("SELECT DISTINCT ?o (COUNT(*) AS ?n) { ?s <x:p> ?o } GROUP BY ?o")
    connection = HTTPConnection(site.host, site.port, timeout=30)
    answers: list[tuple[int, bytes]] = []
    while not stop.is_set():
        # Each is new, so that none is one that was kept.
        connection.request(
            "GET", f"/sparql?query={query}%23{len(answers)}-{id(connection)}", headers={"Accept": "text/csv"}
        )
        response = connection.getresponse()
        answers.append((response.status, response.read()))
    connection.close()
    return answers


def while_clients_ask(site: Site, act: Callable[[], None]) -> list[Sequence[tuple[int, bytes]]]:
    """Return what each client was answered while something was done."""
    stop = Event()
    with ThreadPoolExecutor(CLIENTS) as threads:
        asking = [threads.submit(ask_until, stop, site) for _ in range(CLIENTS)]
        try:
            act()
        finally:
            stop.set()
        return [future.result() for future in asking]


def test_every_client_is_answered_from_the_data_before_or_the_new_while_it_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    numbered(file, 0)
    with served(file, token=TOKEN, says=LOADED) as site:
        versions: list[str] = []

        def release_thrice() -> None:
            for number in (1, 2, 3):
                time.sleep(0.3)
                numbered(file, number)
                versions.append(json.loads(reload(site).body)["version"])

        all_answers = while_clients_ask(site, release_thrice)
        assert json.loads(site.get("/health").body)["version"] == versions[-1]
    assert len(set(versions)) == 3
    seen: set[bytes] = set()
    for answers in all_answers:
        assert {status for status, _ in answers} == {200}
        bodies = [body for _, body in answers]
        assert bodies == sorted(bodies)  # Nobody goes back to the data before.
        seen |= set(bodies)
    assert seen == {b"o,n\r\n%d,500\r\n" % number for number in range(4)}


def club(folder: Path, leader: str) -> Path:
    """Return a folder of data in which this country leads."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return write_folder(folder, Says("echo", LEADING, f"mp:leader country:{leader}"))


def build(data: Path, dataset: Path) -> str:
    """Build the dataset, and return its version."""
    subprocess.run([MOONPACT, "build", "--data", str(data), "--out", str(dataset)], check=True, capture_output=True)
    return (dataset / "version").read_text(encoding="utf-8").strip()


def wait_for(version: str, site: Site) -> None:
    """Wait until the server serves this version."""
    until = time.monotonic() + 30
    while json.loads(site.get("/health").body)["version"] != version:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_all_of_the_site_follows_a_release_that_goes_live_by_a_signal(tmp_path: Path) -> None:
    data, dataset = tmp_path / "data", tmp_path / "dataset"
    first = build(club(data, "ruritania"), dataset)
    with served("--dataset", dataset, says=LOADED) as site:
        view = {"according-to": "news"}
        before = {path: site.get(path).body for path in PAGES}
        viewed = site.ask(
            "SELECT ?who { ?x a <https://w3id.org/moonpact/ontology#Claim> ; "
            "<https://w3id.org/moonpact/ontology#leader> ?who }",
            "text/csv",
            **view,
        )
        processes = set(site.processes.pids)
        second = build(club(data, "borduria"), dataset)
        assert site.process
        site.process.send_signal(signal.SIGHUP)
        wait_for(second, site)
        after = {path: site.get(path).body for path in PAGES}
        again = site.ask(
            "SELECT ?who { ?x a <https://w3id.org/moonpact/ontology#Claim> ; "
            "<https://w3id.org/moonpact/ontology#leader> ?who }",
            "text/csv",
            **view,
        )
        assert f'moonpact_dataset_info{{version="{second}"}} 1.0' in site.get("/metrics").text
        assert first.encode() in before["/"] and second.encode() in after["/"]
        assert not [path for path in PAGES if first.encode() in after[path]]
        assert b"ruritania" in viewed.body and b"borduria" in again.body
        assert site.get("/downloads").status == 202
        time.sleep(0.5)
        assert len(processes & set(site.processes.pids)) == len(site.processes.front)


def test_between_a_build_and_its_reload_the_version_before_is_whole(tmp_path: Path) -> None:
    data, dataset = tmp_path / "data", tmp_path / "dataset"
    first = build(club(data, "ruritania"), dataset)
    with served("--dataset", dataset, says="(the process that holds the store has ended.+\n)+") as site:
        build(club(data, "borduria"), dataset)
        for pid in set(site.processes.pids) - set(site.processes.front):
            os.kill(pid, signal.SIGKILL)
        assert json.loads(site.get("/health/ready").body)["version"] == first
        while (answer := site.get("/downloads")).status == 202:
            time.sleep(0.1)
        assert (answer.status, f"/downloads/{first}/" in answer.text) == (200, True)


def test_data_that_the_server_builds_is_built_again(tmp_path: Path) -> None:
    data = club(tmp_path / "data", "ruritania")
    with served("--data", data, token=TOKEN, says=LOADED) as site:
        before = json.loads(site.get("/health").body)["version"]
        club(data, "borduria")
        after = json.loads(reload(site).body)["version"]
        assert after != before
        assert json.loads(site.get("/health").body)["version"] == after
        (data / "source" / "echo.trig").write_text("no RDF", encoding="utf-8")
        refused = reload(site)
        assert (refused.status, problem(refused)["title"]) == (409, "The data could not be loaded")
        assert "echo.trig:1:" in problem(refused)["detail"]
        assert json.loads(site.get("/health").body)["version"] == after


def test_data_that_was_loaded_is_found_again_where_a_link_leads_elsewhere_by_now(tmp_path: Path) -> None:
    file, link = tmp_path / "data.ttl", tmp_path / "loaded"
    for number, folder in enumerate(("first", "second")):
        numbered(file, number, 500 - 100 * number)
        subprocess.run([MOONPACT, "load", file, "--out", tmp_path / folder], check=True, capture_output=True)
    link.symlink_to("first")
    with served(link, token=TOKEN, says=LOADED) as site:
        assert site.ask(COUNT, "text/csv").text == "n\r\n500\r\n"
        (tmp_path / "new").symlink_to("second")
        (tmp_path / "new").replace(link)
        assert reload(site).status == 200
        assert site.ask(COUNT, "text/csv").text == "n\r\n400\r\n"


def test_what_cannot_be_loaded_is_told_to_the_log_and_the_data_before_is_served_on(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    numbered(file, 0)
    said = f"the dataset was not loaded anew: {file}:1: .+\n"
    with served(file, says=said) as site:
        version = json.loads(site.get("/health").body)["version"]
        file.write_text("no RDF", encoding="utf-8")
        assert site.process
        site.process.send_signal(signal.SIGHUP)
        time.sleep(1.5)
        assert site.ask(COUNT, "text/csv").text == "n\r\n500\r\n"
        assert json.loads(site.get("/health").body)["version"] == version


def test_only_those_with_a_token_may_load_the_data_anew(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    numbered(file, 0)
    with served(file, token=TOKEN, says=LOADED) as site:
        for headers in ({"X-None": "x"}, {"Authorization": "Bearer other"}):
            assert reload(site, **headers).status == 401
        command = [MOONPACT, "reload", "--server", f"http://{site.host}:{site.port}/"]
        environment = {**os.environ, "MOONPACT_TOKEN": TOKEN}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        version = json.loads(site.get("/health").body)["version"]
        assert (done.returncode, done.stdout, done.stderr) == (0, f"{version}\n", "")
        environment["MOONPACT_TOKEN"] = "other"
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", "the token is unknown here\n")


def test_what_is_changed_by_requests_is_not_loaded_anew(tmp_path: Path) -> None:
    with served("--data", tmp_path, "--writable", token=TOKEN) as site:
        refused = reload(site)
        assert refused.status == 409
        assert problem(refused)["detail"].startswith("this dataset is changed here, by requests")


def test_a_query_that_runs_is_answered_before_the_server_stops(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    numbered(file, 0, 150)
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with served(file, "--timeout", "20", "--stop-seconds", "20") as site, ThreadPoolExecutor(1) as threads:
        asked = threads.submit(site.ask, slow, "text/csv")
        time.sleep(0.5)
        assert site.process
        site.process.terminate()
        assert asked.result().text == f"n\r\n{150**3}\r\n"


def test_the_service_manager_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "data.ttl"
    numbered(file, 0)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(10)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        with served(file, token=TOKEN, says=LOADED) as site:
            assert manager.recv(100) == b"READY=1"
            assert reload(site).status == 200
            assert re.fullmatch(rb"RELOADING=1\nMONOTONIC_USEC=\d+", manager.recv(100))
            assert manager.recv(100) == b"READY=1"
