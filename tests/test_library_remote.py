"""The graph on a server: whatever answers, or nothing, the error says what is wrong."""

from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Final

import pytest

from moonpact.library import RemoteError, open_graph
from tests.server import Site, served

ROWS: Final = "application/sparql-results+json"
PROBLEM: Final = "application/problem+json"
# What strange servers answer to whatever they are asked: status, media type and body, or where they send the client.
STRANGE: Final = {
    "/html/": (200, "text/html", b"<h1>Hello</h1>"),
    "/cut/": (200, ROWS, b'{"head": {"vars": ["a"]}, "results": {"bind'),
    "/array/": (200, ROWS, b"[]"),
    "/triples/": (200, "application/n-triples", b"<x:s> <x:p>"),
    "/plain/": (500, "text/plain", b"oh"),
    "/problem/": (400, PROBLEM, b"[1]"),
    "/unnamed/": (400, PROBLEM, b'{"type": 7}'),
    "/file/": (302, "file:///etc/hostname", b""),
}


class Strange(BaseHTTPRequestHandler):
    """Answers what its table says."""

    def do_POST(self) -> None:
        """Answer."""
        self.rfile.read(int(self.headers["Content-Length"]))
        folder = "/" + self.path.split("/")[1] + "/"
        status, kind, body = STRANGE[folder]
        self.send_response(status)
        self.send_header("Location" if status == 302 else "Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name.
        """Say nothing."""


@pytest.fixture(scope="module")
def strange() -> Generator[str]:
    """Where a server listens that is none of ours."""
    server = HTTPServer(("127.0.0.1", 0), Strange)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", STRANGE)
def test_what_is_no_server_of_ours_is_told(strange: str, path: str) -> None:
    with pytest.raises(RemoteError) as caught:
        open_graph(strange + path).query("ASK {}")
    assert caught.value.name == "no-moonpact"


def test_where_nobody_listens_is_told(strange: str) -> None:
    with pytest.raises(RemoteError, match=r"^http://127\.0\.0\.1:1/ does not answer: ") as caught:
        open_graph("http://127.0.0.1:1").query("ASK {}")
    assert caught.value.name == "unreachable"


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://example.org/", "http://", "https:///x"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is no address of a server"):
        open_graph(address)


def test_all_that_the_server_tells_is_there(club: Site) -> None:
    with pytest.raises(RemoteError) as caught:
        open_graph(f"http://{club.host}:{club.port}/").query("SELECT * { ?s ?p }")
    told = caught.value.told
    assert (caught.value.name, told["status"], told["line"], told["column"]) == ("invalid-query", 400, 1, 18)


def test_a_query_that_the_server_stops_is_told() -> None:
    with served("--timeout", "0.2") as site, pytest.raises(RemoteError, match=r"stopped after 0\.2 s") as caught:
        open_graph(f"http://{site.host}:{site.port}/").query(
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        )
    assert caught.value.name == "query-timeout"
