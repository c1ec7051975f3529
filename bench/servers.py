"""The servers that are compared, each started on the same file and stopped again."""

import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

_BIN = Path(sys.executable).parent
_READY_SECONDS = 120


@dataclass(frozen=True)
class Server:
    """A server's name and the address of its SPARQL endpoint."""

    name: str
    url: str


@contextmanager
def running(data: Path, folder: Path) -> Generator[list[Server]]:
    """Yield moonpact and Oxigraph's own server, on disk and in memory, on the same data."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(_moonpact(data)),
            stack.enter_context(_oxigraph_on_disk(data, folder / "oxigraph")),
            stack.enter_context(_oxigraph_in_memory(data)),
        ]


@contextmanager
def _moonpact(data: Path) -> Generator[Server]:
    server = Server("moonpact", "http://127.0.0.1:7901/sparql")
    with started([str(_BIN / "moonpact"), "serve", str(data), "--port", "7901"], server):
        yield server


@contextmanager
def _oxigraph_on_disk(data: Path, location: Path) -> Generator[Server]:
    program = str(_BIN / "oxigraph")
    load = [program, "load", "--location", str(location), "--file", str(data)]
    subprocess.run(load, check=True, capture_output=True)
    server = Server("oxigraph on disk", "http://127.0.0.1:7902/query")
    with started([program, "serve-read-only", "--location", str(location), "--bind", "127.0.0.1:7902"], server):
        yield server
    shutil.rmtree(location)


@contextmanager
def _oxigraph_in_memory(data: Path) -> Generator[Server]:
    server = Server("oxigraph in memory", "http://127.0.0.1:7903/query")
    with started([str(_BIN / "oxigraph"), "serve", "--bind", "127.0.0.1:7903"], server):
        headers = {"Content-Type": "application/n-quads"}
        urlopen(Request("http://127.0.0.1:7903/store", data.read_bytes(), headers, method="POST")).close()
        yield server


@contextmanager
def started(command: list[str], server: Server) -> Generator[int]:
    """Yield the number of the process that this command starts, once its server answers."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(server)
            yield process.pid
        finally:
            process.terminate()


def _wait_for(server: Server) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while True:
        try:
            ask(server, b"ASK {}")
        except (URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def ask(server: Server, query: bytes) -> bytes:
    """Return the answer to a query, as JSON or N-Triples."""
    headers = {
        "Content-Type": "application/sparql-query",
        "Accept": "application/sparql-results+json, application/n-triples;q=0.9",
    }
    with urlopen(Request(server.url, query, headers)) as response:
        body: bytes = response.read()
    return body
