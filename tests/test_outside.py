"""Nothing that a query, an update or a document says makes the server connect to anywhere."""

import json
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.hostile import OUTSIDE_DOCUMENTS, OUTSIDE_QUERIES, OUTSIDE_UPDATES, Outside, listener
from tests.server import Site, assert_problem, served

TOKEN = "open sesame"
NOBODY = 65534
NOTHING = "ASK { { ?s ?p ?o } UNION { GRAPH ?g { } } }"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A server that may be written to, without data."""
    with served("--data", tmp_path_factory.mktemp("writable"), "--writable", token=TOKEN) as found:
        yield found


@pytest.mark.parametrize("outside", OUTSIDE_QUERIES, ids=lambda each: each.name)
def test_no_query_reaches_outside(site: Site, outside: Outside) -> None:
    with listener() as address:
        answer = site.post(outside.text.replace("HERE", address))
        assert answer.status in outside.statuses, answer.text
        assert_problem(answer)


@pytest.mark.parametrize("outside", OUTSIDE_UPDATES, ids=lambda each: each.name)
def test_no_update_reaches_outside(site: Site, outside: Outside) -> None:
    headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    with listener() as address:
        answer = site.request("POST", "/sparql", outside.text.replace("HERE", address).encode(), headers)
        assert answer.status in outside.statuses, answer.text
        assert_problem(answer)
    assert json.loads(site.ask(NOTHING).body)["boolean"] is False


@pytest.mark.parametrize("media_type", OUTSIDE_DOCUMENTS)
def test_no_document_reaches_outside(site: Site, media_type: str) -> None:
    headers = {"Content-Type": media_type, "Authorization": f"Bearer {TOKEN}"}
    with listener() as address:
        document = OUTSIDE_DOCUMENTS[media_type].replace("HERE", address)
        answer = site.request("PUT", "/graphs?default", document.encode(), headers)
        assert answer.status == 400
        assert_problem(answer)


def test_a_graph_is_not_fetched_by_its_name(site: Site) -> None:
    with listener() as address:
        assert site.ask("ASK { ?s ?p ?o }", **{"default-graph-uri": address}).status == 200
        assert site.ask(f"ASK FROM <{address}> {{ ?s ?p ?o }}").status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes connections away from a process")
@pytest.mark.parametrize("user", [0, NOBODY])
def test_the_engine_itself_cannot_connect_whoever_runs_it(user: int) -> None:
    if os.getuid() and user != NOBODY:
        pytest.skip("the tests are not run by root")
    with listener() as address:
        texts = [*((each.text, False) for each in OUTSIDE_QUERIES), *((each.text, True) for each in OUTSIDE_UPDATES)]
        asked = "\n".join(json.dumps((text.replace("HERE", address), update)) for text, update in texts)
        who = str(user if os.getuid() == 0 else os.getuid())
        command = [sys.executable, "-m", "tests.confined", who]
        folder = Path(__file__).parents[1]
        done = subprocess.run(command, input=asked, capture_output=True, check=True, text=True, timeout=60, cwd=folder)
    name, refused = done.stdout.split()
    assert name == who
    # What says SILENT, or is never evaluated, fails in silence.
    assert int(refused) >= 12, done.stdout
