"""The values that an asker gives become RDF terms, or a sentence that says what is allowed."""

import pytest
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Store, Variable

from moonpact.graph.sparql.parameters import InvalidParameterError, substitutions, without_parameters
from moonpact.queries.question import Kind, Parameter, Question

XSD = "http://www.w3.org/2001/XMLSchema#"
EGYPT = "https://w3id.org/moonpact/id/country/egypt"
TEXT = """
SELECT ?name ?lang ?n WHERE {
    VALUES ?name { "Egypt"@en "埃及"@zh "Египет"@ru }
    FILTER(LANG(?name) = COALESCE(?lang, "en"))
} ORDER BY ?name
"""


def question(*parameters: Parameter) -> Question:
    """Return the question of these tests with its parameters."""
    return Question("names", {}, {}, parameters, TEXT)


def of_kind(kind: Kind, default: str = "") -> Question:
    """Return a question with one parameter `n` of this kind."""
    return question(Parameter("n", kind, default, "Which one."))


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("string", "a 'b' \"c\"", Literal("a 'b' \"c\"")),
        ("iri", "country:egypt", NamedNode(EGYPT)),
        ("iri", EGYPT, NamedNode(EGYPT)),
        ("iri", "source-kind:news-agency", NamedNode("https://w3id.org/moonpact/id/source-kind/news-agency")),
        ("iri", "mp:status", NamedNode("https://w3id.org/moonpact/ontology#status")),
        ("iri", "urn:isbn:0", NamedNode("urn:isbn:0")),
        ("date", "2025-04-29", Literal("2025-04-29", datatype=NamedNode(XSD + "date"))),
        ("integer", "-3", Literal("-3", datatype=NamedNode(XSD + "integer"))),
    ],
)
def test_a_value_becomes_a_term_of_its_kind(kind: Kind, value: str, term: NamedNode | Literal) -> None:
    assert substitutions(of_kind(kind), {"n": value}) == {Variable("n"): term}


IRI_ALLOWED = "an IRI, in short (country:egypt) or in full (https://w3id.org/moonpact/id/country/egypt)"
DATE_ALLOWED = "a date as year-month-day (2025-04-29)"
INTEGER_ALLOWED = "a whole number of at most 18 digits"


@pytest.mark.parametrize(
    ("kind", "value", "allowed"),
    [
        ("iri", "egypt", IRI_ALLOWED),
        ("iri", "countri:egypt", IRI_ALLOWED),
        ("iri", "https://w3id.org/a b", IRI_ALLOWED),
        ("date", "2025-02-30", DATE_ALLOWED),
        ("date", "20250429", DATE_ALLOWED),
        ("date", "2025-W18-2", DATE_ALLOWED),
        ("date", "２０２５-04-29", DATE_ALLOWED),
        ("integer", "1.5", INTEGER_ALLOWED),
        ("integer", "٣", INTEGER_ALLOWED),
        ("integer", "1" * 19, INTEGER_ALLOWED),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: Kind, value: str, allowed: str) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        substitutions(of_kind(kind), {"n": value})
    assert str(caught.value) == f"parameter 'n': '{value}' is not {allowed}. Which one."


def test_a_default_is_used() -> None:
    assert substitutions(of_kind("string", "en"), {}) == {Variable("n"): Literal("en")}


def test_an_empty_value_leaves_the_default() -> None:
    assert substitutions(of_kind("string", "en"), {"n": ""}) == {Variable("n"): Literal("en")}


def test_an_empty_default_leaves_the_variable_open() -> None:
    assert substitutions(of_kind("iri"), {}) == {}


@pytest.mark.parametrize(("asked", "takes"), [(of_kind("iri"), "it takes n"), (question(), "it takes none")])
def test_an_unknown_parameter_is_refused(asked: Question, takes: str) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        substitutions(asked, {"lang": "en"})
    assert str(caught.value) == f"question 'names' has no parameter 'lang'; {takes}"


def test_the_columns_of_parameters_are_dropped() -> None:
    asked = question(Parameter("lang", "string", "en", "Language."), Parameter("n", "integer", "", "A number."))
    results = Store().query(asked.text, substitutions={**substitutions(asked, {"lang": "zh"})})
    assert isinstance(results, QuerySolutions)
    kept = without_parameters(results, asked)
    assert kept.serialize(format=QueryResultsFormat.TSV) == '?name\n"埃及"@zh\n'.encode()
