"""The interface for programs as an OpenAPI document, and the questions as it says."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from openapi_spec_validator import validate

from moonpact.queries.question import list_questions
from moonpact.server.nouns import NOUNS
from tests.server import BROWSER, Site, problem

SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))
ROWS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


def document(site: Site) -> dict[str, Any]:
    """Return the document that the server gives."""
    return cast("dict[str, Any]", json.loads(site.get("/openapi.json").body))


def test_the_document_is_valid_and_names_the_server(club: Site) -> None:
    found = document(club)
    validate(found)
    assert found["servers"] == [{"url": f"http://{club.host}:{club.port}"}]


def test_every_question_is_in_it_with_its_parameters(club: Site) -> None:
    paths = document(club)["paths"]
    for question in list_questions():
        names = [each.get("name") for each in paths[f"/questions/{question.name}"]["get"]["parameters"]]
        assert [each.name for each in question.parameters] == names[: len(question.parameters)]


def test_every_address_is_in_it_with_its_methods(club: Site) -> None:
    app = Flask("moonpact", root_path=".")
    for noun in NOUNS:
        app.register_blueprint(noun)
    paths = document(club)["paths"]
    templates = {path: re.sub(r"{\w+}", "[^/]+", path.replace(".", "[.]")) for path in paths}
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            sample = re.sub(r"<(path:)?\w+>", "a.a", rule.rule)
            described = [set(paths[path]) for path, template in templates.items() if re.fullmatch(template, sample)]
            methods = {method.lower() for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
            assert any(methods <= each for each in described), rule.rule


def test_schemathesis_finds_no_failure(club: Site, tmp_path: Path) -> None:
    found = subprocess.run(
        [
            *(SCHEMATHESIS, "run", f"http://{club.host}:{club.port}/openapi.json", "--no-color"),
            *(
                "--phases",
                "examples,coverage,fuzzing",
                "--max-examples",
                "2",
                "--seed",
                "1",
                "--generation-deterministic",
            ),
            # No schema tells which texts are SPARQL, and which things and sources there are.
            *("--exclude-checks", "positive_data_acceptance"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout
    assert "ERRORS" not in found.stdout


@pytest.mark.parametrize(("ending", "media_type"), ROWS.items())
def test_a_question_is_answered_by_ending_by_name_and_by_media_type(club: Site, ending: str, media_type: str) -> None:
    by_ending = club.get(f"/questions/names.{ending}?lang=zh")
    by_name = club.get(f"/questions/names?lang=zh&format={ending}")
    by_type = club.get("/questions/names?lang=zh", media_type.partition(";")[0])
    assert [each.type for each in (by_ending, by_name, by_type)] == [media_type] * 3
    if ending != "html":
        assert by_ending.body == by_name.body == by_type.body


def test_the_query_of_a_question_is_a_document_too(club: Site) -> None:
    answer = club.get("/questions/names.rq", BROWSER)
    assert answer.type == "application/sparql-query"
    assert "SELECT" in answer.text


@pytest.mark.parametrize(
    ("path", "status", "parameter", "detail"),
    [
        (
            "documents-by-year?year=soon",
            400,
            "year",
            "parameter 'year': 'soon' is not a whole number of at most 18 digits",
        ),
        (
            "overdue-promises?day=2026-13-01",
            400,
            "day",
            "parameter 'day': '2026-13-01' is not a date as year-month-day",
        ),
        ("names?initiative=ilrs", 400, "initiative", "parameter 'initiative': 'ilrs' is not an IRI, in short"),
        ("names?colour=red", 400, "colour", "question 'names' has no parameter 'colour'; it takes initiative, lang"),
        ("names?lang=xx", 400, "lang", "there are no pages in 'xx'; 'lang' is one of en, zh, ru"),
        ("names.csv?format=json", 400, "format", "the address ends in '.csv', so that it takes no parameter 'format'"),
        ("names.pdf", 400, None, "there is no format 'pdf'"),
        ("nmaes.csv", 404, None, "there is no question 'nmaes'"),
    ],
)
def test_what_is_wrong_is_named(club: Site, path: str, status: int, parameter: str | None, detail: str) -> None:
    answer = club.get(f"/questions/{path}", "application/json")
    told = problem(answer)
    assert (answer.status, told.get("parameter")) == (status, parameter)
    assert told["detail"].startswith(detail)


def test_a_language_reaches_a_question_that_has_names(moon: Site) -> None:
    assert "埃及" in moon.get("/questions/participants.csv?lang=zh").text


def test_the_client_is_there() -> None:
    assert shutil.which(SCHEMATHESIS)
