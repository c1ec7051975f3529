"""`moonpact serve` serves RDF of any kind, or says in a sentence why it does not."""

import gzip
import html
import os
import signal
import subprocess
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from tests.server import BASE, BROWSER, MOONPACT, Processes, Site, problem, served

THING = f"{BASE}id/town/ystad"
TURTLE = f"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
<{THING}> a <http://example.org/Town> ; rdfs:label "Ystad"@sv, "<b>Ystad</b>" ;
  <http://example.org/near> <http://example.org/sea>, [ <http://example.org/deep> 3.5 ], "1"^^<x:own> .
"""
QUADS = f'<{THING}> <http://example.org/people> "30541" <http://example.org/census> .\n'
COMPRESSED = '<http://example.org/sea> <http://example.org/name> "Östersjön"@sv .\n'


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A server of three files of data that this project knows nothing of."""
    folder = tmp_path_factory.mktemp("files")
    names = [folder / name for name in ("towns.ttl", "people.nq", "seas.nt.gz")]
    names[0].write_text(TURTLE, encoding="utf-8")
    names[1].write_text(QUADS, encoding="utf-8")
    names[2].write_bytes(gzip.compress(COMPRESSED.encode()))
    with served(*names) as site:
        yield site


def run(*arguments: str | Path, token: str = "") -> tuple[int, str, str]:
    """Return exit status, output and errors of `moonpact serve` with these arguments."""
    command = [MOONPACT, "serve", "--port", "0", *map(str, arguments)]
    environment = {**os.environ, "MOONPACT_TOKEN": token}
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=30, env=environment)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        (
            f"SELECT ?near {{ <{THING}> <http://example.org/near> ?near FILTER(isIRI(?near)) }}",
            "http://example.org/sea",
        ),
        ("SELECT ?n { GRAPH <http://example.org/census> { ?town <http://example.org/people> ?n } }", "30541"),
        ("SELECT ?name { <http://example.org/sea> <http://example.org/name> ?name }", "Östersjön"),
        ("SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", "9"),
    ],
)
def test_all_files_are_asked(towns: Site, query: str, answer: str) -> None:
    assert towns.ask(query, "text/csv").text.split("\r\n")[1] == answer


@pytest.mark.parametrize("path", ["/", "/sparql", "/problems", "/questions", "/disagreements", "/id/town/ystad"])
def test_the_pages_show_data_of_others(towns: Site, path: str) -> None:
    answer = towns.follow(path, BROWSER)
    assert (answer.status, answer.type) == (200, "text/html; charset=utf-8")
    assert "<b>Ystad" not in answer.text


def test_a_thing_of_others_is_had_as_rdf(towns: Site) -> None:
    assert f'<{THING}> <http://www.w3.org/2000/01/rdf-schema#label> "Ystad"@sv .' in (
        towns.follow("/id/town/ystad", "application/n-triples").text.splitlines()
    )


def test_files_may_not_be_changed(towns: Site) -> None:
    answer = towns.request("POST", "/sparql", b"CLEAR ALL", {"Content-Type": "application/sparql-update"})
    assert answer.status == 403


def test_each_file_that_is_not_rdf_is_told_with_its_line(tmp_path: Path) -> None:
    good, bad, worse, unknown = (tmp_path / name for name in ("good.ttl", "bad.nt", "worse.ttl.gz", "unknown.xyz"))
    good.write_text(TURTLE, encoding="utf-8")
    bad.write_text("<x:s> <x:p> <x:o> .\n<x:s> <x:p> .\n", encoding="utf-8")
    worse.write_bytes(gzip.compress(b"<x:s> <x:p> 1 .\n\n<x:s> <x:p> .\n"))
    unknown.write_text("?", encoding="utf-8")
    status, output, errors = run(good, bad, worse, unknown)
    assert (status, output) == (1, "")
    assert [line.partition(": ")[0] for line in errors.splitlines()] == [f"{bad}:2", f"{worse}:3", f"{unknown}:1"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("cut.nt.gz", gzip.compress(b"<x:s> <x:p> 1 .\n" * 1000)[:-20]), ("not.nt.gz", b"plain"), ("latin.ttl", b"\xe9")],
)
def test_a_file_that_is_damaged_is_told_in_a_line(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    status, output, errors = run(file)
    assert (status, output, errors.count("\n")) == (1, "", 1)
    assert errors.startswith(str(file))


def test_a_file_in_the_folder_that_is_not_rdf_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<x:s> <x:p> .", encoding="utf-8")
    status, output, errors = run("--data", tmp_path, "--writable", token="open sesame")
    assert (status, output, errors.count("\n")) == (1, "", 1)
    assert errors.startswith(f"{tmp_path / 'bad.ttl'}:1: ")


def test_a_journal_that_is_damaged_is_told(tmp_path: Path) -> None:
    (tmp_path / "journal.jsonl").write_text("no\nline\n", encoding="utf-8")
    sentence = f"{tmp_path / 'journal.jsonl'}:1: the line is damaged\n"
    assert run("--data", tmp_path, "--writable", token="open sesame") == (1, "", sentence)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["missing.ttl"],
            "Invalid value for '[FILES]...': Path 'missing.ttl' does not exist. See 'moonpact serve --help'.",
        ),
        (
            ["FILE", "--data", "FOLDER"],
            "give files, or --dataset, or --data, not two of them; files are served read-only",
        ),
        (["FILE", "--writable"], "give files, or --dataset, or --data, not two of them; files are served read-only"),
        (
            ["--service", "file:///etc/passwd"],
            "--service: 'file:///etc/passwd' is not allowed; allowed: addresses of endpoints, such as "
            "https://query.wikidata.org/sparql",
        ),
        (["--writable"], "--writable needs --data with the folder in which changes are kept"),
        (
            ["--writable", "--data", "FOLDER"],
            "--writable needs a token: one that `moonpact token add` made, or one in MOONPACT_TOKEN",
        ),
        (
            ["--timeout", "0"],
            "--timeout: '0' is not allowed; allowed: a number over 0, at most 86400",
        ),
    ],
)
def test_a_wrong_call_ends_in_a_sentence(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    file = tmp_path / "data.ttl"
    file.write_text(TURTLE, encoding="utf-8")
    places = {"FILE": str(file), "FOLDER": str(tmp_path)}
    assert run(*(places.get(each, each) for each in arguments)) == (2, "", f"{sentence}\n")


def wait(until: Callable[[], bool]) -> None:
    """Wait until it is so; it must be soon."""
    finish_by = time.monotonic() + 5
    while not until():
        assert time.monotonic() < finish_by
        time.sleep(0.01)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_server_ends_while_it_loads_and_leaves_nothing(tmp_path: Path, stop: signal.Signals) -> None:
    file = tmp_path / "large.nt"
    file.write_text("".join(f"<x:s> <x:p> <x:o{each}> .\n" for each in range(1_000_000)), encoding="utf-8")
    command = [MOONPACT, "serve", str(file), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as server:
        processes = Processes(server.pid)
        wait(lambda: len(processes.pids) == 2)
        server.send_signal(stop)
        assert server.communicate(timeout=5) == (b"", b"")
    wait(lambda: processes.pids == [])


def test_data_of_other_people_has_no_dials_but_languages(towns: Site) -> None:
    text = towns.get("/?lang=ru", BROWSER).text
    assert ("/dials" in text, '<html lang="ru">' in text) == (False, True)


def test_the_first_page_leads_into_data_that_nobody_here_knows(towns: Site) -> None:
    first = towns.get("/", BROWSER).text
    assert "9 statements" not in first
    assert "8 statements" in first
    assert '<a href="/classes?class=http:%2F%2Fexample.org%2FTown">town</a>' in first
    # Nothing that is ours is said of what is not.
    assert not any(ours in first for ours in ("creativecommons", "/disagreements", "/timeline", "Lunar"))
    example = first.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert towns.ask(html.unescape(example), "text/csv").text.startswith(f"thing,class,name\r\n{THING},")


def test_the_things_of_a_class_are_listed(towns: Site) -> None:
    assert '<a href="/classes?class=http:%2F%2Fexample.org%2FTown">' in towns.get("/classes", BROWSER).text
    listed = towns.get("/classes?class=http://example.org/Town", BROWSER)
    assert listed.status == 200
    assert 'href="/id/town/ystad"' in listed.text
    for path, detail in [
        ("/classes?class=x:none", "parameter 'class': nothing is of a class 'x:none'"),
        ("/classes?class=no%20iri", "parameter 'class': nothing is of a class 'no iri'"),
        ("/classes?class=http://example.org/Town&page=2", "'page' is a page from 1 to 1, not '2'"),
        ("/classes?more=1", "there is no parameter 'more' here; there are class, page"),
    ]:
        answer = towns.get(path)
        assert (answer.status, problem(answer)["detail"].partition(", format")[0]) == (400, detail)
