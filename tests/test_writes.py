"""A dataset is changed over HTTP, by updates and graph by graph; all of a change or nothing, and for good."""

import resource
import threading
from collections.abc import Generator, Mapping
from pathlib import Path

import pytest

from tests.hostile import OUTSIDE_UPDATES
from tests.server import Answer, Site, assert_problem, problem, served

TOKEN = "open sesame"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
UPDATE = {"Content-Type": "application/sparql-update"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TURTLE = {"Content-Type": "text/turtle", **BEARER}
ALL = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?g ?s ?p ?o"
RUNAWAY = """INSERT { ?s <x:runs> ?n } WHERE {
  VALUES ?a { 1 2 3 4 5 6 7 8 9 } VALUES ?b { 1 2 3 4 5 6 7 8 9 } VALUES ?c { 1 2 3 4 5 6 7 8 9 }
  VALUES ?d { 1 2 3 4 5 6 7 8 9 } VALUES ?e { 1 2 3 4 5 6 7 8 9 } VALUES ?f { 1 2 3 4 5 6 7 8 9 }
  VALUES ?g { 1 2 3 4 5 6 7 8 9 } VALUES ?h { 1 2 3 4 5 6 7 8 9 } VALUES ?i { 1 2 3 4 5 6 7 8 9 }
  BIND(CONCAT(STR(?a), STR(?b), STR(?c), STR(?d), STR(?e), STR(?f), STR(?g), STR(?h), STR(?i)) AS ?n) BIND(<x:s> AS ?s)
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A server that may be written to."""
    with served("--data", tmp_path_factory.mktemp("data"), "--writable", "--timeout", "1", token=TOKEN) as site:
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    """The server, without data."""
    assert update(server, "DROP ALL").status == 204
    return server


def update(site: Site, text: str, headers: Mapping[str, str] = BEARER) -> Answer:
    """Return the answer to an update."""
    return site.request("POST", "/sparql", text.encode(), {**UPDATE, **headers})


def everything(site: Site) -> list[str]:
    """Return all that the server has, one statement a line, each after the name of its graph."""
    rows = site.ask(ALL, "text/csv")
    assert rows.status == 200
    return [" ".join(row.split(",")).strip() for row in rows.text.splitlines()[1:]]


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}, {"Authorization": "Bearer"}]
)
@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("POST", "/sparql", UPDATE),
        ("PUT", "/graphs?default", TURTLE),
        ("POST", "/graphs", TURTLE),
        ("DELETE", "/graphs?default", {}),
    ],
)
def test_without_its_token_nothing_is_changed(
    site: Site, method: str, path: str, kind: dict[str, str], headers: dict[str, str]
) -> None:
    update(site, "INSERT DATA { <x:s> <x:p> 1 }")
    answer = site.request(method, path, b"CLEAR ALL", {"Content-Type": kind.get("Content-Type", ""), **headers})
    shown = 'Bearer error="invalid_token"' if "wrong" in headers.get("Authorization", "") else "Bearer"
    assert (answer.status, answer.headers["www-authenticate"]) == (401, shown)
    assert_problem(answer)
    assert TOKEN not in answer.text
    assert everything(site) == ["x:s x:p 1"]


@pytest.mark.parametrize("headers", [{}, BEARER])
@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [("POST", "/sparql", UPDATE), ("PUT", "/graphs?default", TURTLE), ("DELETE", "/graphs?default", {})],
)
def test_a_dataset_that_is_read_only_stays_as_it_is(
    club: Site, method: str, path: str, kind: dict[str, str], headers: dict[str, str]
) -> None:
    answer = club.request(method, path, b"CLEAR ALL", {**headers, **kind})
    assert (answer.status, problem(answer)["title"]) == (403, "Read-only")


def test_an_update_may_be_posted_as_it_is_or_as_a_form(site: Site) -> None:
    assert update(site, "INSERT DATA { <x:s> <x:p> 1 }").status == 204
    form = b"update=INSERT+DATA+%7B+%3Cx%3As%3E+%3Cx%3Ap%3E+2+%7D"
    assert site.request("POST", "/sparql", form, {**FORM, **BEARER}).status == 204
    assert everything(site) == ["x:s x:p 1", "x:s x:p 2"]


@pytest.mark.parametrize("parameter", ["using-graph-uri", "using-named-graph-uri"])
def test_an_update_looks_in_the_graphs_that_the_request_names(site: Site, parameter: str) -> None:
    update(site, "INSERT DATA { GRAPH <x:a> { <x:s> <x:p> 1 } GRAPH <x:b> { <x:s> <x:p> 2 } }")
    pattern = "?s ?p ?o" if parameter == "using-graph-uri" else "GRAPH ?g { ?s ?p ?o }"
    text = f"INSERT {{ ?s <x:seen> ?o }} WHERE {{ {pattern} }}".encode()
    assert site.request("POST", f"/sparql?{parameter}=x:a", text, {**UPDATE, **BEARER}).status == 204
    assert [line for line in everything(site) if "seen" in line] == ["x:s x:seen 1"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("INSERT DATA { <x:s> <x:p> ", 400),
        ("INSERT DATA { <x:s> <x:p> 2 } ; NONSENSE", 400),
        ("SELECT * { ?s ?p ?o }", 400),
        ("CLEAR ALL ; CLEAR GRAPH <x:none>", 409),
        ("CREATE GRAPH <x:g> ; CREATE GRAPH <x:g>", 409),
        (OUTSIDE_UPDATES[3].text, 403),
        ("INSERT DATA { <x:s> <x:p> '" + "x" * 70_000 + "' }", 413),
    ],
)
def test_an_update_that_is_refused_changes_nothing(site: Site, text: str, status: int) -> None:
    update(site, "INSERT DATA { <x:s> <x:p> 1 }")
    answer = update(site, text)
    assert answer.status == status, answer.text
    assert_problem(answer)
    assert everything(site) == ["x:s x:p 1"]


def test_an_update_that_runs_away_is_stopped_and_changes_nothing(site: Site) -> None:
    update(site, "INSERT DATA { <x:s> <x:p> 1 }")
    answer = update(site, RUNAWAY)
    assert answer.status in (504, 507)
    assert_problem(answer)
    assert everything(site) == ["x:s x:p 1"]
    assert update(site, "INSERT DATA { <x:s> <x:p> 2 }").status == 204


def test_an_update_whose_client_leaves_before_its_end_changes_nothing(site: Site) -> None:
    text = b"INSERT DATA { <x:s> <x:p> 1 } ; INSERT DATA { <x:s> <x:p> 2 }"
    for cut in (text[:29], b""):
        answer = site.send_part("/sparql", cut, len(text), {**UPDATE, **BEARER})
        assert b" 204 " not in answer
    assert everything(site) == []


@pytest.mark.parametrize("path", ["/graphs?graph=x:g", "/graphs/some/name", "/graphs?default"])
def test_a_graph_is_put_read_added_to_and_deleted(site: Site, path: str) -> None:
    created = 204 if path == "/graphs?default" else 201
    assert site.request("PUT", path, b"<x:s> <x:p> 1 .", TURTLE).status == created
    assert site.request("PUT", path, b"<x:s> <x:p> 2 .", TURTLE).status == 204
    assert site.request("POST", path, b"<x:s> <x:p> 3 .", TURTLE).status == 204
    read = site.get(path, "application/n-triples")
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    assert sorted(read.text.splitlines()) == [f'<x:s> <x:p> "{number}"^^{integer} .' for number in (2, 3)]
    head = site.request("HEAD", path, headers={"Accept": "application/n-triples"})
    assert (head.status, head.type, head.body) == (200, read.type, b"")
    deleted = site.request("DELETE", path, headers=BEARER)
    assert (deleted.status, deleted.headers.get("content-type"), everything(site)) == (204, None, [])


def test_a_graph_has_one_name_by_its_address_and_as_a_parameter(site: Site) -> None:
    assert site.request("PUT", "/graphs/some/name", b"<x:s> <x:p> <a> .", TURTLE).status == 201
    name = f"http://{site.host}:{site.port}/graphs/some/name"
    assert everything(site) == [f"{name} x:s x:p {name.removesuffix('name')}a"]
    assert site.get(f"/graphs?graph={name}").status == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE"])
@pytest.mark.parametrize("path", ["/graphs?graph=x:none", "/graphs/none"])
def test_a_graph_that_is_not_there_is_not_found(site: Site, method: str, path: str) -> None:
    assert site.request(method, path, headers=BEARER).status == 404


def test_a_graph_that_is_posted_to_the_store_gets_a_name(site: Site) -> None:
    answer = site.request("POST", "/graphs", b"<x:s> <x:p> 1 .", TURTLE)
    location = answer.headers["location"]
    assert (answer.status, everything(site)) == (201, [f"{location} x:s x:p 1"])
    assert site.get(location.removeprefix(f"http://{site.host}:{site.port}")).status == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/pdf", "text/csv", ""])
def test_a_document_of_another_type_is_refused(site: Site, kind: str) -> None:
    answer = site.request("PUT", "/graphs?default", b"?", {**BEARER, "Content-Type": kind})
    assert answer.status == (400 if kind == "text/plain" else 415)  # What clients send N-Triples as.
    assert_problem(answer)


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_broken_document_is_told_with_its_line_and_changes_nothing(site: Site, method: str) -> None:
    update(site, "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }")
    answer = site.request(method, "/graphs?graph=x:g", b"<x:s> <x:p> 2 .\n<x:s> <x:p> .", TURTLE)
    assert (answer.status, problem(answer)["line"]) == (400, 2)
    assert everything(site) == ["x:g x:s x:p 1"]


def test_the_parts_of_a_form_are_one_graph(site: Site) -> None:
    part = (
        "--cut\r\nContent-Disposition: form-data; name=a; filename={0}.ttl\r\nContent-Type: text/turtle\r\n\r\n{1}\r\n"
    )
    body = part.format("a", "<x:s> <x:p> 1 .") + part.format("b", "<x:s> <x:p> 2 .") + "--cut--\r\n"
    headers = {**BEARER, "Content-Type": "multipart/form-data; boundary=cut"}
    assert site.request("PUT", "/graphs?graph=x:g", body.encode(), headers).status == 201
    assert everything(site) == ["x:g x:s x:p 1", "x:g x:s x:p 2"]


def test_readers_never_see_half_an_update_and_always_what_was_acknowledged(site: Site) -> None:
    done, ended = 0, threading.Event()
    seen: list[tuple[int, int, bool]] = []

    def read(name: int) -> None:
        while not ended.is_set():
            before = done
            rows = site.ask(f"SELECT (COUNT(*) AS ?n) {{ ?s <x:p> ?o }} # {name} {len(seen)}", "text/csv")
            found = int(rows.text.split()[1]) if rows.status == 200 else 0
            seen.append((rows.status, found % 2, found >= 2 * before))

    readers = [threading.Thread(target=read, args=(name,)) for name in range(4)]
    for reader in readers:
        reader.start()
    for number in range(60):
        assert update(site, f"INSERT DATA {{ <x:a> <x:p> {number} . <x:b> <x:p> {number} }}").status == 204
        done = number + 1
    ended.set()
    for reader in readers:
        reader.join()
    assert len(seen) > 20
    assert set(seen) == {(200, 0, True)}


def test_an_answer_has_a_new_etag_after_each_change(site: Site) -> None:
    path, tags = "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D", list[str]()
    for number in range(3):
        tags.append(site.get(path).headers["etag"])
        assert site.request("GET", path, headers={"If-None-Match": tags[-1]}).status == 304
        update(site, f"INSERT DATA {{ <x:s> <x:p> {number} }}")
        assert site.request("GET", path, headers={"If-None-Match": tags[-1]}).status == 200
    assert len(set(tags)) == 3


@pytest.mark.parametrize("killed", [False, True])
def test_what_was_acknowledged_is_there_after_the_end(tmp_path: Path, killed: bool) -> None:
    with served("--data", tmp_path, "--writable", token=TOKEN, killed=killed) as site:
        for number in range(5):
            assert update(site, f"INSERT DATA {{ <x:s> <x:p> {number} }}").status == 204
        assert update(site, "INSERT { ?s <x:id> ?id } WHERE { ?s <x:p> 1 BIND(STRUUID() AS ?id) }").status == 204
        assert site.request("PUT", "/graphs?graph=x:g", b"<x:s> <x:p> 1 .", TURTLE).status == 201
        before = everything(site)
        if killed:
            site.processes.kill()
    with served("--data", tmp_path, "--writable", token=TOKEN) as site:
        assert (len(before), everything(site)) == (7, before)


def test_a_change_that_ran_out_of_time_is_not_there_after_the_end(tmp_path: Path) -> None:
    statements = "".join(f"<x:s> <x:p> {number} .\n" for number in range(50_000))
    (tmp_path / "data.ttl").write_text(statements, encoding="utf-8")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with served("--data", tmp_path, "--writable", "--timeout", "0.1", token=TOKEN) as site:
        # What is random is written down as the whole dataset, which takes longer than the change itself.
        made = [update(site, "INSERT { <x:s> <x:id> ?id } WHERE { BIND(RAND() AS ?id) }").status for _ in range(10)]
    with served("--data", tmp_path, "--writable", token=TOKEN) as site:
        assert set(made) <= {204, 504}
        assert site.ask(count, "text/csv").text == f"n\r\n{50_000 + made.count(204)}\r\n"


def test_a_full_disk_refuses_changes_and_loses_none(tmp_path: Path) -> None:
    with served("--data", tmp_path, "--writable", token=TOKEN) as site:
        assert update(site, "INSERT DATA { <x:s> <x:p> 1 }").status == 204
        for pid in site.processes.pids:
            if resource.prlimit(pid, resource.RLIMIT_FSIZE) != (0, 0):  # Workers may write no file anyway.
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (1000, 1000))
        answer = update(site, f"INSERT DATA {{ <x:s> <x:p> '{'x' * 2000}' }}")
        assert answer.status == 507
        assert_problem(answer)
        assert update(site, "INSERT DATA { <x:s> <x:p> 2 }").status == 204
    with served("--data", tmp_path, "--writable", token=TOKEN) as site:
        assert everything(site) == ["x:s x:p 1", "x:s x:p 2"]
