"""The sentence that sums up the answer to a question: how it is written, and what it says of the rows."""

import re
from html import unescape
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from moonpact.queries.question import LANGUAGES, InvalidQuestionError, list_questions, parse_question
from moonpact.server.answer_sentence import sentence_on
from tests.server import BROWSER, Site
from tests.test_question import QUERY, TITLES
from tests.test_server_things import plain

HEAD = "name\tage\tday\tdayPrecision"
ROWS = [
    '"Ann"\t9\t"2024-05-01"^^<http://www.w3.org/2001/XMLSchema#date>\t"month"',
    '"Bob"\t10\t"2024-06-02"^^<http://www.w3.org/2001/XMLSchema#date>\t"day"',
    '"Bob"\t11\t\t',
]
WRITTEN = "SELECT ?name ?age ?day ?dayPrecision { ?s ?p ?name , ?age , ?day , ?dayPrecision }\n"


def said(sentence: str, *rows: str, language: str = "en") -> str:
    """Return what a sentence of a question's head says of these rows."""
    question = parse_question(Path("ages.rq"), f"{TITLES}#+ answer@{language}: {sentence}\n{WRITTEN}")
    found = parse_query_results(
        "\n".join(["\t".join(f"?{name}" for name in HEAD.split("\t")), *rows, ""]), QueryResultsFormat.TSV
    )
    assert isinstance(found, QuerySolutions)
    return sentence_on(question, found, language)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("{rows: row|rows} of {name: name|names}.", "3 rows of 2 names."),
        ("{rows name=Ann: row|rows}, {rows name!=Ann: row|rows}.", "1 row, 2 rows."),
        ("{rows day: dated|dated}, {rows day=} undated.", "2 dated, 1 undated."),
        ("{sum age} years, from {least age} to {greatest age}.", "30 years, from 9 to 11."),
        ("{least day} to {greatest day}: {names name}.", "May 2024 to 2 June 2024: Ann, Bob."),
        ("All[, {rows name=Eve: Eve|Eves}][ since {least day name=Eve}].", "All."),
        ("{rows name=Eve: Eve|Eves}.", "0 Eves."),
    ],
)
def test_a_sentence_is_filled_in_from_the_rows(sentence: str, expected: str) -> None:
    assert said(sentence, *ROWS) == expected


@pytest.mark.parametrize(("rows", "expected"), [(1, "1 строка"), (3, "3 строки"), (5, "5 строк"), (21, "21 строка")])
def test_words_have_the_form_that_goes_with_the_number(rows: int, expected: str) -> None:
    assert said("{rows: строка|строки|строк}", *ROWS[:1] * rows, language="ru") == expected


def test_of_no_rows_nothing_is_said() -> None:
    assert said("{rows: row|rows}") == ""


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("{nobody: one|several}", "the query has no variable ?nobody"),
        ("{rows nobody=1}", "the query has no variable ?nobody"),
        ("{name: one}", "'{name: one}' has not the 2 forms of 'en'"),
        ("{}", "'{}' names no variable"),
        ("{rows name~1}", "'name~1' is no condition: write name, name=value or name!=value"),
        ("[{rows}", "a bracket without its partner in '['"),
    ],
)
def test_a_sentence_that_is_not_well_written_is_refused(sentence: str, message: str) -> None:
    with pytest.raises(InvalidQuestionError) as caught:
        parse_question(Path("ages.rq"), f"{TITLES}#+ answer@en: {sentence}\n{QUERY}")
    assert str(caught.value) == f"ages.rq:4: {message}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_is_summed_up_and_names_no_variable(moon: Site, language: str) -> None:
    for question in list_questions():
        page = moon.get(f"/questions/{question.name}?lang={language}", BROWSER).text
        notes = re.search(r'<h1.*?<p class="intro">(.*?)</p>\s*<p class="note">(.*?)</p>', page, re.DOTALL)
        assert notes, question.name
        sentence, summary = (plain(unescape(text)) for text in notes.groups())
        assert not re.search(r"[][{}|]", sentence), (question.name, sentence)
        assert re.search(r"\d", sentence), (question.name, sentence)
        raw = [name for name in re.findall(r"['“«](\w+)['”»]", summary) if re.search(r"[a-z][A-Z]", name)]
        assert (question.name, raw) == (question.name, [])


def test_the_sentence_is_of_the_view(moon: Site) -> None:
    page = plain(moon.get("/questions/participants?as-of=2024-01-31", BROWSER).text)
    assert "8 countries take part in the International Lunar Research Station by a paper that sources name" in page
