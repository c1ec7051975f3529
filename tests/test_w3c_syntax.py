"""What the W3C's suites call a query or an update is one, and what they do not is none."""

from collections.abc import Generator

import pytest

from tests.w3c import Case, cases, needs_suites
from tests.w3c_engines import Alone, Endpoint, hold, writable_endpoint
from tests.w3c_results import Refusal

pytestmark = needs_suites

POSITIVE = ("PositiveSyntaxTest", "PositiveSyntaxTest11", "PositiveUpdateSyntaxTest", "PositiveUpdateSyntaxTest11")
NEGATIVE = ("NegativeSyntaxTest", "NegativeSyntaxTest11", "NegativeUpdateSyntaxTest", "NegativeUpdateSyntaxTest11")


@pytest.fixture(scope="module")
def endpoint() -> Generator[Endpoint]:
    """A writable endpoint."""
    with writable_endpoint() as found:
        yield found


@pytest.mark.parametrize("case", cases(*POSITIVE), ids=str)
def test_it_is_one(case: Case, endpoint: Endpoint) -> None:
    outcome = endpoint.accept(case)
    # Functions and graphs that only the test knows are missed when the text is evaluated.
    evaluated = (True, Refusal("query-failed"), Refusal("update-conflict"))
    hold(case, outcome, passes=outcome in evaluated, alone=Alone().accept)


@pytest.mark.parametrize("case", cases(*NEGATIVE), ids=str)
def test_it_is_none(case: Case, endpoint: Endpoint) -> None:
    outcome = endpoint.accept(case)
    hold(case, outcome, passes=outcome == Refusal("invalid-query"), alone=Alone().accept)
