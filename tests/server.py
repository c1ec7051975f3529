"""A real server for the tests: the command, in a process of its own, asked over HTTP."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping
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

    def ask(self, query: str, accept: str | None = None, **more: str) -> Answer:
        """Return the answer to a SPARQL query."""
        return self.get(f"/sparql?{urlencode({'query': query, **more}, quote_via=quote)}", accept)


def problem(answer: Answer) -> dict[str, Any]:
    """Return the problem that the answer tells of, which must be in the media type for problems."""
    assert answer.type == "application/problem+json"
    return cast("dict[str, Any]", json.loads(answer.body))


@contextmanager
def served(*arguments: str | Path) -> Generator[Site]:
    """Yield where `moonpact serve` listens with these arguments; it must end well and report no error."""
    command = [MOONPACT, "serve", "--port", "0", *map(str, arguments)]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        assert process.stdout
        line = process.stdout.readline()
        match = _LISTENING.fullmatch(line)
        try:
            assert match, line
            yield Site(match[1], int(match[2]))
        finally:
            process.terminate()
            process.wait(timeout=30)
            errors.seek(0)
            said = errors.read()
        assert (process.returncode, said) == (0, "")
