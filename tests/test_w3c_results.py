"""Results are told apart, whatever their blank nodes are called, before the W3C's tests rely on that."""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from tests.w3c_results import Found, agree, of_statements, read_answer

ONE = "<x:a> <x:p> _:a . _:a <x:p> _:b . _:b <x:q> _:a ."


def found(text: str) -> Found:
    """Return the triples of a text in Turtle."""
    return of_statements(quad.triple for quad in parse(text, RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("<x:a> <x:p> _:2 . _:1 <x:q> _:2 . _:2 <x:p> _:1 .", True),
        ("<x:a> <x:p> _:2 . _:1 <x:q> _:2 . _:1 <x:p> _:2 .", False),
        ("<x:a> <x:p> _:2 . _:2 <x:q> _:2 . _:2 <x:p> _:2 .", False),
        ("<x:a> <x:p> _:2 . _:2 <x:p> _:1 .", False),
        ("<x:a> <x:p> <x:c> . _:1 <x:q> _:2 . _:2 <x:p> _:1 .", False),
    ],
)
def test_blank_nodes_may_have_other_names(other: str, same: bool) -> None:
    assert agree(found(ONE), found(other)) is same
    assert agree(found(other), found(ONE)) is same


def test_in_triple_terms_too() -> None:
    term = "<x:a> <x:p> <<( _:{0} <x:p> _:{1} )>> . _:{0} <x:q> 1 ."
    one, other = (found(term.format(*names)) for names in ("ab", "ba"))
    assert agree(one, other)
    assert not agree(one, found(term.format("a", "a")))


A, B = (("x", NamedNode("x:a")), ("x", NamedNode("x:b")))


@pytest.mark.parametrize(
    ("one", "expected", "as_multisets", "as_lists", "as_lax"),
    [
        ((A, B), (A, B), True, True, True),
        ((A, B), (B, A), True, False, True),
        ((A, B), (A, A, B), False, False, True),
        ((A, A, B), (A, B), False, False, False),
        ((A,), (A, B), False, False, False),
    ],
)
def test_order_and_number_count_where_they_should(
    one: tuple[tuple[str | NamedNode, ...], ...],
    expected: tuple[tuple[str | NamedNode, ...], ...],
    as_multisets: bool,
    as_lists: bool,
    as_lax: bool,
) -> None:
    left, right = Found(one), Found(expected)
    assert agree(left, right) is as_multisets
    assert agree(left, right, ordered=True) is as_lists
    assert agree(left, right, lax=True) is as_lax


def test_numbers_are_compared_by_value_and_other_terms_as_they_are_written() -> None:
    line = '<x:a> <x:p> "{}"^^<http://www.w3.org/2001/XMLSchema#{}> .'
    assert agree(found(line.format("3.0E1", "double")), found(line.format("30", "double")))
    assert not agree(found(line.format("30", "integer")), found(line.format("30", "double")))
    assert not agree(found(line.format("2006-08-23Z", "date")), found(line.format("2006-08-23+00:00", "date")))


@pytest.mark.parametrize("rdf_12", [False, True])
def test_both_readers_read_the_same(rdf_12: bool) -> None:
    json = b"""{"head": {"vars": ["x", "y"]}, "results": {"bindings": [{"x": {"type": "bnode", "value": "a"},
        "y": {"type": "literal", "value": "01", "datatype": "http://example.org/number"}}]}}"""
    row = ("x", BlankNode("a"), "y", Literal("01", datatype=NamedNode("http://example.org/number")))
    assert agree(read_answer(json, "json", rdf_12=rdf_12), Found((row,), frozenset("xy")))
