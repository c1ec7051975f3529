"""A real server for the tests: the command, in a process of its own, asked over HTTP."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlencode

MOONPACT = str(Path(sys.executable).with_name("moonpact"))
BASE = "https://w3id.org/moonpact/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# What the made-up data knows of countries.
COUNTRIES = """PREFIX mp: <https://w3id.org/moonpact/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?country ?label WHERE {
  ?country a mp:Country ; skos:prefLabel ?label FILTER(LANG(?label) = "en")
} ORDER BY ?label"""
_SHARE = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)
_LISTENING = re.compile(r"moonpact serves .+ at http://(127\.0\.0\.1):(\d+)/ \(Ctrl-C stops\)\n")


@dataclass(frozen=True)
class Answer:
    """An answer: its status, its headers by names in small letters, and its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        """The media type, with its parameters."""
        return self.headers["content-type"]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass(frozen=True)
class Site:
    """Where a server listens."""

    host: str
    port: int
    process: subprocess.Popen[str] | None = None

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send one request and return its answer; redirects are not followed."""
        with closing(HTTPConnection(self.host, self.port, timeout=30)) as connection:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())

    def get(self, path: str, accept: str | None = None) -> Answer:
        """Return what a GET request with this Accept header gets."""
        return self.request("GET", path, headers={"Accept": accept} if accept else {})

    def follow(self, path: str, accept: str | None = None) -> Answer:
        """Return what a GET request gets where it is led to, in one step or at once."""
        answer = self.get(path, accept)
        return self.get(answer.headers["location"], accept) if answer.status == 303 else answer

    def ask(self, query: str, accept: str | None = None, **more: str) -> Answer:
        """Return the answer to a SPARQL query."""
        return self.get(f"/sparql?{urlencode({'query': query, **more}, quote_via=quote)}", accept)

    def post(self, query: str, **headers: str) -> Answer:
        """Return the answer to a SPARQL query that is posted as it is."""
        return self.request("POST", "/sparql", query.encode(), {"Content-Type": "application/sparql-query", **headers})

    def send_part(self, path: str, body: bytes, length: int, headers: Mapping[str, str]) -> bytes:
        """Return what comes for a POST request whose client sends a part of the body, and no more."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        with socket.create_connection((self.host, self.port), timeout=30) as opened:
            opened.sendall(
                f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n{lines}\r\n".encode() + body
            )
            opened.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: opened.recv(1000), b""))

    @property
    def processes(self) -> "Processes":
        """The processes of the server, each the leader or in the session of the one that was started."""
        assert self.process
        return Processes(self.process.pid)


@dataclass(frozen=True)
class Processes:
    """The processes of a session, as /proc tells of them."""

    session: int

    @property
    def pids(self) -> list[int]:
        """The numbers of those that run."""
        return list(self._stats())

    @property
    def front(self) -> list[int]:
        """The process that was started: it answers HTTP."""
        return [pid for pid in self._stats() if pid == self.session]

    @property
    def cpu_seconds(self) -> float:
        """How much of a processor they have used."""
        return sum(int(stat[11]) + int(stat[12]) for stat in self._stats().values()) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> int:
        """How many bytes they use, a page that several share counted once."""
        told = (_of_process(pid, "smaps_rollup") for pid in self.pids)
        return sum(1024 * int(kilobytes) for each in told for kilobytes in _SHARE.findall(each))

    def kill(self) -> None:
        """End all of them at once, as a fall of the machine would."""
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)

    def _stats(self) -> dict[int, list[str]]:
        """What is told of each process that runs, from its state on."""
        pids = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
        stats = {pid: _of_process(pid, "stat").rpartition(")")[2].split() for pid in pids}
        return {pid: stat for pid, stat in stats.items() if stat and stat[0] != "Z" and int(stat[3]) == self.session}


def _of_process(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):  # It has just ended.
        return ""


def problem(answer: Answer) -> dict[str, Any]:
    """Return the problem that the answer tells of, which must be in the media type for problems."""
    assert answer.type == "application/problem+json"
    return cast("dict[str, Any]", json.loads(answer.body))


def assert_problem(answer: Answer) -> None:
    """Hold the answer to what every problem has (RFC 9457), and to tell nothing of the program."""
    members = problem(answer)
    assert members["status"] == answer.status
    assert all(isinstance(members[name], str) and members[name] for name in ("type", "title", "detail"))
    assert "Traceback" not in answer.text


@contextmanager
def served(
    *arguments: str | Path, token: str = "", killed: bool = False, says: str = "", program: Sequence[str] = (MOONPACT,)
) -> Generator[Site]:
    """Yield where `moonpact serve` listens with these arguments; it must end well and report no other error.

    Args:
        arguments: Of the command, besides the port.
        token: What changes must carry.
        killed: Whether the test kills the server.
        says: The error that the server reports, as a regular expression.
        program: The program, `moonpact` in one way or another.
    """
    command = [*program, "serve", "--port", "0", *map(str, arguments)]
    environment = {**os.environ, "MOONPACT_TOKEN": token}
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as errors,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment, start_new_session=True
        ) as process,
    ):
        assert process.stdout
        line = process.stdout.readline()
        match = _LISTENING.fullmatch(line)
        try:
            assert match, line
            yield Site(match[1], int(match[2]), process)
        finally:
            process.terminate()
            process.wait(timeout=30)
            errors.seek(0)
            said = errors.read()
        assert process.returncode == (-signal.SIGKILL if killed else 0), said
        assert re.fullmatch(says, said), said
