"""A change after which the data does not conform to the operator's shapes is refused, with the results of SHACL."""

import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.server import MOONPACT, Answer, Site, problem, served

TOKEN = "open sesame"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
SHAPES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<x:Shape> a sh:NodeShape ; sh:targetClass <x:Country> ;
  sh:property <x:CodeShape> , <x:NoteShape> .
<x:CodeShape> sh:path <x:code> ; sh:minCount 1 ; sh:datatype xsd:integer ; sh:message "a country has a code" .
<x:NoteShape> sh:path <x:note> ; sh:minCount 1 ; sh:severity sh:Warning .
"""
GOOD = "INSERT DATA { GRAPH <x:g> { <x:a> a <x:Country> ; <x:code> 1 } }"


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the shapes."""
    file = tmp_path_factory.mktemp("shapes") / "shapes.ttl"
    file.write_text(SHAPES, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def server(shapes: Path) -> Generator[Site]:
    """A server that holds its data to the shapes."""
    folder = shapes.with_name("data")
    folder.mkdir()
    with served("--data", folder, "--writable", "--shapes", shapes, token=TOKEN) as site:
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    """The server with one country."""
    assert update(server, f"DROP ALL ; {GOOD}").status == 204
    return server


def update(site: Site, text: str) -> Answer:
    """Return the answer to an update."""
    return site.request("POST", "/sparql", text.encode(), {"Content-Type": "application/sparql-update", **BEARER})


def countries(site: Site) -> str:
    """Return the countries and their codes."""
    return site.ask("SELECT ?c ?code { GRAPH ?g { ?c a <x:Country> ; <x:code> ?code } } ORDER BY ?c", "text/csv").text


def test_a_change_that_breaks_the_shapes_is_refused_with_the_results(site: Site) -> None:
    answer = update(site, "INSERT DATA { <x:b> a <x:Country> }")
    told = problem(answer)
    assert (answer.status, told["title"]) == (422, "The data would break the shapes")
    assert told["results"] == [
        {
            "focusNode": "x:b",
            "resultPath": "x:code",
            "resultMessage": "a country has a code",
            "sourceConstraintComponent": "http://www.w3.org/ns/shacl#MinCountConstraintComponent",
            "sourceShape": "x:CodeShape",
        }
    ]
    assert countries(site) == "c,code\r\nx:a,1\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "DELETE DATA { GRAPH <x:g> { <x:a> <x:code> 1 } }",
        "INSERT DATA { GRAPH <x:other> { <x:a> <x:code> 'one' } }",
        "INSERT DATA { <x:b> a <x:Country> ; <x:code> 2 } ; INSERT DATA { <x:c> a <x:Country> }",
    ],
)
def test_all_of_the_data_counts_and_all_of_the_change_is_refused(site: Site, text: str) -> None:
    assert update(site, text).status == 422
    assert countries(site) == "c,code\r\nx:a,1\r\n"


def test_graphs_are_held_to_the_shapes_too(site: Site) -> None:
    headers = {"Content-Type": "text/turtle", **BEARER}
    assert site.request("PUT", "/graphs?graph=x:h", b"<x:b> a <x:Country> .", headers).status == 422
    assert site.get("/graphs?graph=x:h").status == 404
    assert site.request("PUT", "/graphs?graph=x:h", b"<x:b> a <x:Country> ; <x:code> 2 .", headers).status == 201
    assert site.request("DELETE", "/graphs?graph=x:h", headers=BEARER).status == 204


def test_what_is_only_warned_of_is_made(site: Site) -> None:
    assert update(site, "INSERT DATA { <x:b> a <x:Country> ; <x:code> 2 }").status == 204


def start(*arguments: str | Path) -> tuple[int, str, str]:
    """Return what a server says that does not start."""
    command = [MOONPACT, "serve", "--port", "0", *arguments]
    environment = {"MOONPACT_TOKEN": TOKEN, "PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)
    return done.returncode, done.stdout, done.stderr


def test_data_that_breaks_the_shapes_from_the_start_is_not_served(tmp_path: Path, shapes: Path) -> None:
    (tmp_path / "data.ttl").write_text("<x:b> a <x:Country> .", encoding="utf-8")
    status, output, errors = start("--data", tmp_path, "--writable", "--shapes", shapes)
    assert (status, output) == (1, "")
    assert errors.startswith(f"the data does not conform to the shapes of {shapes}: focusNode x:b; resultPath x:code; ")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<x:s> <x:p> ", "FILE:1: "),
        (
            "<x:S> a <http://www.w3.org/ns/shacl#NodeShape> ; <http://www.w3.org/ns/shacl#targetClass> <x:C> ; "
            "<http://www.w3.org/ns/shacl#property> <x:p> .",
            "FILE: ",
        ),
    ],
)
def test_shapes_that_are_none_keep_a_server_from_its_start(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "none.ttl"
    file.write_text(text, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "data.ttl").write_text("<x:s> a <x:C> .", encoding="utf-8")
    status, output, errors = start("--data", tmp_path / "data", "--writable", "--shapes", file)
    assert (status, output) == (1, "")
    assert errors.startswith(sentence.replace("FILE", str(file)))
    assert "Traceback" not in errors
