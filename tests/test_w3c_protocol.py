"""The endpoint keeps the SPARQL 1.1 Protocol, as the W3C's suite asks."""

import json
from collections.abc import Generator
from typing import Final

import pytest

from tests.server import Answer
from tests.w3c import Case, cases, needs_suites
from tests.w3c_engines import Endpoint, writable_endpoint
from tests.w3c_messages import HOST, Exchange, exchanges

pytestmark = needs_suites

BOOLEAN: Final = ("application/sparql-results+json", "application/sparql-results+xml")
FORMATS: Final = {
    "boolean": BOOLEAN,
    "tabular": (*BOOLEAN, "text/csv", "text/tab-separated-values"),
    "RDF": ("application/n-triples", "application/rdf+xml", "text/turtle"),
}


@pytest.fixture(scope="module")
def endpoint() -> Generator[Endpoint]:
    """A writable endpoint."""
    with writable_endpoint() as found:
        yield found


def check(answer: Answer, exchange: Exchange) -> None:
    """Hold the answer to what is expected of it."""
    assert exchange.allows(answer.status), (exchange, answer)
    if exchange.expected_format:
        assert answer.type.partition(";")[0] in FORMATS[exchange.expected_format]
    if exchange.expected_boolean is not None:
        assert json.loads(answer.body)["boolean"] is exchange.expected_boolean, exchange


@pytest.mark.parametrize("case", cases("ProtocolTest"), ids=str)
def test_protocol(case: Case, endpoint: Endpoint) -> None:
    endpoint.load(case.dataset(case.node))
    for exchange in exchanges(case):
        headers = {**exchange.headers, "host": HOST}
        check(endpoint.send(exchange.method, exchange.path, exchange.body, **headers), exchange)
