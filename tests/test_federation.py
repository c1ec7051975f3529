"""SERVICE reaches the endpoints that the operator allows, under limits, and no others."""

import json
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from tests.hostile import listener
from tests.server import BROWSER, Site, assert_problem, problem, served

HERE = '<x:mars> <x:name> "Mars" . <x:earth> <x:name> "Earth" .'
THERE = '<x:mars> <x:moon> "Phobos"@en, "火衛一"@zh . <x:earth> <x:moon> "Moon\\"\\n}" . <x:venus> <x:cloud> [] .'
MOONS = "SELECT ?name ?moon { ?planet <x:name> ?name . SERVICE <THERE> { ?planet <x:moon> ?moon } } ORDER BY ?moon"
HEADERS = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """Another endpoint."""
    file = tmp_path_factory.mktemp("there") / "there.ttl"
    file.write_text(THERE, encoding="utf-8")
    with served(file) as site:
        yield site


class Bad(BaseHTTPRequestHandler):
    """Answers as no endpoint should: by the path, late, without end, with something else, or by sending elsewhere."""

    def do_POST(self) -> None:
        """Answer."""
        self.server.asked.append(self.rfile.read(int(self.headers["Content-Length"])))  # type: ignore[attr-defined]
        if self.path == "/late":
            time.sleep(7)
        self.send_response(302 if self.path.startswith("/to/") else 200)
        self.send_header("Location", "http://" + self.path.removeprefix("/to/"))
        self.end_headers()
        try:
            self.wfile.write(b" " * 2_000_000 if self.path == "/endless" else b"<html>")
        except ConnectionError:
            return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library.
        """Say nothing."""


@contextmanager
def bad() -> Generator[tuple[str, list[bytes]]]:
    """Yield the address of a server that answers badly, and what it is asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bad)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", server.asked  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def wrong() -> Generator[tuple[str, list[bytes]]]:
    """A server that answers badly."""
    with bad() as found:
        yield found


@pytest.fixture(scope="module")
def here(there: Site, wrong: tuple[str, list[bytes]], tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """The endpoint that asks others."""
    file = tmp_path_factory.mktemp("here") / "here.ttl"
    file.write_text(HERE, encoding="utf-8")
    allowed = [address(there), *(f"{wrong[0]}/{name}" for name in ("late", "endless", "page", "to/127.0.0.1:9/"))]
    with served(file, *(word for each in allowed for word in ("--service", each))) as site:
        yield site


def address(site: Site) -> str:
    return f"http://{site.host}:{site.port}/sparql"


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (MOONS, ['Earth,"Moon""\n}"', "Mars,Phobos", "Mars,火衛一"]),
        (MOONS.replace("SERVICE", "service silent # <\n"), ['Earth,"Moon""\n}"', "Mars,Phobos", "Mars,火衛一"]),
        (
            "PREFIX x: <x:> SELECT ?name ?moon { ?planet x:name ?name "
            "OPTIONAL { SERVICE <THERE> { ?planet x:moon ?moon FILTER(LANG(?moon) = 'zh') } } } ORDER BY ?name",
            ["Earth,", "Mars,火衛一"],
        ),
        ("SELECT ?n { SERVICE <THERE> { SELECT (COUNT(*) AS ?n) { ?planet <x:moon> ?moon } } }", ["3"]),
        ("SELECT ?a { SERVICE <THERE> { ?planet <x:none> ?a } }", []),
        ("SELECT ?name { ?p <x:name> ?name SERVICE <THERE> { <x:mars> <x:moon> 'Phobos'@en } } ORDER BY ?name",
         ["Earth", "Mars"]),
        ("SELECT ?name { ?p <x:name> ?name FILTER EXISTS { SERVICE <THERE> { ?p <x:moon> 'Phobos'@en } } }", ["Mars"]),
        ("SELECT ?a ?b { SERVICE <THERE> { <x:mars> <x:moon> ?a FILTER(LANG(?a) = 'en') } "
         "SERVICE <THERE> { <x:earth> <x:moon> ?b } }", ['Phobos,"Moon""\n}"']),
    ],
)  # fmt: skip
def test_what_another_endpoint_says_is_joined(here: Site, there: Site, query: str, rows: list[str]) -> None:
    answer = here.post(query.replace("THERE", address(there)), **{"Accept": "text/csv"})
    assert (answer.status, answer.text.split("\r\n")[1:-1]) == (200, rows)
    assert answer.headers["cache-control"] == "no-store"


def test_a_page_shows_what_another_endpoint_says(here: Site, there: Site) -> None:
    assert "Phobos" in here.ask(MOONS.replace("THERE", address(there)), BROWSER).text


def test_the_service_description_says_that_others_are_asked(here: Site, there: Site) -> None:
    feature = "<http://www.w3.org/ns/sparql-service-description#BasicFederatedQuery>"
    assert [feature in site.get("/sparql", "application/n-triples").text for site in (here, there)] == [True, False]


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/late", "did not answer within 5 s"),
        ("/endless", "answered with more than 1,000,000 bytes"),
        ("/page", "answered with something else than rows in JSON"),
        ("/to/127.0.0.1:9/", "cannot be reached, or refused the query"),
    ],
)
def test_an_endpoint_that_answers_badly_is_told_or_passed_over(
    here: Site, wrong: tuple[str, list[bytes]], path: str, detail: str
) -> None:
    query = f"SELECT ?name {{ ?p <x:name> ?name SERVICE <{wrong[0]}{path}> {{ ?p <x:q> ?o }} }} ORDER BY ?name"
    started = time.monotonic()
    answer = here.post(query)
    assert time.monotonic() - started < 6
    assert answer.status == 502
    assert_problem(answer)
    assert problem(answer)["detail"].startswith(f"{wrong[0]}{path} {detail}")
    [asked] = parse_qs(wrong[1][-1].decode())["query"]
    assert asked.splitlines()[-1] == "SELECT * WHERE { ?p <x:q> ?o }"
    if path != "/late":
        silent = here.post(query.replace("SERVICE", "SERVICE SILENT"), **{"Accept": "text/csv"})
        assert silent.text == "name\r\nEarth\r\nMars\r\n"


def test_what_is_not_named_word_for_word_is_refused(here: Site) -> None:
    with listener() as other:
        for clause in (f"<{other}>", "?at", "at:"):
            text = f"PREFIX at: <{other}> SELECT * {{ VALUES ?at {{ <{other}> }} SERVICE {clause} {{ ?s ?p ?o }} }}"
            assert here.post(text).status == 403


def test_blank_nodes_are_not_taken_for_ours(here: Site, there: Site) -> None:
    answer = here.post(f"SELECT * {{ SERVICE <{address(there)}> {{ ?planet <x:cloud> ?cloud }} }}")
    assert (answer.status, problem(answer)["title"]) == (502, "Another endpoint did not answer")


def test_a_fault_after_the_clause_is_told_with_its_line(here: Site, there: Site) -> None:
    answer = here.post(f"SELECT * {{\n SERVICE <{address(there)}> {{\n ?p <x:moon> ?m }}\n ?s ?p }}")
    assert (answer.status, problem(answer)["line"]) == (400, 4)


def test_many_who_wait_for_another_endpoint_hold_up_nobody(here: Site, wrong: tuple[str, list[bytes]]) -> None:
    query = f"ASK {{ SERVICE <{wrong[0]}/late> {{ ?s ?p ?o }} }}"
    waiting = [threading.Thread(target=here.post, args=(query,)) for _ in range(8)]
    for each in waiting:
        each.start()
    time.sleep(0.3)
    started = time.monotonic()
    assert json.loads(here.ask("ASK {}").body)["boolean"] is True
    assert time.monotonic() - started < 2
    for each in waiting:
        each.join()
