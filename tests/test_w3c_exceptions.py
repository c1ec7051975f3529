"""The list of the W3C's tests that do not pass names tests that there are; that they fail, they hold themselves."""

from tests.w3c import FOLDER, all_cases, known, listed_names, needs_suites, not_applicable

pytestmark = needs_suites

RUN = {
    "CSVResultFormatTest",
    "GraphStoreProtocolTest",
    "NegativeSyntaxTest",
    "NegativeSyntaxTest11",
    "NegativeUpdateSyntaxTest",
    "NegativeUpdateSyntaxTest11",
    "PositiveSyntaxTest",
    "PositiveSyntaxTest11",
    "PositiveUpdateSyntaxTest",
    "PositiveUpdateSyntaxTest11",
    "ProtocolTest",
    "QueryEvaluationTest",
    "ServiceDescriptionTest",
    "UpdateEvaluationTest",
}


def test_tests_of_every_type_are_run() -> None:
    assert {case.type for case in all_cases()} == RUN


def test_no_two_tests_have_one_name() -> None:
    names = [case.name for case in all_cases()]
    assert len(set(names)) == len(names) > 1_300


def test_every_exception_is_a_test_and_stands_once() -> None:
    names = listed_names()
    assert sorted(set(names)) == sorted(names)
    assert set(names) - {case.name for case in all_cases()} == set()


def test_every_exception_has_one_of_three_causes() -> None:
    assert {exception.by for exception in known().values()} == {"design", "engine", "suite"}


def test_what_is_not_applicable_is_there() -> None:
    assert [folder for folder in not_applicable() if not (FOLDER / folder).is_dir()] == []
