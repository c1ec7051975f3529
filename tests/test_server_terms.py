"""Dates and names in words."""

import pytest
from pyoxigraph import Literal, NamedNode

from moonpact.server.terms import as_known, in_words, is_true, plain_name

XSD = "http://www.w3.org/2001/XMLSchema#"


def date(text: str) -> Literal:
    """Return a date."""
    return Literal(text, datatype=NamedNode(XSD + "date"))


@pytest.mark.parametrize(
    ("day", "precision", "words", "short"),
    [
        ("2025-04-09", None, "9 April 2025", "2025-04-09"),
        ("2025-04-09", "day", "9 April 2025", "2025-04-09"),
        ("2025-04-01", "month", "April 2025", "2025-04"),
        ("2025-01-01", "year", "2025", "2025"),
        ("12025-01-01", None, "12025-01-01", "12025-01-01"),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(day: str, precision: str | None, words: str, short: str) -> None:
    known = Literal(precision) if precision else None
    assert (in_words(date(day), known), as_known(date(day), known)) == (words, short)


def test_what_is_no_date_is_told_as_it_is() -> None:
    assert in_words(Literal("2025-04-09"), Literal("year")) == "2025-04-09"
    assert in_words(None) == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("http://purl.org/dc/terms/bibliographicCitation", "bibliographic citation"),
        ("http://www.w3.org/2004/02/skos/core#inScheme", "in scheme"),
        ("takesPart", "takes part"),
        ("urn:isbn:0", "0"),
        ("#", "#"),
    ],
)
def test_what_has_no_label_is_told_by_its_local_name(name: str, words: str) -> None:
    assert plain_name(name) == words


def test_only_the_boolean_true_is_true() -> None:
    boolean = NamedNode(XSD + "boolean")
    found = [is_true(Literal("true", datatype=boolean)), is_true(Literal("false", datatype=boolean))]
    assert [*found, is_true(Literal("true")), is_true(None)] == [True, False, False, False]
