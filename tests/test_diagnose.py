"""What is wrong with a query is told in plain words, with its line and column."""

import pytest

from moonpact.graph.sparql.diagnose import InvalidQueryError, check_syntax, invalid_query


def fault(text: str) -> tuple[int, int, str]:
    """Return the line, the column and the sentence for a text that is no query."""
    with pytest.raises(InvalidQueryError) as caught:
        check_syntax(text)
    error = caught.value
    assert str(error) == f"line {error.line}, column {error.column}: {error.message}"
    return error.line, error.column, error.message


@pytest.mark.parametrize(
    "text",
    ["SELECT * { ?s ?p ?o }", "ASK {}", "DESCRIBE <http://x.example/>", "CONSTRUCT WHERE { ?s ?p ?o }", "# c\nASK {}"],
)
def test_in_a_query_nothing_is_wrong(text: str) -> None:
    check_syntax(text)


NOT_CLOSED = "the string that begins here is not closed, or holds an escape that is none"
NO_IRI = "an IRI is not valid, or has no scheme such as https:"
BOUND_TWICE = "if nothing is missing before it, BIND gives a value to a variable that has one"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        # Nothing, or something else
        ("", 1, 1, "the query is empty"),
        (" \n\t", 1, 1, "the query is empty"),
        ("what is the ILRS?", 1, 1, "'what' is not expected here"),
        ("INSERT DATA { <http://a> <http://b> 1 }", 1, 1, "'INSERT' begins an update; only queries are answered here"),
        ("# gone\nDELETE WHERE { ?s ?p ?o }", 2, 1, "'DELETE' begins an update; only queries are answered here"),
        # A bracket that is missing, or one too many
        ("SELECT ?s WHERE {\n  ?s ?p ?o\n", 2, 11, "the end of the query is not expected here"),
        ("SELECT ?s WHERE ?s ?p ?o }", 1, 17, "'?s' is not expected here"),
        ("SELECT * { ?s ?p ?o } }", 1, 23, "'}' is not expected here"),
        ("SELECT (?x AS ?y { ?x ?p ?o }", 1, 18, "'{' is not expected here"),
        # A word that is misspelt, or missing
        ("SELEKT ?s { ?s ?p ?o }", 1, 1, "'SELEKT' is not expected here"),
        ("SELECT * {\n  ?s ?p ?o .\n  OPTIONL { ?s ?q ?r }\n}", 3, 3, "'OPTIONL' is not expected here"),
        ("SELECT * { FILTER(UNKNOWN(?x)) }", 1, 19, "'UNKNOWN' is not expected here"),
        ("SELECT * { ?s ?p ?o } ORDER ?s", 1, 29, "'?s' is not expected here"),
        ("SELECT * { ?s ?p ?o FILTER ?o > 1 }", 1, 28, "'?o' is not expected here"),
        ("SELECT * { ?s ?p ?o } LIMIT many", 1, 29, "'many' is not expected here"),
        ("SELECT s { ?s ?p ?o }", 1, 8, "'s' is not expected here"),
        ("SELECT * { ?s ?p ?o . ?s }", 1, 26, "'}' is not expected here"),
        ("SELECT * { FILTER(regex(?o 'x')) }", 1, 28, "''x'' is not expected here"),
        # A prefix, an IRI, a string
        ("SELECT * {\n  ?s mp:status ?o }", 2, 6, "the prefix of 'mp:status' is not declared"),
        ("PREFIX mp <http://x.example/> SELECT * {}", 1, 8, "'mp' is not expected here"),
        ("SELECT * { ?s ?p <status> }", 1, 18, f"{NO_IRI}, near '<status>'"),
        ("SELECT * { ?s ?p 'Egypt }", 1, 18, NOT_CLOSED),
        ('SELECT * { ?s ?p "a\\d" }', 1, 18, NOT_CLOSED),
        ('SELECT * {\n  ?s ?p "埃及 .\n}', 2, 9, NOT_CLOSED),
        # Variables
        (
            "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }",
            1,
            41,
            "SELECT names a variable that GROUP BY does not, near the end of the query",
        ),
        ("SELECT ?s ?s { ?s ?p ?o }", 1, 26, "SELECT names a variable twice, near the end of the query"),
        ("SELECT * { ?s ?p ?o BIND(1 AS ?o) }", 1, 35, f"'}}' is not expected here; {BOUND_TWICE}"),
        ("SELECT * { ?s ?p $ }", 1, 18, "'$' is not expected here"),
    ],
)
def test_a_mistake_is_told_in_a_sentence_with_its_place(text: str, line: int, column: int, message: str) -> None:
    assert fault(text) == (line, column, message)


def test_what_is_long_is_shortened() -> None:
    assert fault(f"SELECT * {{ ?s ?p {'x' * 60} }}") == (1, 18, f"'{'x' * 40}…' is not expected here")


def test_columns_count_characters_also_beyond_the_first_plane() -> None:
    assert fault("SELECT * { ?s ?p '🌙', '月' ; . } x") == (1, 33, "'x' is not expected here")


def test_the_message_of_the_engine_is_enough() -> None:
    error = invalid_query("SELECT * { ?s ?p ?o", "error at 1:20: expected …")
    assert (error.line, error.column, error.message) == (1, 20, "the end of the query is not expected here")
