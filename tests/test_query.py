"""Queries are evaluated on the whole dataset or on the graphs that are named, with values in place of variables."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store, Variable

from moonpact.graph.dataset import merged
from moonpact.graph.engine import Term
from moonpact.graph.sparql.query import (
    InvalidGraphNameError,
    InvalidQueryError,
    QueryEvaluationError,
    QueryTooDeepError,
    ServiceNotAllowedError,
    evaluate,
    is_repeatable,
    select,
    serialize,
)

X = "http://x.example/"
GAZETTE, HERALD = NamedNode(X + "gazette"), NamedNode(X + "herald")
NAMES = "SELECT ?name { ?thing <http://x.example/name> ?name } ORDER BY ?name"
WHERE_NAMED = "SELECT ?graph ?name { GRAPH ?graph { ?thing <http://x.example/name> ?name } } ORDER BY ?graph ?name"


@pytest.fixture(scope="module")
def store() -> Store:
    """Return a store in which two sources name a thing, one in two languages; both agree on one name."""
    names = [(GAZETTE, "Moon", "en"), (GAZETTE, "月球", "zh"), (HERALD, "Moon", "en"), (HERALD, "Luna", "la")]
    filled = Store()
    filled.extend(
        merged(
            Quad(NamedNode(X + "moon"), NamedNode(X + "name"), Literal(name, language=language), graph)
            for graph, name, language in names
        )
    )
    return filled


def rows(store: Store, text: str, values: dict[Variable, Term] | None = None, **graphs: list[str]) -> list[list[str]]:
    """Return the values of each solution."""
    default, named = graphs.get("default_graphs", []), graphs.get("named_graphs", [])
    results = evaluate(store, text, values, default_graphs=default, named_graphs=named)
    assert isinstance(results, QuerySolutions)
    return [[str(term) for term in solution] for solution in results]


def test_a_query_without_graphs_is_asked_of_the_merge_of_all(store: Store) -> None:
    assert rows(store, NAMES) == [['"Luna"@la'], ['"Moon"@en'], ['"月球"@zh']]


def test_the_named_graphs_tell_who_says_it(store: Store) -> None:
    assert rows(store, WHERE_NAMED) == [
        [str(GAZETTE), '"Moon"@en'],
        [str(GAZETTE), '"月球"@zh'],
        [str(HERALD), '"Luna"@la'],
        [str(HERALD), '"Moon"@en'],
    ]


def test_the_default_graph_may_be_one_source(store: Store) -> None:
    assert rows(store, NAMES, default_graphs=[GAZETTE.value]) == [['"Moon"@en'], ['"月球"@zh']]


def test_the_default_graph_may_be_the_merge_of_several_sources(store: Store) -> None:
    both = [GAZETTE.value, HERALD.value]
    assert rows(store, NAMES, default_graphs=both) == [['"Luna"@la'], ['"Moon"@en'], ['"月球"@zh']]
    assert rows(store, WHERE_NAMED, default_graphs=both) == []


def test_only_the_graphs_that_are_given_are_named(store: Store) -> None:
    assert rows(store, WHERE_NAMED, named_graphs=[HERALD.value]) == [
        [str(HERALD), '"Luna"@la'],
        [str(HERALD), '"Moon"@en'],
    ]
    assert rows(store, NAMES, named_graphs=[HERALD.value]) == []


def test_graphs_that_are_given_go_before_those_of_the_query(store: Store) -> None:
    of_gazette = NAMES.replace("{", f"FROM {GAZETTE} {{", 1)
    assert rows(store, of_gazette) == [['"Moon"@en'], ['"月球"@zh']]
    assert rows(store, of_gazette, default_graphs=[HERALD.value]) == [['"Luna"@la'], ['"Moon"@en']]


def test_an_unknown_graph_is_empty(store: Store) -> None:
    assert rows(store, NAMES, default_graphs=[X + "nobody"]) == []


def test_what_is_no_iri_names_no_graph(store: Store) -> None:
    for default, named in (["no iri"], []), ([], ["no iri"]):
        with pytest.raises(InvalidGraphNameError) as caught:
            evaluate(store, NAMES, default_graphs=default, named_graphs=named)
        assert (str(caught.value), caught.value.name) == ("'no iri' is no IRI", "no iri")


def test_a_value_takes_the_place_of_a_variable(store: Store) -> None:
    moon = Literal("Moon", language="en")
    both = rows(
        store, "SELECT ?graph ?name { GRAPH ?graph { ?thing ?p ?name } } ORDER BY ?graph", {Variable("name"): moon}
    )
    assert both == [[str(GAZETTE), '"Moon"@en'], [str(HERALD), '"Moon"@en']]


def test_a_value_is_never_read_as_query(store: Store) -> None:
    hostile = Literal('" } ; DROP ALL #')
    assert rows(store, NAMES, {Variable("name"): hostile}) == []
    assert rows(store, "SELECT ?name { BIND(1 AS ?n) }", {Variable("name"): hostile}) == [[str(hostile)]]


def test_rows_are_read_by_the_names_of_their_variables(store: Store) -> None:
    text = (
        "SELECT ?name ?missing { ?thing <http://x.example/name> ?name OPTIONAL { ?name ?no ?missing } } ORDER BY ?name"
    )
    assert select(store, text, {"name": Literal("Luna", language="la")}) == [
        {"name": Literal("Luna", language="la"), "missing": None}
    ]


def test_only_a_select_query_has_rows(store: Store) -> None:
    with pytest.raises(TypeError, match=r"^not a SELECT query$"):
        select(store, "ASK {}")


def test_the_results_are_of_the_form_of_the_query(store: Store) -> None:
    forms = ["SELECT * {}", "ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }", f"DESCRIBE <{X}moon>"]
    assert [type(evaluate(store, text)) for text in forms] == [
        QuerySolutions,
        QueryBoolean,
        QueryTriples,
        QueryTriples,
    ]


def test_what_is_no_query_is_refused_with_its_place(store: Store) -> None:
    with pytest.raises(InvalidQueryError) as caught:
        evaluate(store, "SELECT * {\n  ?s ?p }")
    assert str(caught.value) == "line 2, column 9: '}' is not expected here"


def test_what_the_guard_refuses_is_not_evaluated(store: Store) -> None:
    with pytest.raises(ServiceNotAllowedError):
        evaluate(store, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryTooDeepError):
        evaluate(store, "SELECT * " + "{" * 101 + "}" * 101)


def test_an_update_is_no_query_and_changes_nothing(store: Store) -> None:
    before = set(store)
    with pytest.raises(InvalidQueryError) as caught:
        evaluate(store, "DROP ALL")
    assert str(caught.value) == "line 1, column 1: 'DROP' begins an update; only queries are answered here"
    assert set(store) == before


def test_results_are_written_in_a_format(store: Store) -> None:
    assert serialize(evaluate(store, NAMES), "csv") == "name\r\nLuna\r\nMoon\r\n月球\r\n".encode()


def test_what_fails_while_it_is_written_is_an_error_of_the_query(store: Store) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("moonpact.graph.sparql.query.write", failing)
        with pytest.raises(QueryEvaluationError) as caught:
            serialize(evaluate(store, NAMES), "csv")
    assert str(caught.value) == "out of breath"


def failing(*_arguments: object) -> bytes:
    """Fail as the engine does."""
    raise RuntimeError("out of breath\nat line 7 of the engine")


@pytest.mark.parametrize(
    ("text", "repeatable"),
    [
        ("SELECT * { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p 'NOW()' } # RAND()", True),
        ("SELECT ?now { ?now <http://x.example/rand> ?uuid }", True),
        ("SELECT (NOW() AS ?now) {}", False),
        ("SELECT * {} ORDER BY rand()", False),
        ("SELECT (uuid() AS ?id) {}", False),
        ("SELECT (StrUUID() AS ?id) {}", False),
        ("SELECT (BNODE() AS ?node) {}", False),
    ],
)
def test_a_query_with_a_clock_or_a_dice_is_not_repeatable(text: str, repeatable: bool) -> None:
    assert is_repeatable(text) is repeatable
