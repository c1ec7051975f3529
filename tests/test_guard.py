"""A query that reaches outside is refused in every disguise, and so is one that is nested too deep."""

import pytest
from pyoxigraph import Store

from moonpact.graph.sparql.diagnose import InvalidQueryError
from moonpact.graph.sparql.guard import QueryTooDeepError, ServiceNotAllowedError, check_query

U = "<http://other.example/>"


def refused(text: str) -> tuple[str, int, int]:
    """Return the keyword for which a query is refused, its line and its column."""
    with pytest.raises(ServiceNotAllowedError) as caught:
        check_query(text)
    return caught.value.keyword, caught.value.line, caught.value.column


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (f"SELECT * {{ SERVICE {U} {{ ?s ?p ?o }} }}", 1, 12),
        (f"select * {{ service silent {U} {{ ?s ?p ?o }} }}", 1, 12),
        (f"SELECT * {{ SeRvIcE{U}{{ ?s ?p ?o }} }}", 1, 12),
        ("SELECT * { SERVICE?where { ?s ?p ?o } }", 1, 12),
        ("SELECT * { SERVICE$where { ?s ?p ?o } }", 1, 12),
        (f"SELECT * {{ # no\n  SERVICE#c\n{U} {{ ?s ?p ?o }} }}", 2, 3),
        (f"SELECT * {{ ?s ?p ?o . # SERVICE\r\n\tSERVICE\t{U} {{}} }}", 2, 2),
        (f"PREFIX service: {U} SELECT * {{ SERVICE service:a {{ ?s ?p ?o }} }}", 1, 52),
        (f"SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE {U} {{}} }} }} }} }}", 1, 36),
        (f"ASK {{ FILTER NOT EXISTS {{ SERVICE {U} {{}} }} }}", 1, 27),
        (f"CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE {U} {{}} }}", 1, 26),
        (f"DESCRIBE ?s {{ SERVICE {U} {{}} }}", 1, 15),
        (f"SELECT * {{ ?s ?p 'it''s' . SERVICE {U} {{}} }}", 1, 28),
        (f"SELECT * {{ ?s ?p '''it''' . SERVICE {U} {{}} }}", 1, 29),
        (f'SELECT * {{ ?s ?p "a#" SERVICE {U} {{}} }}', 1, 23),
        (f'SELECT * {{ ?s ?p "\\\\" SERVICE {U} {{}} }}', 1, 23),
        (f"SELECT * {{ ?s ?p <http://x.example/#a> SERVICE {U} {{}} }}", 1, 40),
        (f"SELECT * {{ ?s ?p 'a'@en SERVICE{U} {{}} }}", 1, 25),
        (f"SELECT * {{ ?s ?p 1SERVICE {U} {{}} }}", 1, 19),
        (f"SELECT * {{ ?s ?p trueSERVICE {U} {{}} }}", 1, 18),
        (f"PREFIX x: {U} SELECT * {{ ?s ?p x:.SERVICE {U} {{}} }}", 1, 55),
        ("SELECT * { ?s ?p ?o } SERVICE", 1, 23),
    ],
)
def test_service_is_refused_in_every_disguise(text: str, line: int, column: int) -> None:
    assert refused(text) == ("SERVICE", line, column)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (f"LOAD {U}", 1, 1),
        (f"load silent {U}", 1, 1),
        (f"INSERT DATA {{}} ;\n  LoAd {U} INTO GRAPH {U}", 2, 3),
        (f"# LOAD\nLOAD#\n{U}", 2, 1),
    ],
)
def test_load_is_refused_in_every_disguise(text: str, line: int, column: int) -> None:
    assert refused(text) == ("LOAD", line, column)


def test_the_refusal_is_a_sentence() -> None:
    with pytest.raises(ServiceNotAllowedError) as caught:
        check_query(f"SELECT * {{\n  SERVICE {U} {{}}\n}}")
    assert str(caught.value) == "line 2, column 3: SERVICE is not allowed"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE' }",
        f"SELECT * {{ ?s ?p '''a SERVICE\n{U} ''' }}",
        f'SELECT * {{ ?s ?p "\\" SERVICE {U} # " }}',
        "SELECT * { ?s ?p '\\u0053ERVICE' }",
        "SELECT * { ?s ?p ?o } # SERVICE",
        f"# SERVICE {U} {{}}\nSELECT * {{ ?s ?p ?o }}",
        "SELECT * { ?s ?p <http://x.example/SERVICE> }",
        "PREFIX service: <http://SERVICE.example/service#> SELECT ?service { ?service service:SERVICE $SERVICE }",
        "BASE <http://SERVICE.example/> SELECT * {}",
        "SELECT * { ?s ?p _:SERVICE }",
        "SELECT * { ?s ?p 'LOAD' }",
        "PREFIX load: <http://x.example/load#> SELECT ?load { ?load load:load ?LOAD }",
    ],
)
def test_what_only_contains_the_word_is_allowed(text: str) -> None:
    check_query(text)
    Store().query(text)  # And it is a query: what is allowed is not allowed for being none.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f'SELECT * {{ ?s ?p "x\\q" SERVICE {U} {{ ?a ?b "y" }} }}',
            "line 1, column 18: the string that begins here is not closed, or holds an escape that is none",
        ),
        ("SELECT * { ?s ?p 'services' . ?s ?q 'x' ", "line 1, column 40: the end of the query is not expected here"),
        (
            f"SELECT * {{ ?s ?p ?oSERVICE {U} {{}} }}",
            "line 1, column 28: '<http://other.example/>' is not expected here",
        ),
    ],
)
def test_what_has_the_word_and_is_no_query_is_no_query(text: str, message: str) -> None:
    with pytest.raises(InvalidQueryError) as caught:
        check_query(text)
    assert str(caught.value) == message


def nested(opening: str, inner: str, closing: str, depth: int) -> str:
    """Return brackets in brackets."""
    return opening * depth + inner + closing * depth


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {nested('{', '', '}', 100)}",
        f"SELECT * {{ FILTER({nested('(', '1', ')', 98)}) }}",
        f"SELECT * {{ ?s ?p {nested('(', '1', ')', 99)} }}",
        f"SELECT * {{ ?s ?p '{'(' * 1000}' }} # {'{' * 1000}",
        "SELECT * { ?s ?p ?o } " + "VALUES ?s { } " + "# (" * 200,
        "SELECT * { " + "{} " * 1000 + "}",
    ],
)
def test_a_query_may_be_nested_a_hundred_deep(text: str) -> None:
    check_query(text)
    Store().query(text)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (f"SELECT * {nested('{', '', '}', 101)}", 1, 110),
        (f"SELECT * {{ FILTER({nested('(', '1', ')', 99)}) }}", 1, 117),
        ("\n\n " + "[" * 101, 3, 102),
        ("SELECT * { " + "{ ( [ " * 34, 1, 210),
        ("SELECT * { ?s ?p " + "<<( ?s ?p " * 101, 1, 1010),
    ],
)
def test_a_query_nested_deeper_is_refused(text: str, line: int, column: int) -> None:
    with pytest.raises(QueryTooDeepError) as caught:
        check_query(text)
    error = caught.value
    assert (error.deepest, error.line, error.column) == (100, line, column)
    assert str(error) == f"line {line}, column {column}: brackets are nested more than 100 deep"
