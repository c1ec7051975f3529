"""Queries have the results that the W3C's suites expect."""

from collections.abc import Generator

import pytest

from tests.w3c import Case, cases, needs_suites
from tests.w3c_engines import Alone, Endpoint, hold, writable_endpoint
from tests.w3c_results import agree, read_expected

pytestmark = needs_suites


@pytest.fixture(scope="module")
def endpoint() -> Generator[Endpoint]:
    """A writable endpoint."""
    with writable_endpoint() as found:
        yield found


@pytest.mark.parametrize("case", cases("QueryEvaluationTest", "CSVResultFormatTest"), ids=str)
def test_query(case: Case, endpoint: Endpoint) -> None:
    expected, ordered = read_expected(case.result, case.base)
    ordered = ordered or b"ORDER BY" in case.text.upper().rpartition(b"}")[2]
    outcome = endpoint.ask(case)
    hold(case, outcome, passes=agree(outcome, expected, ordered=ordered, lax=case.is_lax), alone=Alone().ask)
