"""What answers the W3C's tests: the endpoint over HTTP, and the engine alone."""

import tempfile
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import quote

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store, Triple, serialize

from tests.server import Answer, problem, served
from tests.w3c import Case, Dataset, known
from tests.w3c_results import RESULT_FORMATS, Outcome, Refusal, agree, of_results, of_statements, read_answer, read_csv

_TOKEN: Final = "w3c"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_TYPES: Final = {
    "csv": "text/csv",
    "json": "application/sparql-results+json",
    "nt": "application/n-triples",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
}
_NAMES: Final = {media_type: name for name, media_type in _TYPES.items()}
_WHOLE: Final = b"SELECT ?s ?p ?o ?g WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
_DATASET_FORMATS: Final = (".nq", ".trig")


class Endpoint:
    """The endpoint, over a connection that is kept."""

    def __init__(self, connection: HTTPConnection) -> None:
        self._connection = connection
        self._holds: Dataset | None = None

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://{self._connection.host}:{self._connection.port}/sparql"

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Send a request with the token, and with these headers, and return its answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self._connection.request(method, path, body, {"Authorization": f"Bearer {_TOKEN}", **named})
            response = self._connection.getresponse()
            text = response.read()
        except (HTTPException, OSError):
            self._connection.close()  # One test fails, and not all after it.
            raise
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, text)

    def load(self, data: Dataset) -> None:
        """Put the data in the place of what is there."""
        self._change(b"DROP ALL")
        if any(file.suffix in _DATASET_FORMATS for file in data.default):
            self._change(_insertion(data))  # A blank node may be in several of its graphs.
        else:
            self._put(data)
        self._holds = data

    def _put(self, data: Dataset) -> None:
        for name, triples in _graphs(data).items():
            path = f"/graphs?graph={quote(name, safe='')}" if name else "/graphs?default"
            body = serialize(triples, format=RdfFormat.N_TRIPLES)
            answer = self.send("PUT", path, body, content_type=_TYPES["nt"])
            assert answer.status == (201 if name else 204), answer

    def ask(self, case: Case) -> Outcome:
        """Return what a query finds in the data of the test."""
        if case.data != self._holds:
            self.load(case.data)
        name = RESULT_FORMATS.get(case.result.suffix[1:], "json")
        accept = f"{_TYPES[name]}, {_TYPES['nt']}"
        answer = self.send("POST", "/sparql", _with_base(case), content_type=_QUERY, accept=accept)
        if answer.status != 200:
            return _refusal(answer)
        return read_answer(answer.body, _NAMES[answer.type.partition(";")[0]], rdf_12=case.is_rdf_12)

    def update(self, case: Case) -> Outcome:
        """Return what an update makes of the data of the test."""
        self.load(case.data)
        self._holds = None
        answer = self.send("POST", "/sparql", _with_base(case), content_type=_UPDATE)
        if answer.status != 204:
            return _refusal(answer)
        whole = self.send("POST", "/sparql", _WHOLE, content_type=_QUERY, accept=_TYPES["json"])
        return read_answer(whole.body, "json", rdf_12=case.is_rdf_12)

    def accept(self, case: Case) -> Outcome:
        """Return whether the query or update, on an empty dataset, is one."""
        if self._holds != Dataset():
            self.load(Dataset())
        self._holds = None if case.is_update else Dataset()
        answer = self.send("POST", "/sparql", case.text, content_type=_UPDATE if case.is_update else _QUERY)
        return _refusal(answer) if answer.status >= 400 else True

    def _change(self, text: bytes) -> None:
        answer = self.send("POST", "/sparql", text, content_type=_UPDATE)
        assert answer.status == 204, answer


class Alone:
    """The engine in this process."""

    def ask(self, case: Case) -> Outcome:
        """Return what a query finds in the data of the test."""
        return _outcome(lambda: self._ask(case))

    def update(self, case: Case) -> Outcome:
        """Return what an update makes of the data of the test."""
        return _outcome(lambda: self._update(case))

    def accept(self, case: Case) -> Outcome:
        """Return whether the query or update, on an empty store, is one."""
        return _outcome(lambda: self._accept(case))

    def _ask(self, case: Case) -> Outcome:
        results = _store(case.data).query(case.text.decode(), base_iri=case.base)
        if case.result.suffix == ".csv" and isinstance(results, QuerySolutions):
            return read_csv(results.serialize(format=QueryResultsFormat.CSV) or b"")
        return of_results(results)

    def _update(self, case: Case) -> Outcome:
        store = _store(case.data)
        store.update(case.text.decode(), base_iri=case.base)
        return of_statements(store)

    def _accept(self, case: Case) -> Outcome:
        evaluate = Store().update if case.is_update else Store().query
        evaluate(case.text.decode(), base_iri=case.base)
        return True


@contextmanager
def writable_endpoint() -> Generator[Endpoint]:
    """Yield the endpoint of a dataset that is empty and may be changed."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served("--data", folder, "--writable", token=_TOKEN) as site,
        closing(HTTPConnection(site.host, site.port, timeout=30)) as connection,
    ):
        yield Endpoint(connection)


def hold(case: Case, outcome: Outcome, *, passes: bool, alone: Callable[[Case], Outcome]) -> None:
    """Assert that a test passes over HTTP, or fails as the list of exceptions says: as it does with the engine alone.

    Args:
        case: The test.
        outcome: What came of it over HTTP.
        passes: Whether that is what should come of it.
        alone: Gives what comes of it with the engine alone.
    """
    exception = known().get(case.name)
    if exception is None:
        assert passes, outcome
        return
    assert not passes, f"it passes, so that it is no exception: {exception.cause}"
    if exception.by == "design":
        assert outcome == Refusal("service-not-allowed")
    if exception.by == "engine":
        assert agree(outcome, alone(case)), outcome


def _outcome(evaluate: Callable[[], Outcome]) -> Outcome:
    try:
        return evaluate()
    except SyntaxError:
        return Refusal("invalid-query")
    except (OSError, RuntimeError):
        return Refusal("query-failed")


def _refusal(answer: Answer) -> Refusal:
    return Refusal(str(problem(answer)["type"]).rpartition("#")[2])


def _with_base(case: Case) -> bytes:
    return b"BASE <%b>\n%b" % (case.base.encode(), case.text)


def _store(data: Dataset) -> Store:
    store = Store()
    for name, _ in data.named:
        store.add_graph(NamedNode(name))
    store.extend(data.quads())
    return store


def _graphs(data: Dataset) -> dict[str | None, list[Triple]]:
    """Return the triples of each graph by its name, None for the default graph."""
    graphs: dict[str | None, list[Triple]] = {name: [] for name, _ in data.named}
    for quad in data.quads():
        name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None
        graphs.setdefault(name, []).append(quad.triple)
    return graphs


def _insertion(data: Dataset) -> bytes:
    triples = {name: " . ".join(map(str, triples)) for name, triples in _graphs(data).items()}
    graphs = (f"GRAPH <{name}> {{ {text} }}" if name else f"{text} ." for name, text in triples.items())
    return f"INSERT DATA {{ {' '.join(graphs)} }}".encode()
