"""HTTP/1.1 as clients speak it, well and badly."""

import gzip
import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

import moonpact.server.http
from tests.hostile import connection, everything
from tests.server import Site, served

ASK = b"ASK {}"
YES = b'{"head":{},"boolean":true}'
POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
GET = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n"
STATIC = Path(moonpact.server.http.__file__).parents[1] / "static"
SLOW = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A server of a thousand triples, which stops a query after a second."""
    file = tmp_path_factory.mktemp("data") / "data.nt"
    file.write_text("".join(f"<x:s{each}> <x:p> <x:o{each}> .\n" for each in range(1000)), encoding="utf-8")
    with served(file, "--timeout", "1") as found:
        yield found


@contextmanager
def opened(site: Site) -> Generator[socket.socket]:
    """Yield a connection."""
    with socket.create_connection((site.host, site.port), timeout=10) as client:
        yield client


def said(site: Site, *pieces: bytes, pause: float = 0.0) -> bytes:
    """Return all that comes for these bytes, which are sent piece by piece, until the server closes the connection."""
    with opened(site) as client:
        for piece in pieces:
            client.sendall(piece)
            time.sleep(pause)
        return everything(client)


def with_length(body: bytes, *more: bytes) -> bytes:
    """Return a request with a query."""
    return POST + b"".join(more) + b"Content-Length: %d\r\n\r\n" % len(body) + body


def test_requests_that_are_sent_at_once_are_answered_in_order(site: Site) -> None:
    answers = said(
        site, with_length(b"NO QUERY"), with_length(ASK), with_length(SLOW), GET + b"Connection: close\r\n\r\n"
    )
    assert [each.split(b" ", 1)[0] for each in answers.split(b"HTTP/1.1 ")[1:]] == [b"400", b"200", b"504", b"200"]


def test_a_request_may_come_byte_by_byte(site: Site) -> None:
    request = with_length(ASK, b"Connection: close\r\n")
    assert said(site, *(request[place : place + 1] for place in range(len(request)))).endswith(YES)


def test_a_body_may_come_in_chunks(site: Site) -> None:
    head = POST + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    assert said(site, head, b"3\r\nASK\r\n", b"3\r\n {}\r\n0\r\n\r\n", pause=0.05).endswith(YES)


def test_a_client_that_asks_whether_to_go_on_is_told_to(site: Site) -> None:
    with opened(site) as client:
        client.sendall(POST + b"Expect: 100-continue\r\nContent-Length: 6\r\nConnection: close\r\n\r\n")
        assert client.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(ASK)
        assert everything(client).endswith(YES)


def test_a_connection_of_http_1_0_is_closed_unless_it_is_to_be_kept(site: Site) -> None:
    request = b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n"
    kept = request.replace(b"\r\n\r\n", b"\r\nConnection: keep-alive\r\n\r\n")
    assert said(site, kept, request).count(YES) == 2


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/", "/static/moonpact.css"])
def test_the_head_of_an_answer_is_that_of_the_whole(site: Site, path: str) -> None:
    whole, alone = site.get(path), site.request("HEAD", path)
    assert alone.body == b""
    own = {"date": "", "x-request-id": ""}
    assert {**alone.headers, **own} == {**whole.headers, **own}


def test_an_answer_without_a_body_has_no_length(site: Site) -> None:
    answer = site.request("OPTIONS", "/sparql")
    assert (answer.status, answer.body, answer.headers.get("content-length")) == (204, b"", None)


@pytest.mark.parametrize(
    "request_",
    [
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost x\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nContent-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}",
        b"POST /sparql HTTP/1.1\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\nASK {}",
        b"POST /sparql HTTP/1.1\r\nContent-Length: -1\r\n\r\nASK {}",
        b"POST /sparql HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"x" * 500_000,
    ],
)
def test_what_is_no_request_is_refused(site: Site, request_: bytes) -> None:
    answer = said(site, request_)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"Connection: close\r\n" in answer
    assert b"Content-Type: application/problem+json\r\n" in answer


def test_a_request_that_does_not_go_on_is_refused_in_time(site: Site) -> None:
    started = time.monotonic()
    assert said(site, POST + b"Content-Length: 10\r\n\r\nASK").startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert time.monotonic() - started < 10


def test_a_body_that_is_too_long_is_refused_when_it_is_there(site: Site) -> None:
    assert said(site, with_length(b" " * 5_000_000, b"Connection: close\r\n")).startswith(b"HTTP/1.1 413 ")


def test_a_large_answer_is_compressed_where_the_client_can_read_it(site: Site) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    plain = site.post(query, Accept="text/csv")
    packed = site.post(query, Accept="text/csv", **{"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert sorted(gzip.decompress(packed.body).splitlines()) == sorted(plain.body.splitlines())
    assert len(plain.body.splitlines()) == 20001


def test_pages_are_answered_while_queries_run(site: Site) -> None:
    with opened(site) as client:
        client.sendall(with_length(SLOW + b" # long"))
        started = time.monotonic()
        assert site.get("/health").status == 200
        assert time.monotonic() - started < 1
        assert client.recv(100).startswith(b"HTTP/1.1 504 ")


def test_a_file_comes_whole_however_slowly_it_is_read(site: Site) -> None:
    file = max((each for each in STATIC.rglob("*") if each.is_file()), key=lambda each: each.stat().st_size)
    request = f"GET /static/{file.relative_to(STATIC)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with connection(site, request.encode(), receives=4096) as slow:
        first = slow.recv(100)
        time.sleep(0.5)
        assert (first + everything(slow)).partition(b"\r\n\r\n")[2] == file.read_bytes()
