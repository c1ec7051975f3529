"""Questions are read strictly, and every question of the project can be read."""

from pathlib import Path

import pytest

from moonpact.queries.files import folder, read_query
from moonpact.queries.projection import projected_variables
from moonpact.queries.question import (
    InvalidQuestionError,
    Parameter,
    Question,
    UnknownQuestionError,
    list_questions,
    load_question,
    parse_question,
)

TITLES = "#+ title@en: Who signed?\n#+ title@zh: 谁签署了？\n#+ title@ru: Кто подписал?\n"
QUERY = "SELECT ?name ?lang WHERE { ?s ?p ?name FILTER(LANG(?name) = COALESCE(?lang, 'en')) }\n"
SIGNED = TITLES + "#+ summary@en: Signatures: a list.\n#+ parameter: lang | string | en | Language: en, zh.\n" + QUERY
FILE = Path("signed.rq")


def fault(head: str, query: str = QUERY) -> str:
    """Return what is said against a file with this head."""
    with pytest.raises(InvalidQuestionError) as caught:
        parse_question(FILE, head + query)
    return str(caught.value)


def written(tmp_path: Path, *names: str) -> Path:
    """Return a folder with the same question under each name."""
    for name in names:
        (tmp_path / f"{name}.rq").write_text(SIGNED, encoding="utf-8")
    return tmp_path


def test_a_question_is_read_in_full() -> None:
    assert parse_question(FILE, SIGNED) == Question(
        name="signed",
        titles={"en": "Who signed?", "zh": "谁签署了？", "ru": "Кто подписал?"},
        summaries={"en": "Signatures: a list."},
        parameters=(Parameter("lang", "string", "en", "Language: en, zh."),),
        text=SIGNED,
    )


def test_a_default_may_be_empty() -> None:
    head = TITLES + "#+ parameter: name | string | | Any name.\n"
    assert parse_question(FILE, head + QUERY).parameters == (Parameter("name", "string", "", "Any name."),)


def test_lines_may_end_as_on_windows() -> None:
    assert parse_question(FILE, SIGNED.replace("\n", "\r\n")).titles["ru"] == "Кто подписал?"


def test_a_title_in_three_languages_is_needed() -> None:
    assert fault("#+ title@en: Who?\n") == "signed.rq:1: missing: title@zh, title@ru"


def test_an_unknown_key_is_refused() -> None:
    assert fault(TITLES + "#+ title@fr: Qui ?\n") == (
        "signed.rq:4: unknown key 'title@fr'; allowed: title@en, title@zh, title@ru, summary@en, summary@zh, "
        "summary@ru, answer@en, answer@zh, answer@ru, parameter"
    )


def test_a_key_twice_is_refused() -> None:
    assert fault(TITLES + "#+ title@en: Who else?\n") == "signed.rq:4: 'title@en' is given twice"


@pytest.mark.parametrize("line", ["#+ title@en", "#+ title@en:", "#+"])
def test_a_line_without_value_is_refused(line: str) -> None:
    assert fault(line + "\n") == f"signed.rq:1: expected '#+ key: value', found '{line}'"


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        ("lang | string | en", "expected 'parameter: name | kind | default | description'"),
        ("lang | string | en | a | b", "expected 'parameter: name | kind | default | description'"),
        (
            "?lang | string | en | a",
            "'?lang' is no name for a parameter: a small letter, then small letters, digits and _",
        ),
        ("lang | text | en | a", "parameter 'lang' is of unknown kind 'text'; allowed: string, iri, date, integer"),
        ("lang | string | en |", "parameter 'lang' has no description"),
        ("other | string | en | a", "parameter 'other' is not projected: write ?other after SELECT"),
    ],
)
def test_a_malformed_parameter_is_refused(parameter: str, message: str) -> None:
    assert fault(f"{TITLES}#+ parameter: {parameter}\n") == f"signed.rq:4: {message}"


def test_a_parameter_twice_is_refused() -> None:
    line = "#+ parameter: lang | string | en | Language.\n"
    assert fault(TITLES + line + line) == "signed.rq:5: parameter 'lang' is given twice"


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("SELECT ?a $b WHERE { ?c ?d ?e }", {"a", "b"}),
        ("select distinct ?a{ ?c ?d ?e }", {"a"}),
        ("PREFIX select: <http://x/#SELECT> # SELECT ?no\nSELECT ?a FROM <http://x/?c> { ?c ?d ?e }", {"a"}),
        ("SELECT (CONCAT(\"WHERE (\", '?x', STR(?c)) AS ?b) ?a WHERE { ?c ?d ?e }", {"a"}),
        ('SELECT ("""a "quoted" ?x""" AS ?b) ?a WHERE { ?c ?d ?e }', {"a"}),
        ("SELECT (COUNT(?c) AS ?n) ?a WHERE { { SELECT ?c ?a { ?c ?d ?a } } } GROUP BY ?a", {"a"}),
        ("SELECT * WHERE { ?c ?d ?e }", set()),
        ("ASK { { SELECT ?a { ?a ?b ?c } } }", set()),
        ("", set()),
    ],
)
def test_projected_variables(query: str, variables: set[str]) -> None:
    assert projected_variables(query) == variables


def test_questions_are_listed_by_name(tmp_path: Path) -> None:
    assert [question.name for question in list_questions(written(tmp_path, "signed", "joined"))] == ["joined", "signed"]


def test_a_question_is_found_by_name(tmp_path: Path) -> None:
    assert load_question("signed", written(tmp_path, "signed")) == parse_question(FILE, SIGNED)


def test_an_unknown_question_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownQuestionError, match=r"^no question 'sined'; nearest: signed$"):
        load_question("sined", written(tmp_path, "signed", "members"))


@pytest.mark.parametrize("name", ["../signed", "zzz", ""])
def test_nothing_outside_the_folder_is_a_question(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownQuestionError, match=f"^no question '{name}'"):
        load_question(name, written(tmp_path, "signed"))


def test_every_question_of_the_project_is_read() -> None:
    names = sorted(path.stem for path in (folder() / "questions").glob("*.rq"))
    assert [question.name for question in list_questions()] == names


def test_a_query_is_read_by_its_name() -> None:
    for question in list_questions():
        assert read_query(f"questions/{question.name}") == question.text
