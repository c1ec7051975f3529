"""`moonpact mcp` answers the official client over standard input and output, with sources, and refuses by name."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from concurrent.futures import wait
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from click.testing import CliRunner
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent, TextResourceContents

from moonpact.queries.question import list_questions
from moonpact.server.command import main
from tests.server import COUNTRIES, MOONPACT

MP = "https://w3id.org/moonpact/ontology#"
JOINING = "participation:ruritania--moon-club"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }"
CLAIMS = f"SELECT ?claim {{ ?claim a <{MP}Claim> }} ORDER BY ?claim"
COURIER = {"iri": "source:courier", "citation": "courier, 2024-03", "known": "2024-03-31"}
GAZETTE = {"iri": "source:gazette", "citation": "gazette, 2024-01-01", "known": "2024-01-01"}


class Model:
    """A language model's program, connected to the server."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self.portal = portal
        self.client = client

    def call(self, tool: str, **arguments: object) -> CallToolResult:
        """Return what the tool answers."""
        result = self.portal.call(partial(self.client.call_tool, tool, arguments))
        assert isinstance(result, CallToolResult)
        return result

    def get(self, tool: str, **arguments: object) -> dict[str, Any]:
        """Return the answer of the tool, which must be one."""
        result = self.call(tool, **arguments)
        assert not result.is_error, result.content
        return result.structured_content or {}

    def refusal(self, tool: str, **arguments: object) -> str:
        """Return what the tool says is wrong."""
        result = self.call(tool, **arguments)
        [content] = result.content
        assert result.is_error
        assert isinstance(content, TextContent)
        return content.text

    def read(self, uri: str) -> str:
        """Return the text of a resource."""
        [content] = self.portal.call(self.client.read_resource, uri).contents
        assert isinstance(content, TextResourceContents)
        return content.text


@contextmanager
def connected(*arguments: str, **environment: str) -> Generator[Model]:
    """Yield a program that is connected to a server of its own."""
    server = StdioServerParameters(
        command=MOONPACT, args=["mcp", *arguments], env={**os.environ, "MOONPACT_TOKEN": "x", **environment}
    )
    with start_blocking_portal() as portal:
        client = Client(stdio_client(server))
        with portal.wrap_async_context_manager(client):
            yield Model(portal, client)


@pytest.fixture(scope="module")
def model(club_data: Path) -> Generator[Model]:
    """A program that is connected to a server of the made-up data."""
    with connected("--data", str(club_data), "--timeout", "2") as found:
        yield found


def test_the_tools_only_read_and_take_no_other_arguments(model: Model) -> None:
    tools = model.portal.call(model.client.list_tools).tools
    names = ["search", "describe", "list_questions", "ask_question", "query_sparql", "list_disagreements"]
    assert [tool.name for tool in tools] == names
    for tool in tools:
        assert tool.description
        assert tool.annotations
        assert (tool.annotations.read_only_hint, tool.annotations.destructive_hint) == (True, False)
        assert tool.input_schema["additionalProperties"] is False


def test_a_disagreement_is_listed_with_positions_claims_and_sources(model: Model) -> None:
    answer = model.get("list_disagreements", about=JOINING)
    assert answer.pop("data")["as_of"] == "2024-03-31"
    assert answer == {
        "shown": "1 of 1 disagreements",
        "findings": [
            {
                "iri": "disagreement:participation-ruritania--moon-club-status",
                "about": f"Ruritania in the Moon Club ({JOINING})",
                "property": "mp:status",
                "contested": True,
                "rule": "kind of source (rule:kind-of-source)",
                "reason": "",
                "positions": [
                    {
                        "value": "joined (status:joined)",
                        "adopted": True,
                        "claims": ["gazette says so. [gazette, 2024-01-01; claim:gazette]"],
                    },
                    {
                        "value": "not taking part (status:not-taking-part)",
                        "adopted": False,
                        "claims": ["courier says so. [courier, 2024-03; claim:courier]"],
                    },
                ],
            }
        ],
        "sources": {"shown": "2 of 2 sources", "sources": [GAZETTE, COURIER]},
    }


def test_what_is_left_open_says_the_editors_reason(model: Model) -> None:
    findings = model.get("list_disagreements")["findings"]
    [leader] = [each for each in findings if each["property"] == "mp:leader"]
    assert (leader["rule"], leader["reason"]) == ("none: left open", "Nobody was there.")
    assert [position["adopted"] for position in leader["positions"]] == [False, False]


def test_a_view_is_named_in_the_answer(model: Model) -> None:
    whole = model.get("ask_question", question="newest-claims", parameters={"since": "2000-01-01"})
    early = model.get("ask_question", question="newest-claims", parameters={"since": "2000-01-01"}, as_of="2024-01-31")
    assert early["data"]["as_of"] == "2024-01-31"
    assert early["data"]["dataset_version"].startswith(f"{whole['data']['dataset_version']}-")
    assert len(early["rows"]) < len(whole["rows"])
    only = model.get("query_sparql", query=CLAIMS, according_to="courier")
    assert only["data"]["according_to"] == "courier"
    assert only["sources"] == {"shown": "1 of 1 sources", "sources": [COURIER]}


def test_a_part_says_of_how_many_it_is(model: Model) -> None:
    first = model.get("query_sparql", query=COUNTRIES, limit=1)
    assert (first["shown"], first["rows"]) == (
        "rows 1 to 1 of 2; for more, ask again with offset=1",
        [["country:borduria", "Borduria"]],
    )
    assert first["sources"]["shown"].startswith("none: no claim, record or disagreement is in this answer")
    second = model.get("query_sparql", query=COUNTRIES, limit=1, offset=1)
    assert (second["shown"], second["rows"]) == ("rows 2 to 2 of 2", [["country:ruritania", "Ruritania"]])
    beyond = model.get("query_sparql", query=COUNTRIES, offset=7)
    assert (beyond["shown"], beyond["rows"]) == ("none of 2 rows: offset 7 is beyond the last", [])
    assert model.get("query_sparql", query=COUNTRIES)["shown"] == "2 of 2 rows"


def test_long_texts_and_long_answers_are_cut_and_say_so(model: Model) -> None:
    numbers = " ".join(map(str, range(200)))
    long = f'SELECT ?n ?text {{ VALUES ?n {{ {numbers} }} BIND("{"a" * 5_000}" AS ?text) }} ORDER BY ?n'
    answer = model.get("query_sparql", query=long, limit=200)
    assert answer["rows"][0] == ["0", "a" * 800 + "… (cut: 4,200 characters more)"]
    shown = len(answer["rows"])
    assert answer["shown"] == f"rows 1 to {shown} of 200; for more, ask again with offset={shown}"
    assert sum(map(len, map(str, answer["rows"]))) <= 25_000
    assert model.get("query_sparql", query=long, limit=200, offset=shown)["rows"][0][0] == str(shown)


def test_ask_and_construct_are_answered(model: Model) -> None:
    assert model.get("query_sparql", query="ASK { ?s ?p ?o }")["rows"] == [["true"]]
    made = model.get("query_sparql", query=f"CONSTRUCT {{ ?s a <x:Land> }} WHERE {{ ?s a <{MP}Country> }}")
    assert made["columns"] == ["subject", "predicate", "object"]
    assert sorted(made["rows"]) == [[f"country:{name}", "rdf:type", "x:Land"] for name in ("borduria", "ruritania")]


def test_things_are_found_by_misspelt_names(model: Model) -> None:
    answer = model.get("search", text="rurutania", limit=1)
    assert [(hit["thing"], hit["name"], hit["kind"]) for hit in answer["hits"]] == [
        ("country:ruritania", "Ruritania", "country")
    ]
    assert answer["shown"].startswith("things 1 to 1 of ")
    said = model.get("search", text="courier says so")
    assert ("claim:courier", "courier says so.") in [(hit["thing"], hit["text"]) for hit in said["hits"]]
    assert COURIER in said["sources"]["sources"]
    assert model.get("search", text="xyzzy")["shown"] == "0 of 0 things"
    assert model.get("search", text="Ruritania", offset=500)["hits"] == []


@pytest.mark.parametrize("name", ["country:ruritania", "country/ruritania", " /id/country/ruritania"])
def test_a_thing_is_described_by_any_of_its_names(model: Model, name: str) -> None:
    answer = model.get("describe", thing=name, limit=1)
    assert answer["iri"] == "https://w3id.org/moonpact/id/country/ruritania"
    assert "Ruritania" in answer["names"]
    assert answer["statements"]["rdf:type"] == ["mp:Country"]
    assert answer["findings"][0]["about"].endswith(f"({JOINING})")
    assert COURIER in answer["sources"]["sources"]
    assert GAZETTE in answer["sources"]["sources"]


def test_the_questions_are_listed_and_are_a_resource(model: Model) -> None:
    names = [question.name for question in list_questions()]
    assert [row[0] for row in model.get("list_questions")["rows"]] == names
    assert [line[3:] for line in model.read("moonpact://questions").splitlines() if line.startswith("## ")] == names


def test_the_ontology_is_a_resource(model: Model) -> None:
    text = model.read("moonpact://ontology")
    assert "- mp:Claim (class): One statement of one source" in text
    assert f"\nPREFIX mp: <{MP}>\n" in text


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("query_sparql", {"query": "SELECT * { ?s ?p }"}, "Not a SPARQL query: line 1, column 18: "),
        ("query_sparql", {"query": "INSERT DATA { <x:s> <x:p> 1 }"}, "'INSERT' begins an update; only queries"),
        ("query_sparql", {"query": "LOAD <http://127.0.0.1:1/>"}, "No data from outside: line 1, column 1: "),
        ("query_sparql", {"query": "ASK { SERVICE <http://127.0.0.1:1/> {} }"}, "No data from outside: "),
        ("query_sparql", {"query": "#" * 100_000}, "Request too large: the query has 100,000 bytes"),
        ("query_sparql", {}, "Field required"),
        ("query_sparql", {"query": COUNTRIES, "limit": 0}, "greater than or equal to 1"),
        ("query_sparql", {"query": COUNTRIES, "limit": 1_000}, "less than or equal to 200"),
        ("query_sparql", {"query": COUNTRIES, "offset": -1}, "greater than or equal to 0"),
        ("query_sparql", {"query": COUNTRIES, "as-of": "2024-01-01"}, "Extra inputs are not permitted"),
        ("query_sparql", {"query": COUNTRIES, "as_of": "2024-02-30"}, "'2024-02-30' is no day of the calendar"),
        ("query_sparql", {"query": COUNTRIES, "according_to": "gossip"}, "is called 'gossip'; there are the kinds"),
        ("ask_question", {"question": "partisipants"}, "there is no question 'partisipants'. Nearest: participants"),
        ("ask_question", {"question": "../../graph/data"}, "Unknown question: there is no question '../../graph/data'"),
        ("ask_question", {"question": "roles", "parameters": {"depth": "1"}}, "has no parameter 'depth'"),
        ("ask_question", {"question": "roles", "parameters": {"as_of": "1"}}, "has no parameter 'as_of'"),
        ("ask_question", {"question": "newest-claims", "parameters": {"since": "soon"}}, "'soon' is not a date"),
        ("describe", {"thing": "country:rurutania"}, "Nearest: country:ruritania"),
        (
            "describe",
            {"thing": 'country:"><script>'},
            "Unknown thing: the dataset says nothing on 'country:\"><script>'",
        ),
        ("describe", {"thing": "../../../etc/passwd"}, "Unknown thing: "),
        ("describe", {"thing": "file:///etc/passwd"}, "Unknown thing: "),
        ("describe", {"thing": "x> } ; DROP ALL ; { <x"}, "Unknown thing: "),
        ("describe", {"thing": ""}, "Unknown thing: "),
        ("describe", {"thing": "y" * 100_000}, "… (cut: 99,200 characters more)'"),
        ("list_disagreements", {"about": "country:\x1b[31m\n"}, "Unknown thing: "),
        ("search", {"text": "z" * 1_001}, "the text has 1,001 characters; a search may have 1,000"),
        ("delete_everything", {}, "Unknown tool: delete_everything"),
    ],
)
def test_what_is_wrong_is_told_to_the_model(model: Model, tool: str, arguments: dict[str, object], said: str) -> None:
    refusal = model.refusal(tool, **arguments)
    assert said in refusal
    assert "Traceback" not in refusal


def test_a_query_without_end_is_stopped_while_others_are_answered(model: Model) -> None:
    endless = model.portal.start_task_soon(partial(model.client.call_tool, "query_sparql", {"query": ENDLESS}))
    assert model.get("query_sparql", query=COUNTRIES)["shown"] == "2 of 2 rows"
    assert not endless.done()
    wait([endless], timeout=10)
    assert "The query took too long: the query was stopped after 2 s." in str(endless.result().content)
    assert model.get("query_sparql", query=COUNTRIES)["shown"] == "2 of 2 rows"


def test_the_server_ends_with_the_program_and_leaves_nothing_behind(club_data: Path, tmp_path: Path) -> None:
    with connected("--data", str(club_data), TMPDIR=str(tmp_path)) as model:
        assert model.get("query_sparql", query=COUNTRIES)["shown"] == "2 of 2 rows"
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_stopped_leaves_nothing_behind(club_data: Path, tmp_path: Path, stop: signal.Signals) -> None:
    command = [MOONPACT, "mcp", "--data", str(club_data)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.send_signal(stop)
        assert process.wait(timeout=10) == 0
    assert not list(tmp_path.iterdir())


def test_where_the_sdk_is_missing_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    result = CliRunner().invoke(main, ["mcp"])
    assert (result.exit_code, result.output) == (1, "mcp is not installed; pip install 'moonpact[mcp]' installs it\n")
