"""The command line as people and pipes meet it: each command in a process of its own."""

import os
import pty
import re
import signal
import subprocess
from pathlib import Path

import pytest

from moonpact.queries.question import list_questions
from moonpact.queries.topic import list_topics
from tests.server import BASE, MOONPACT, Site

Outcome = tuple[int, str, str]
STYLE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")

COUNTRIES = """\
PREFIX mp: <https://w3id.org/moonpact/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?country ?countryLabel ?code WHERE {
  ?country a mp:Country ; skos:prefLabel ?countryLabel ; mp:m49 ?m49
  FILTER(LANG(?countryLabel) = "en")
  BIND(<http://www.w3.org/2001/XMLSchema#integer>(?m49) AS ?code)
} ORDER BY ?countryLabel
"""
CSV = (
    "country,countryLabel,code\r\n"
    f"{BASE}id/country/borduria,Borduria,999\r\n"
    f"{BASE}id/country/ruritania,Ruritania,998\r\n"
)
HELP = """\
Usage: moonpact [OPTIONS] [COMMAND] [ARGS]...

  Who agreed what about the Moon, and who says so.

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
  serve       Serve the graph as a web site and SPARQL endpoint.
  reload      Let a running server load its data anew.
  queries     List the queries that a server runs, or stop some.
  settings    Tell which settings are in force, and from where.
  token       Keep the tokens that let people and programs in.
  backup      Write all data of a folder into a file, while it is served.
  restore     Write a folder from a backup, or as it was at some time.
  log         Tell who changed what in a folder, and when.
  ask         Ask a question; without one, list the questions.
  query       Answer a SPARQL query.
  mcp         Answer a language model's program (MCP), read-only.
  new-source  Begin the file of a new source.
  check       Check the data or a file of it; write nothing.
  build       Check the data and write the dataset.
  release     Write a release of the data.
  build-ui    Make the scripts and the map, where the installation could not.
  export      Write the dataset as files for other programs.
  load        Make a dataset on the disk of RDF files of any kind.
  import      Turn catalogues of others, such as GCAT, into claims.
  diff        Tell what changed between two datasets, revisions or days.

  Examples:
    moonpact serve                           open the graph in a browser
    moonpact ask                             list the questions
    moonpact query members.rq --format csv   answer a SPARQL query
    moonpact check my-source.trig            check a file, and tell what it changes
    moonpact build --out dataset             write the dataset
"""


def run(*arguments: str | Path, given: bytes = b"") -> Outcome:
    """Return exit status, output and errors of a command in a pipe."""
    command = [MOONPACT, *map(str, arguments)]
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def run_in_terminal(*arguments: str | Path, columns: int) -> str:
    """Return what a command shows in a terminal of this width, without its colours."""
    terminal, end = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm"}
    with subprocess.Popen(
        [MOONPACT, *map(str, arguments)], stdout=end, stderr=end, stdin=end, env=environment
    ) as process:
        os.close(end)
        shown = b""
        try:
            while part := os.read(terminal, 10_000):
                shown += part
        except OSError:  # Linux says so when the other end is closed.
            process.wait()
    os.close(terminal)
    return "\n".join(line.rstrip() for line in STYLE.sub("", shown.decode()).splitlines())


@pytest.fixture(scope="module")
def dataset(club_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built made-up dataset."""
    folder = tmp_path_factory.mktemp("dataset")
    status, _, errors = run("build", "--data", club_data, "--out", folder)
    assert (status, errors) == (0, "")
    return folder


@pytest.mark.parametrize("arguments", [[], ["-h"], ["--help"]])
def test_help_explains_the_commands(arguments: list[str]) -> None:
    assert run(*arguments) == (0, HELP, "")


def test_the_version_is_told() -> None:
    assert run("--version") == (0, "moonpact, version 0.1.0\n", "")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["bild"], "No such command 'bild'. See 'moonpact --help'."),
        (["--colour"], "No such option '--colour'. See 'moonpact --help'."),
        (["query"], "Missing argument 'FILE|TEXT|-'. See 'moonpact query --help'."),
        (["query", "ASK {}", "--format", "xls"], None),
        (["serve", "--port", "70000"], None),
        (["query", "ASK {}", "--dataset", "nowhere"], None),
    ],
)
def test_a_wrong_call_ends_in_a_sentence(arguments: list[str], sentence: str | None) -> None:
    status, output, errors = run(*arguments)
    assert (status, output, errors.count("\n")) == (2, "", 1)
    assert sentence is None or errors == f"{sentence}\n"


def test_the_questions_are_listed_as_csv_in_a_pipe() -> None:
    status, output, errors = run("ask")
    lines = output.split("\r\n")
    assert (status, errors, lines[0]) == (0, "", "question,title")
    assert [line.split(",")[0] for line in lines[1:-1]] == [
        question.name for topic in list_topics() for question in topic.questions
    ]


def test_the_questions_are_listed_with_their_titles_in_a_terminal() -> None:
    shown = run_in_terminal("ask", columns=200)
    for question in list_questions():
        assert f"{question.name}\n  {question.titles['en']}" in shown


def test_a_question_is_answered_as_csv_in_a_pipe(dataset: Path) -> None:
    status, output, errors = run("ask", "participants", "--dataset", dataset)
    assert (status, errors) == (0, "")
    assert output.startswith("country,countryLabel,")


def test_a_question_is_answered_in_the_language_that_is_asked_for() -> None:
    status, output, errors = run("ask", "participants", "--lang", "ru", "--format", "tsv")
    assert (status, errors) == (0, "")
    assert '<https://w3id.org/moonpact/id/country/egypt>\t"Египет"@ru\t' in output


def test_the_help_of_a_question_tells_its_parameters() -> None:
    status, output, errors = run("ask", "participants", "--help")
    assert (status, errors) == (0, "")
    assert "Usage: moonpact ask participants [OPTIONS]\n" in output
    assert "--lang STRING" in output


def test_an_unknown_question_is_told_with_the_nearest() -> None:
    status, output, errors = run("ask", "partcipants")
    assert (status, output) == (2, "")
    assert errors.startswith("no question 'partcipants'; nearest: participants")


def test_an_unknown_parameter_is_told() -> None:
    sentence = "No such option '--language'. Did you mean '--lang'? See 'moonpact ask participants --help'.\n"
    assert run("ask", "participants", "--language", "zh") == (2, "", sentence)


def test_a_query_is_answered_as_csv_in_a_pipe(dataset: Path) -> None:
    assert run("query", COUNTRIES, "--dataset", dataset) == (0, CSV, "")


def test_a_query_is_answered_from_the_data_too(club_data: Path) -> None:
    assert run("query", COUNTRIES, "--data", club_data) == (0, CSV, "")


def test_a_query_is_read_from_a_file_and_from_standard_input(dataset: Path, tmp_path: Path) -> None:
    file = tmp_path / "countries.rq"
    file.write_text(COUNTRIES, encoding="utf-8")
    assert run("query", file, "--dataset", dataset) == (0, CSV, "")
    assert run("query", "-", "--dataset", dataset, given=COUNTRIES.encode()) == (0, CSV, "")


def test_a_query_is_answered_in_a_table_in_a_terminal(dataset: Path) -> None:
    assert run_in_terminal("query", COUNTRIES, "--dataset", dataset, columns=60) == (
        "country     code\n────────────────\nBorduria     999\nRuritania    998\n2 rows"
    )


def test_a_query_is_answered_in_blocks_in_a_narrow_terminal(dataset: Path) -> None:
    assert run_in_terminal("query", COUNTRIES, "--dataset", dataset, columns=15) == (
        "country  Bordur\n         ia\ncode     999\n\ncountry  Rurita\n         nia\ncode     998\n\n2 rows"
    )


@pytest.mark.parametrize(("format_", "output"), [("csv", "true\n"), ("json", '{"head":{},"boolean":true}\n')])
def test_a_yes_or_no_is_one_word(dataset: Path, format_: str, output: str) -> None:
    assert run("query", "ASK { ?s ?p ?o }", "--format", format_, "--dataset", dataset) == (0, output, "")


def test_a_graph_is_written_as_turtle_or_as_named(dataset: Path) -> None:
    query = f'CONSTRUCT {{ ?s ?p "x" }} WHERE {{ VALUES (?s ?p) {{ (<{BASE}id/a> <{BASE}id/b>) }} }}'
    nt = f'<{BASE}id/a> <{BASE}id/b> "x" .\n'
    assert run("query", query, "--format", "nt", "--dataset", dataset) == (0, nt, "")
    status, output, errors = run("query", query, "--dataset", dataset)
    assert (status, errors, output.splitlines()[-1]) == (0, "", nt.strip())


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        (
            "SELECT * {\n  ?s ?p }",
            "line 2, column 9: '}' is not expected here\n    ?s ?p }\n          ^\n",
        ),
        (
            "ASK { SERVICE <urn:x> {} }",
            "line 1, column 7: SERVICE is not allowed\n  ASK { SERVICE <urn:x> {} }\n        ^\n",
        ),
        ("missing.rq", "missing.rq: No such file or directory\n"),
    ],
)
def test_a_query_that_is_none_is_refused_with_its_place(dataset: Path, query: str, errors: str) -> None:
    assert run("query", query, "--dataset", dataset) == (2, "", errors)


def test_a_query_that_is_not_utf_8_is_refused(dataset: Path) -> None:
    assert run("query", "-", "--dataset", dataset, given=b"ASK {} #\xff") == (2, "", "-: the query is not in UTF-8\n")


def test_a_format_that_the_answer_cannot_have_is_refused(dataset: Path) -> None:
    sentence = "this answer cannot be written as ttl; choose json, xml\n"
    assert run("query", "ASK {}", "--format", "ttl", "--dataset", dataset) == (2, "", sentence)


def test_a_folder_without_a_dataset_is_told(tmp_path: Path) -> None:
    sentence = f"no dataset in {tmp_path}; `moonpact build --out {tmp_path}` makes one\n"
    assert run("query", "ASK {}", "--dataset", tmp_path) == (2, "", sentence)


def test_data_and_dataset_exclude_each_other(dataset: Path, club_data: Path) -> None:
    sentence = "give --dataset or --data, not both\n"
    assert run("query", "ASK {}", "--dataset", dataset, "--data", club_data) == (2, "", sentence)


def test_a_port_in_use_is_told_in_one_sentence(club: Site, dataset: Path) -> None:
    sentence = f"port {club.port} of 127.0.0.1 is in use; --port takes another one, and 0 any that is free\n"
    assert run("serve", "--dataset", dataset, "--port", str(club.port)) == (1, "", sentence)


def test_an_address_of_another_machine_is_told(dataset: Path) -> None:
    sentence = "cannot listen on port 8000 of 192.0.2.1: Cannot assign requested address\n"
    assert run("serve", "--dataset", dataset, "--host", "192.0.2.1") == (1, "", sentence)


def test_a_name_without_an_address_is_told(dataset: Path) -> None:
    sentence = "no address is known for 'moon.invalid'\n"
    assert run("serve", "--dataset", dataset, "--host", "moon.invalid") == (1, "", sentence)


def test_the_server_says_where_it_listens_and_ends_with_ctrl_c(dataset: Path) -> None:
    command = [MOONPACT, "serve", "--dataset", str(dataset), "--port", "0", "--host", "localhost"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=30)
    assert line.startswith("moonpact serves 8 sources, 7 claims, 3 disagreements at http://")
    assert (process.returncode, output, errors) == (0, "", "")
