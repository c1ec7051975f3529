"""Updates leave in the store what the W3C's suites expect."""

from collections.abc import Generator

import pytest

from tests.w3c import Case, cases, needs_suites
from tests.w3c_engines import Alone, Endpoint, hold, writable_endpoint
from tests.w3c_results import agree, of_statements

pytestmark = needs_suites


@pytest.fixture(scope="module")
def endpoint() -> Generator[Endpoint]:
    """A writable endpoint."""
    with writable_endpoint() as found:
        yield found


@pytest.mark.parametrize("case", cases("UpdateEvaluationTest"), ids=str)
def test_update(case: Case, endpoint: Endpoint) -> None:
    outcome = endpoint.update(case)
    expected = of_statements(case.result_data.quads())
    hold(case, outcome, passes=agree(outcome, expected), alone=Alone().update)
