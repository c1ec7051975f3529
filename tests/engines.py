"""Other engines for the tests: started here, each with a dataset that was built, and scripted ones with faults."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
ROWS = "application/sparql-results+json"
MERGED = "urn:moonpact:merged"
# Little memory, nothing outside of its folder and this machine, and no answer that is cut.
VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 7500
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 1000000
"""
# So long an engine may take to start on a machine that has other work.
_START_SECONDS = 60


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def wait_for(port: int) -> None:
    """Return when something listens on the port."""
    for _ in range(_START_SECONDS * 10):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


def send(port: int, method: str, path: str, body: bytes, media_type: str) -> None:
    """Send a request that must succeed."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, {"Content-Type": media_type})
    response = connection.getresponse()
    assert response.status in (200, 201, 204), response.read()
    connection.close()


@contextmanager
def oxigraph(quads: Path) -> Generator[int]:
    """Yield the port of Oxigraph's own server with these quads; it is asked at /query and changed at /update."""
    port = free_port()
    command = [str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            send(port, "POST", "/store", quads.read_bytes(), "application/n-quads")
            yield port
        finally:
            process.kill()


class Script(BaseHTTPRequestHandler):
    """Answers with what the class says, whatever it is asked, and notes what it was asked."""

    replies: ClassVar[Iterator[tuple[int, dict[str, str], bytes]]]
    asked: ClassVar[list[tuple[str, bytes]]]
    pause: ClassVar[float] = 0

    def do_POST(self) -> None:
        """Answer with the next reply."""
        self.asked.append((self.headers.get("Authorization", ""), self.rfile.read(int(self.headers["Content-Length"]))))
        status, headers, body = next(self.replies)
        time.sleep(self.pause)
        with suppress(ConnectionError):  # Who asked may wait no longer.
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def scripted(
    replies: Iterator[tuple[int, dict[str, str], bytes]], pause: float = 0
) -> Generator[tuple[str, list[tuple[str, bytes]]]]:
    """Yield the address of an engine that gives these replies, and what it was asked so far."""
    asked: list[tuple[str, bytes]] = []
    handler = type("Handler", (Script,), {"replies": replies, "asked": asked, "pause": pause})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/sparql", asked
        server.shutdown()


@contextmanager
def virtuoso(quads: Path, folder: Path) -> Generator[int]:
    """Yield the port of a Virtuoso of its own with these quads; what they have in the default graph is in `MERGED`."""
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    command = ["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(http)
            copied = folder / "dataset.nq"
            copied.write_bytes(quads.read_bytes())
            load = f"DB.DBA.TTLP(file_to_string_output('{copied}'), '', '{MERGED}', 512); checkpoint;"
            loading = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"]
            subprocess.run(loading, check=True, capture_output=True, timeout=_START_SECONDS)
            yield http
        finally:
            process.kill()
