"""The graphs of a request become clauses of the update."""

import pytest
from pyoxigraph import Store

from moonpact.graph.sparql.query import InvalidGraphNameError
from moonpact.graph.sparql.using import UsingTwiceError, with_using

USING = "USING <x:1> USING NAMED <x:2> "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", f"INSERT {{ ?s ?p 1 }} {USING}WHERE {{ ?s ?p ?o }}"),
        ("delete where{ ?s ?p ?o }", f"delete {{ ?s ?p ?o }} {USING}where{{ ?s ?p ?o }}"),
        (
            "INSERT { ?s ?p 1 } WHERE { { SELECT * WHERE { ?s ?p ?o } } }",
            f"INSERT {{ ?s ?p 1 }} {USING}WHERE {{ {{ SELECT * WHERE {{ ?s ?p ?o }} }} }}",
        ),
        (
            "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o } ; DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
            f"DELETE {{ ?s ?p ?o }} {USING}WHERE {{ ?s ?p ?o }} ; "
            f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} {USING}WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        ),
        (
            'INSERT DATA { <x:where> <x:using> "DELETE WHERE {" }',
            'INSERT DATA { <x:where> <x:using> "DELETE WHERE {" }',
        ),
    ],
)
def test_each_operation_with_a_pattern_gets_the_clauses(text: str, expected: str) -> None:
    written = with_using(text, ["x:1"], ["x:2"])
    assert written == expected
    Store().update(written)


@pytest.mark.parametrize("clause", ["USING <x:3>", "using named <x:3>"])
def test_an_update_that_names_graphs_itself_is_refused(clause: str) -> None:
    with pytest.raises(UsingTwiceError, match=r"^the update has USING, and the request names graphs as well$"):
        with_using(f"INSERT {{ ?s ?p 1 }} {clause} WHERE {{ ?s ?p ?o }}", ["x:1"], [])


def test_an_update_with_a_graph_to_write_to_is_refused() -> None:
    with pytest.raises(UsingTwiceError, match=r"^the update has WITH"):
        with_using("WITH <x:3> INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", ["x:1"], [])


def test_what_is_no_iri_is_refused() -> None:
    with pytest.raises(InvalidGraphNameError):
        with_using("DELETE WHERE { ?s ?p ?o }", ["x:1> WHERE {} ; DROP ALL #"], [])
