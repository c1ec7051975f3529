"""The endpoint keeps the SPARQL 1.1 Graph Store HTTP Protocol, as the W3C's suites ask."""

from collections.abc import Generator, Iterable, Iterator, Mapping

import pytest

from tests.server import Answer
from tests.w3c import Case, Dataset, cases, known, needs_suites
from tests.w3c_engines import Endpoint, writable_endpoint
from tests.w3c_messages import HOST, Exchange, exchange_in_comment, exchanges
from tests.w3c_results import agree, read_graph

pytestmark = needs_suites

NEWER = cases("GraphStoreProtocolTest", within="sparql11/graph-store-protocol/")
OLDER = cases("GraphStoreProtocolTest", within="sparql11/http-rdf-update/")


@pytest.fixture(scope="module")
def endpoint() -> Generator[Endpoint]:
    """A writable endpoint."""
    with writable_endpoint() as found:
        yield found


@pytest.fixture(scope="module")
def answers(endpoint: Endpoint) -> Mapping[str, Answer]:
    """The answers to the older suite, whose tests go on from one to the next, by the names of the tests."""
    endpoint.load(Dataset())
    # A test deletes "an existing graph" that none before it makes.
    endpoint.send("PUT", "/graphs/person/2.ttl", b"", content_type="text/turtle", host=HOST)
    return dict(zip(map(str, OLDER), converse(endpoint, map(exchange_in_comment, OLDER)), strict=True))


def converse(endpoint: Endpoint, requests: Iterable[Exchange]) -> Iterator[Answer]:
    """Yield the answers to the requests, in which the address that an answer gave may be named."""
    location = ""
    for request in requests:
        sent = request.at(location)
        answer = endpoint.send(sent.method, sent.path, sent.body, **{**sent.headers, "host": HOST})
        location = answer.headers.get("location", location)
        yield answer


def fits(answer: Answer, exchange: Exchange) -> bool:
    """Tell whether the answer is as expected."""
    if not exchange.allows(answer.status) or exchange.expected_type not in (None, answer.headers.get("content-type")):
        return False
    if exchange.expects_location and "location" not in answer.headers:
        return False
    expected = exchange.expected_text
    return expected is None or agree(read_graph(answer.body, "ttl"), read_graph(expected.encode(), "ttl"))


@pytest.mark.parametrize("case", NEWER, ids=str)
def test_graph_store(case: Case, endpoint: Endpoint) -> None:
    endpoint.load(Dataset())
    requests = list(exchanges(case))
    for request, answer in zip(requests, converse(endpoint, requests), strict=True):
        assert fits(answer, request), (request, answer)


@pytest.mark.parametrize("case", OLDER, ids=str)
def test_older_suite(case: Case, answers: Mapping[str, Answer]) -> None:
    exchange, answer = exchange_in_comment(case), answers[str(case)]
    is_exception = str(case) in known()
    assert fits(answer, exchange) != is_exception, (exchange, answer)
