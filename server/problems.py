"""The problems a client may be told of, in one table (RFC 9457)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ProblemType:
    """A type of problem: its name, its HTTP status, a title, and a sentence on what to do."""

    name: str
    status: int
    title: str
    sentence: str


PROBLEM_TYPES = {
    each.name: each
    for each in (
        ProblemType(
            "invalid-query", 400, "Not a SPARQL query", "The text breaks the grammar of SPARQL 1.1 at the place named."
        ),
        ProblemType("missing-query", 400, "No query, or more than one", "Give exactly one parameter 'query'."),
        ProblemType("invalid-document", 400, "Not RDF", "The document is not of the media type it is sent as."),
        ProblemType("unknown-graph", 404, "Unknown graph", "The dataset has no graph of this name."),
        ProblemType("invalid-encoding", 400, "Not valid UTF-8", "Encode addresses and bodies in UTF-8."),
        ProblemType(
            "invalid-parameter", 400, "Invalid parameter", "A parameter is unknown, given twice, or of another kind."
        ),
        ProblemType("unknown-format", 400, "Unknown format", "Use one of the names of formats listed in the answer."),
        ProblemType(
            "query-too-deep", 400, "Query nested too deep", "Write the query with fewer brackets within brackets."
        ),
        ProblemType("bad-request", 400, "Bad request", "The request is not one of HTTP that this server understands."),
        ProblemType("unauthorized", 401, "A token is needed", "Send the header 'Authorization: Bearer …'."),
        ProblemType("insufficient-scope", 403, "The token is for other things", "Send a token of the scope named."),
        ProblemType("forbidden", 403, "Not for everybody", "Ask from another address, or ask who runs this server."),
        ProblemType("read-only", 403, "Read-only", "This dataset cannot be changed here."),
        ProblemType("service-not-allowed", 403, "No data from outside", "SERVICE and LOAD are not allowed here."),
        ProblemType("not-found", 404, "Not found", "Nothing has this address."),
        ProblemType(
            "unknown-question", 404, "Unknown question", "No question has this name; see the list of questions."
        ),
        ProblemType("unknown-thing", 404, "Unknown thing", "The dataset says nothing on this IRI."),
        ProblemType("gone", 410, "Gone", "The name is given up for good; nothing has taken its place."),
        ProblemType("method-not-allowed", 405, "Method not allowed", "Use one of the methods in the header Allow."),
        ProblemType(
            "not-acceptable", 406, "No format that the client accepts", "Ask for one of the media types listed."
        ),
        ProblemType("request-timeout", 408, "The request took too long", "Send the whole request at once."),
        ProblemType(
            "update-conflict", 409, "The update does not fit the data", "Look which graphs there are, or write SILENT."
        ),
        ProblemType(
            "not-loaded",
            409,
            "The data could not be loaded",
            "The data before is served on; mend the new, and ask again.",
        ),
        ProblemType("unknown-query", 404, "Unknown query", "No query of this number runs now; see which do."),
        ProblemType("content-too-large", 413, "Request too large", "Send a shorter query."),
        ProblemType("answer-too-large", 413, "Answer too large", "Ask for less, with LIMIT and OFFSET."),
        ProblemType("unsupported-media-type", 415, "Unsupported media type", "Send the query as a form or as SPARQL."),
        ProblemType(
            "shapes-violated", 422, "The data would break the shapes", "Change it so that it conforms to the shapes."
        ),
        ProblemType(
            "too-many-requests", 429, "Too many requests", "Ask less often, and again after the time in Retry-After."
        ),
        ProblemType("query-failed", 500, "The query failed", "The query is valid, but could not be evaluated."),
        ProblemType(
            "service-failed",
            502,
            "Another endpoint did not answer",
            "Ask it for less, with LIMIT in a subquery, or write SERVICE SILENT.",
        ),
        ProblemType(
            "query-stopped",
            503,
            "The query was stopped",
            "Who runs this server stopped it; ask them before you ask again.",
        ),
        ProblemType(
            "not-ready", 503, "Not ready", "The dataset cannot be asked now; ask again after the time in Retry-After."
        ),
        ProblemType(
            "engine-failed",
            502,
            "The engine did not answer",
            "The store that holds the graph is out of reach or at fault; ask again later.",
        ),
        ProblemType("busy", 503, "Too many queries at once", "Ask again after the time in the header Retry-After."),
        ProblemType(
            "query-timeout", 504, "The query took too long", "Ask for less, or begin with the pattern that finds least."
        ),
        ProblemType(
            "query-too-expensive",
            507,
            "The query needs too much memory",
            "Ask for less: group, sort and join less at once.",
        ),
        ProblemType("storage-full", 507, "No room for the change", "Tell who runs the server; then make it again."),
        ProblemType(
            "internal-error", 500, "Internal error", "The fault is the server's; the request can be made again."
        ),
    )
}


@dataclass(frozen=True)
class Problem:
    """One problem, as it is told to the client."""

    name: str
    detail: str
    hint: str = ""
    line: int | None = None
    column: int | None = None
    offered: tuple[tuple[str, str], ...] = ()
    nearest: tuple[str, ...] = ()
    """Addresses of what may have been meant, from the base on."""
    retry_after: int | None = None
    """Seconds after which the request may be made again."""
    allow: tuple[str, ...] = ()
    """The methods that are allowed."""
    parameter: str = ""
    """The name of the parameter that is not as it must be."""
    results: tuple[Mapping[str, str], ...] = ()
    """The results of a validation (SHACL, section 3.6.2)."""
    challenge: str = ""
    """What the client must show, in the manner of `WWW-Authenticate` (RFC 9110, section 11.6.1)."""

    @property
    def type(self) -> ProblemType:
        """What kind of problem it is."""
        return PROBLEM_TYPES[self.name]

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The headers that the response must have for it."""
        found = {
            "Allow": ", ".join(self.allow),
            "Retry-After": str(self.retry_after or ""),
            "WWW-Authenticate": self.challenge,
        }
        return [(name, value) for name, value in found.items() if value]

    def members(self, base_iri: str) -> Iterator[tuple[str, object]]:
        """Yield the members of the problem details object (RFC 9457, section 3.1)."""
        yield "type", f"{base_iri}problems#{self.name}"
        yield "title", self.type.title
        yield "status", self.type.status
        yield "detail", self.detail
        for name in ("parameter", "hint", "line", "column", "retry_after"):
            if value := getattr(self, name):
                yield name.replace("_after", "After"), value
        if self.nearest:
            yield "nearest", [base_iri + path for path in self.nearest]
        if self.results:
            yield "results", self.results
        if self.offered:
            yield "offered", [{"format": name, "mediaType": media_type} for name, media_type in self.offered]


class ProblemError(Exception):
    """A problem that a view has found."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def internal_error(request_name: str) -> Problem:
    """Return the problem that a fault of ours is to the client, who can tell the operator the name of the request."""
    return Problem(
        "internal-error", f"the request {request_name} could not be answered; the log of the server says why"
    )
