"""SERVICE to endpoints that the operator allows (SPARQL 1.1 Federated Query): asked here, never by a worker.

The engine's Python package has no way to be given other endpoints' answers, so that what they answer takes the place of
each SERVICE clause as VALUES, whose meaning is the same: it is joined with the rest.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from threading import BoundedSemaphore
from typing import IO, Final
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pyoxigraph import BlankNode, QueryResultsFormat, QuerySolutions, parse_query_results

from moonpact.graph.execution.errors import BusyError
from moonpact.graph.sparql.tokens import Token, tokens
from moonpact.queries.files import read_query

_FORMS: Final = {"ASK", "CONSTRUCT", "DESCRIBE", "SELECT"}
_SECONDS: Final = 5.0
_AT_ONCE: Final = 4
_RETRY_SECONDS: Final = 1
_PIECE_BYTES: Final = 64 * 1024


class ServiceFailedError(RuntimeError):
    """Another endpoint did not answer as it should."""

    def __init__(self, endpoint: str, reason: str) -> None:
        super().__init__(f"{endpoint} {reason}")
        self.endpoint = endpoint
        self.reason = reason


@dataclass(frozen=True)
class _Clause:
    """A SERVICE clause outside of others: where it stands, of whom it asks what."""

    start: int
    end: int
    endpoint: str
    pattern: str
    silent: bool


class _NoRedirects(HTTPRedirectHandler):
    """Goes nowhere else than it was sent."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


class Federation:
    """The endpoints that queries may reach; threads may use it at the same time."""

    def __init__(self, endpoints: Iterable[str], most_bytes: int) -> None:
        """Allow these endpoints, whose answers to one query may have so many bytes in all."""
        self.endpoints = frozenset(endpoints)
        """The IRIs by which queries may name them."""
        self._most = most_bytes
        self._turns = BoundedSemaphore(_AT_ONCE)
        self._opener = build_opener(_NoRedirects())

    def resolve(self, text: str) -> str:
        """Return the query with the answers of the endpoints that are allowed; all other SERVICE clauses stay.

        Raises:
            ServiceFailedError: One did not answer in time, or not as it should, and the clause is not SILENT.
            BusyError: Too many queries wait for other endpoints.
        """
        if not self.endpoints or "service" not in text.lower():
            return text
        found = list(tokens(text))
        clauses = [clause for clause in _clauses(found, text) if clause.endpoint in self.endpoints]
        if not clauses:
            return text
        if not self._turns.acquire(timeout=_SECONDS):
            raise BusyError(_RETRY_SECONDS)
        try:
            return self._replaced(text, clauses, _prologue(found, text))
        finally:
            self._turns.release()

    def _replaced(self, text: str, clauses: Sequence[_Clause], prologue: str) -> str:
        finish_by, place, left, pieces = time.monotonic() + _SECONDS, 0, self._most, list[str]()
        for clause in clauses:
            values = self._values(clause, prologue, left, finish_by)
            left -= len(values)
            # Lines keep their numbers, for what is wrong after the clause.
            pieces += text[place : clause.start], values, "\n" * text.count("\n", clause.start, clause.end)
            place = clause.end
        return "".join([*pieces, text[place:]])

    def _values(self, clause: _Clause, prologue: str, most: int, finish_by: float) -> str:
        try:
            return _as_values(self._ask(clause, prologue, most, finish_by))
        except (HTTPException, OSError, SyntaxError, ValueError) as error:
            if clause.silent:
                return "{}"  # One solution in which nothing is bound (section 2.3).
            raise ServiceFailedError(clause.endpoint, _reason(error)) from error

    def _ask(self, clause: _Clause, prologue: str, most: int, finish_by: float) -> bytes:
        form = urlencode({"query": prologue + read_query("federation/all").replace("{}", clause.pattern)}).encode()
        headers = {"Accept": "application/sparql-results+json"}
        body = b""
        request = Request(clause.endpoint, form, headers)  # noqa: S310 - the operator has named the endpoint.
        with self._opener.open(request, timeout=max(0.01, finish_by - time.monotonic())) as response:
            while piece := response.read1(_PIECE_BYTES):
                body += piece
                if len(body) > most:
                    raise ValueError(f"answered with more than {most:,} bytes")
                if time.monotonic() > finish_by:
                    raise TimeoutError
        return body


def _as_values(body: bytes) -> str:
    solutions = parse_query_results(body, format=QueryResultsFormat.JSON)
    if not isinstance(solutions, QuerySolutions):
        raise ValueError("answered with no rows")
    rows: list[str] = []
    for solution in solutions:
        terms = list(solution)
        if any(isinstance(term, BlankNode) for term in terms):
            raise ValueError("answered with blank nodes, which have no names elsewhere")
        rows.append(f"({' '.join('UNDEF' if term is None else str(term) for term in terms)})")
    return f"VALUES ({' '.join(map(str, solutions.variables))}) {{ {' '.join(rows)} }}"


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return f"did not answer within {_SECONDS:g} s"
    if isinstance(error, SyntaxError):
        return "answered with something else than rows in JSON"
    return str(error) if isinstance(error, ValueError) else "cannot be reached, or refused the query"


def _prologue(found: Iterable[Token], text: str) -> str:
    return next((text[: token.start] for token in found if token.kind == "word" and token.text.upper() in _FORMS), "")


def _clauses(found: Sequence[Token], text: str) -> Iterator[_Clause]:
    """The clauses that name their endpoint by its whole IRI, but those within others, which are the other's to ask."""
    place = 0
    while place < len(found):
        clause, place = _clause(found, place, text)
        if clause:
            yield clause


def _clause(found: Sequence[Token], place: int, text: str) -> tuple[_Clause | None, int]:
    """The clause that begins with this token, if one does, and the place of the token after it."""
    words = [token.text.upper() for token in found[place : place + 4]]
    if words[:1] != ["SERVICE"] or found[place].kind != "word":
        return None, place + 1
    silent = words[1:2] == ["SILENT"]
    name, opening = place + 1 + silent, place + 2 + silent
    if len(found) <= opening or found[name].kind != "iri" or found[opening].text != "{":
        return None, place + 1
    closing = _closing(found, opening)
    end = found[closing].start + 1
    pattern = text[found[opening].start : end]
    return _Clause(found[place].start, end, found[name].text[1:-1], pattern, silent), closing + 1


def _closing(found: Sequence[Token], opening: int) -> int:
    depth = 0
    for place in range(opening, len(found)):
        depth += (found[place].text == "{") - (found[place].text == "}")
        if depth == 0:
            return place
    return len(found) - 1
