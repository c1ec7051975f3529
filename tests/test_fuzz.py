"""Requests and texts that nobody would write, made by chance: none is answered with a fault of the server.

`MOONPACT_FUZZ=5000 python -m pytest tests/test_fuzz.py` tries so many of each, other ones each time; without it they
are few, and the same in every run.
"""

import os
import re
from collections.abc import Generator
from socket import SHUT_WR

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moonpact.queries.files import folder
from tests.hostile import connection, everything
from tests.server import Site, served

EXAMPLES = int(os.environ.get("MOONPACT_FUZZ", "0"))
FUZZ = settings(max_examples=EXAMPLES or 120, deadline=None, derandomize=not EXAMPLES, database=None)
DATA = "".join(f"<x:s{each}> <x:p{each % 3}> <x:s{each * 7 % 50}>, {each}, 'text {each}'@en .\n" for each in range(50))
TOKENS = re.compile(r"<[^<>\s]*>|\"[^\"\n]*\"|[?$]?[\w:-]+|\S")
REQUESTS = [
    b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\nASK {}",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Transfer-Encoding: chunked\r\n\r\nd\r\nquery=ASK%7B%7D\r\n0\r\n\r\n",
    b"GET /questions?lang=zh&as-of=2024-01-01 HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n",
    b"PUT /graphs?graph=x:g HTTP/1.1\r\nHost: x\r\nContent-Type: text/turtle\r\nContent-Length: 13\r\n\r\n<x:s> a <x:",
    b'GET /network?format=svg HTTP/1.0\r\nHost: x\r\nIf-None-Match: W/"x"\r\nRange: bytes=0-1\r\n\r\n',
    b"OPTIONS * HTTP/1.1\r\nHost: x\r\nOrigin: null\r\n\r\n",
]
PIECES = [
    b"\r\n",
    b"\x00",
    b"\xff\xfe",
    b"%",
    b"%00",
    b"\t",
    b": ",
    b"Content-Length: -1\r\n",
    b"A" * 9000,
    b"..",
    b"//",
]
QUERIES = [path.read_text(encoding="utf-8") for path in sorted(folder().rglob("*.rq"))]
ANSWERED = frozenset({200, 400, 403, 413, 503, 504, 507})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A server of little data, whose queries may take half a second."""
    file = tmp_path_factory.mktemp("data") / "data.ttl"
    file.write_text(DATA, encoding="utf-8")
    with served(file, "--timeout", "0.5", says=r"(?:\[?(?:WARN|INFO).*\n)*") as running:
        front = running.processes.front
        yield running
        assert running.processes.front == front


@st.composite
def requests(draw: st.DrawFn) -> bytes:
    """One of the requests with some of its bytes taken out, put twice or put in."""
    request = draw(st.sampled_from(REQUESTS))
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(request)))
        end = draw(st.integers(begin, min(len(request), begin + 40)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=8) | st.just(request[begin:end] * 2))
        request = request[:begin] + piece + request[end:]
    return request


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A part of one of the project's queries before a part of another one, some tokens changed places or were lost."""
    parts = [TOKENS.findall(draw(st.sampled_from(QUERIES))) for _ in range(2)]
    cuts = [draw(st.integers(0, len(part))) for part in parts]
    tokens = parts[0][: cuts[0]] + parts[1][cuts[1] :]
    for _ in range(draw(st.integers(0, 3))):
        if tokens:
            at, to = (draw(st.integers(0, len(tokens) - 1)) for _ in range(2))
            tokens[at] = draw(st.sampled_from(("", tokens[to], "{", "}", "(", ")", "*", '"', "\\u0000", "?x")))
    return " ".join(tokens)


def first_line(site: Site, request: bytes) -> bytes:
    """Return the first line of the answer; none if the server closes the connection upon what is no request."""
    try:
        with connection(site, request) as opened:
            opened.shutdown(SHUT_WR)
            return everything(opened).partition(b"\r\n")[0]
    except OSError:
        return b""


@FUZZ
@given(request=requests())
def test_no_request_is_answered_with_a_fault_of_ours(site: Site, request: bytes) -> None:
    line = first_line(site, request)
    assert not line or re.match(rb"HTTP/1\.[01] [2345]\d\d ", line), line
    assert not re.match(rb"HTTP/1\.[01] 50[02]", line), line


@FUZZ
@given(text=texts())
def test_no_text_is_answered_with_a_fault_of_ours(site: Site, text: str) -> None:
    answer = site.post(text)
    assert answer.status in ANSWERED, answer.text
    assert site.ask("ASK {}").status == 200
