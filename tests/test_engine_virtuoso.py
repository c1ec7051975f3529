"""The graph in Virtuoso: the same answers as from the engine here, but those that `virtuoso-exceptions.toml` names."""

import json
import shutil
import subprocess
import time
import tomllib
from collections.abc import Generator
from pathlib import Path

import pytest

from moonpact.graph.dataset import find_release
from moonpact.queries.question import list_questions
from tests.checkout import ROOT
from tests.engines import MERGED, virtuoso
from tests.server import BROWSER, COUNTRIES, MOONPACT, Answer, Site, served

pytestmark = pytest.mark.skipif(not shutil.which("virtuoso-t"), reason="Virtuoso is not installed")

EXCEPTIONS = tomllib.loads((ROOT / "tests/virtuoso-exceptions.toml").read_text(encoding="utf-8"))["exceptions"]
EXCEPTED = {path: exception for exception in EXCEPTIONS for path in exception["paths"]}
CONSTRUCT = "CONSTRUCT%20WHERE%20%7B%20%3Fs%20%3Chttps://w3id.org/moonpact/ontology%23contested%3E%20%3Fo%20%7D"
PATHS = (
    *(f"/questions/{question.name}?format=csv" for question in list_questions()),
    *(f"/id/country/ruritania.{ending}" for ending in ("ttl", "nt", "rdf", "jsonld", "trig", "nq", "json")),
    "/graphs?graph=https://w3id.org/moonpact/id/graph/register",
    "/questions/leadership?format=csv&as-of=2024-01-01",
    "/questions/contradictions?format=csv&according-to=web",
    "/",
    "/questions",
    "/disagreements",
    "/explore",
    "/search?q=Ruritania",
    "/id/country/ruritania.html",
    "/dataset.nt",
    "/sitemap.xml",
    "/sparql?query=ASK%20%7B%7D",
    f"/sparql?query={CONSTRUCT}",
)


@pytest.fixture(scope="module")
def elsewhere(club_data: Path, club: Site, tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A server whose graph is in Virtuoso."""
    built, folder = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("virtuoso")
    subprocess.run([MOONPACT, "build", "--data", club_data, "--out", built], check=True, capture_output=True)
    version = json.loads(club.get("/health").body)["version"]
    settings = ("--engine-default-graph", MERGED, "--engine-version", version, "--timeout", "60")
    with (
        virtuoso(find_release(built).file, folder) as port,
        served("--engine", f"http://127.0.0.1:{port}/sparql", *settings) as site,
    ):
        yield site


def asked(site: Site, path: str) -> Answer:
    """The answer once what it is made of is there."""
    is_page = "format=" not in path and "/sparql?" not in path and path != "/sitemap.xml"
    for _ in range(300):
        answer = site.get(path, BROWSER if is_page else None)
        if answer.status not in (202, 503):
            return answer
        time.sleep(0.2)
    raise TimeoutError(path)


def told(site: Site, path: str) -> tuple[int, list[str]]:
    answer = asked(site, path)
    return answer.status, sorted(answer.text.replace(f":{site.port}/", "/").splitlines())


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_is_the_same_or_the_exception_is_named(elsewhere: Site, club: Site, path: str) -> None:
    there, here = told(elsewhere, path), told(club, path)
    assert here[0] == 200
    if path not in EXCEPTED:
        assert there == here
    elif (words := EXCEPTED[path].get("fails")) is not None:
        assert there[0] == 500
        assert words in "\n".join(there[1])
    else:
        assert there[0] == 200
        assert there != here


def test_rows_and_their_formats_are_the_same(elsewhere: Site, club: Site) -> None:
    for name in ("json", "xml", "csv", "tsv"):
        assert elsewhere.ask(COUNTRIES, format=name).body == club.ask(COUNTRIES, format=name).body


def test_every_exception_is_asked_and_has_its_cause() -> None:
    assert set(EXCEPTED) - set(PATHS) == set()
    assert all(exception["cause"] for exception in EXCEPTIONS)
