"""Queries and clients that harm a server that is not careful; the statuses that are right for the queries."""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.server import Site

TIMEOUT, EXPENSIVE, TOO_LARGE, INVALID, FORBIDDEN, DONE = 504, 507, 413, 400, 403, 200
# What runs out of time on one machine may run out of memory first on another.
STOPPED = frozenset({TIMEOUT, EXPENSIVE})


@dataclass(frozen=True)
class Hostile:
    """A hostile text and the statuses that answer it rightly."""

    name: str
    text: str
    statuses: frozenset[int]


def _nested(opening: str, inside: str, closing: str, depth: int) -> str:
    return opening * depth + inside + closing * depth


@dataclass(frozen=True)
class Outside:
    """A text that reaches for the address HERE, and the statuses that answer it rightly."""

    name: str
    text: str
    statuses: frozenset[int] = frozenset({FORBIDDEN})


_TRIPLES = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_LONG = "REPLACE(" * 6 + "STR(?s)" + ', ".", "$0$0$0$0$0$0$0$0$0$0")' * 6
_REFUSED = frozenset({INVALID})
_DEEP = frozenset({INVALID})

HOSTILE = [
    # What is endless
    Hostile("count of a cross product", f"SELECT (COUNT(*) AS ?n) {{ {_TRIPLES} }}", STOPPED),
    Hostile("count of distinct rows", f"SELECT (COUNT(DISTINCT ?a) AS ?n) {{ {_TRIPLES} }}", STOPPED),
    Hostile(
        "cross product with a filter that fails", f"SELECT * {{ {_TRIPLES} FILTER(?a = ?l && ?a != ?l) }}", STOPPED
    ),
    Hostile(
        "ask with a filter that fails",
        f"ASK {{ {_TRIPLES} FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j))) < 0) }}",
        STOPPED,
    ),
    Hostile("group of a cross product", f"SELECT ?a (COUNT(*) AS ?n) {{ {_TRIPLES} }} GROUP BY ?a", STOPPED),
    Hostile("minimum of a cross product", f"SELECT (MIN(?c) AS ?n) {{ {_TRIPLES} }}", STOPPED),
    Hostile("distinct of a cross product", f"SELECT DISTINCT ?b {{ {_TRIPLES} }}", STOPPED | {TOO_LARGE}),
    Hostile("double path", "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)* ?b . ?b (!<x:z>)* ?c . ?c (!<x:w>)* ?d }", STOPPED),
    Hostile("path of paths", "SELECT (COUNT(*) AS ?n) { ?a ((!<x:y>)*/(!<x:y>)*/(^!<x:y>)*)* ?b }", STOPPED),
    Hostile("path both ways", "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|!^<x:y>)+ ?b . ?c (!<x:y>|!^<x:y>)+ ?d }", STOPPED),
    Hostile("minus of cross products", f"SELECT * {{ {_TRIPLES} MINUS {{ {_TRIPLES} }} }}", STOPPED | {TOO_LARGE}),
    Hostile(
        "exists in a cross product",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i . ?j ?k ?l FILTER(?g = ?a) } }",
        STOPPED,
    ),
    Hostile(
        "union of cross products",
        f"SELECT (COUNT(*) AS ?n) {{ {' UNION '.join(f'{{ {_TRIPLES} }}' for _ in range(20))} }}",
        STOPPED,
    ),
    Hostile(
        "values crossed",
        "SELECT (COUNT(*) AS ?n) { "
        + " ".join(f"VALUES ?v{name} {{ {' '.join(map(str, range(100)))} }}" for name in range(8))
        + " }",
        STOPPED,
    ),
    Hostile(
        "regular expression on everything",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
        'FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(a+)+(b+)+$")) }',
        STOPPED,
    ),
    Hostile(
        "regular expression too large",
        'SELECT * { ?a ?b ?c FILTER(REGEX(STR(?c), "((a{1000}){1000}){1000}")) }',
        STOPPED | {DONE},
    ),
    Hostile(
        "many patterns",
        "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"?s{name} ?p{name} ?o{name}" for name in range(300)) + " }",
        STOPPED,
    ),
    # What grows
    Hostile("rows without end", f"SELECT * {{ {_TRIPLES} }}", frozenset({TOO_LARGE}) | STOPPED),
    Hostile("graph without end", f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {_TRIPLES} }}", STOPPED | {TOO_LARGE}),
    Hostile("order of a cross product", f"SELECT * {{ {_TRIPLES} }} ORDER BY ?c ?f ?i", STOPPED),
    Hostile(
        "concatenation of a cross product",
        "SELECT (GROUP_CONCAT(STR(?c)) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        STOPPED,
    ),
    Hostile("replacement upon replacement", f"SELECT (STRLEN({_LONG}) AS ?n) {{ ?s ?p ?o }}", STOPPED),
    Hostile(
        "doubling text",
        'SELECT (STRLEN(?z) AS ?n) { BIND("xxxxxxxxxxxxxxxx" AS ?v0) '
        + " ".join(f"BIND(CONCAT({', '.join([f'?v{name}'] * 10)}) AS ?v{name + 1})" for name in range(11))
        + " BIND(?v11 AS ?z) }",
        STOPPED | {DONE},
    ),
    Hostile("sample of everything", f"SELECT ?a (SAMPLE(?l) AS ?x) {{ {_TRIPLES} }} GROUP BY ?a ?d ?g ?j", STOPPED),
    # What is deep
    Hostile("10,000 parentheses", f"SELECT * {{ FILTER({_nested('(', '1', ')', 10_000)}) }}", _DEEP),
    Hostile("10,000 groups", f"SELECT * {_nested('{', '', '}', 10_000)}", _DEEP),
    Hostile("2,000 optionals", f"SELECT * {_nested('{ OPTIONAL ', '{}', '}', 2_000)}", _DEEP),
    Hostile("2,000 exists", f"SELECT * {{ {_nested('FILTER EXISTS { ', '', '}', 2_000)} }}", _DEEP),
    Hostile("2,000 lists", f"SELECT * {{ ?s ?p {_nested('( ', '1', ' )', 2_000)} }}", _DEEP),
    Hostile("2,000 blank nodes", f"SELECT * {{ ?s ?p {_nested('[ ?q ', '1', ' ]', 2_000)} }}", _DEEP),
    Hostile("2,000 subqueries", f"SELECT * {_nested('{ SELECT * ', '{}', '}', 2_000)}", _DEEP),
    Hostile("60 lists", f"SELECT * {{ ?s ?p {_nested('( ', '1', ' )', 60)} }}", STOPPED | {DONE}),
    Hostile("20,000 negations", f"ASK {{ FILTER({'!' * 20_000}true) }}", STOPPED | {DONE, INVALID}),
    Hostile("10,000 sums", f"ASK {{ FILTER({'1+' * 10_000}1 > 0) }}", STOPPED | {DONE}),
    Hostile("10,000 path steps", f"ASK {{ ?s {'/'.join(['<x:p>'] * 8_000)} ?o }}", STOPPED | {DONE}),
    # What is large
    Hostile("10 MB of spaces", "SELECT * {" + " " * 10_000_000 + "}", frozenset({TOO_LARGE})),
    Hostile("huge values", f"SELECT * {{ VALUES ?x {{ {'1 ' * 100_000} }} }}", frozenset({TOO_LARGE})),
    # What is wrong
    Hostile("empty", "", _REFUSED),
    Hostile("no query", "SELECT", _REFUSED),
    Hostile("zero byte", "SELECT * { ?s ?p \0 }", _REFUSED),
    Hostile("an unclosed string", 'SELECT * { ?s ?p "', _REFUSED),
    Hostile("an update", "DROP ALL", _REFUSED),
    # What reaches outside
    Hostile("service", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", frozenset({FORBIDDEN})),
    Hostile("silent service", "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }", frozenset({FORBIDDEN})),
    Hostile(
        "service after a comment", "SELECT * { SERVICE#\n<http://127.0.0.1:9/> { ?s ?p ?o } }", frozenset({FORBIDDEN})
    ),
    Hostile("load", "LOAD <http://127.0.0.1:9/>", frozenset({FORBIDDEN})),
]

_INSIDE = "{ ?s ?p ?o }"
_NO_QUERY = frozenset({FORBIDDEN, INVALID})
OUTSIDE_QUERIES = [
    Outside("plain", f"SELECT * {{ SERVICE <HERE> {_INSIDE} }}"),
    Outside("silent, in small letters", f"select * {{ service silent <HERE> {_INSIDE} }}"),
    Outside("mixed letters, no space", f"ASK{{sErViCe<HERE>{_INSIDE}}}"),
    Outside("comment after the word", f"SELECT * {{ SERVICE# <x:y> {{\n<HERE> {_INSIDE} }}"),
    Outside("comment sign in a string", f'SELECT * {{ ?a ?b "#" . SERVICE <HERE> {_INSIDE} }}'),
    Outside("comment sign in an IRI", f"SELECT * {{ ?a <x:y#z> ?c . SERVICE <HERE> {_INSIDE} }}"),
    Outside("quotes in a comment", f"SELECT * {{ #'\n SERVICE <HERE> {_INSIDE} #'\n }}"),
    Outside("in a filter", f"ASK {{ ?a ?b ?c FILTER NOT EXISTS {{ SERVICE <HERE> {_INSIDE} }} }}"),
    Outside("in a template's pattern", f"CONSTRUCT {_INSIDE} WHERE {{ {{ SERVICE <HERE> {_INSIDE} }} }}"),
    Outside("in a subquery of an option", f"ASK {{ OPTIONAL {{ SELECT * {{ SERVICE <HERE> {_INSIDE} }} }} }}"),
    Outside("in what is taken away", f"DESCRIBE ?a {{ ?a ?b ?c MINUS {{ SERVICE <HERE> {_INSIDE} }} }}"),
    Outside("by a variable", f"SELECT * {{ VALUES ?at {{ <HERE> }} SERVICE ?at {_INSIDE} }}"),
    Outside("by a prefix", f"PREFIX at: <HERE> SELECT * {{ SERVICE at: {_INSIDE} }}"),
    Outside("by a base", f"BASE <HERE> SELECT * {{ SERVICE <here> {_INSIDE} }}"),
    Outside("by a prefix called service", f"PREFIX service: <HERE> ASK {{ SERVICE service: {_INSIDE} }}"),
    Outside("escaped", f"SELECT * {{ \\u0053ERVICE <HERE> {_INSIDE} }}", _NO_QUERY),
    Outside("a load", "LOAD <HERE>"),
]
OUTSIDE_UPDATES = [
    Outside("plain", "LOAD <HERE>"),
    Outside("silent, in small letters", "load silent <HERE> into graph <x:g>"),
    Outside("comment after the word", "LOAD#\n<HERE>"),
    Outside("after another", "INSERT DATA { <x:s> <x:p> 1 } ; LOAD <HERE>"),
    Outside("by a prefix", "PREFIX at: <HERE> LOAD at:"),
    Outside("by a base", "BASE <HERE> LOAD <here> INTO GRAPH <x:g>"),
    Outside("by a prefix called load", "PREFIX load: <HERE> LOAD load:"),
    Outside("escaped", "\\u004COAD <HERE>", _NO_QUERY),
    Outside("in what is inserted", f"INSERT {_INSIDE} WHERE {{ SERVICE <HERE> {_INSIDE} }}"),
    Outside("in what is deleted", f"WITH <x:g> DELETE {_INSIDE} WHERE {{ service silent <HERE> {_INSIDE} }}"),
    Outside("after an update", f"CLEAR ALL ; DELETE {_INSIDE} INSERT {_INSIDE} WHERE {{ SERVICE <HERE> {_INSIDE} }}"),
]
# Documents that name another to be fetched, by media type.
OUTSIDE_DOCUMENTS = {
    "application/ld+json": '{"@context": "HERE", "@id": "x:s", "name": "x"}',
    "application/rdf+xml": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY there SYSTEM "HERE">]>'
    '<x:x xmlns:x="x:">&there;</x:x>',
}


@contextmanager
def connection(site: Site, sent: bytes, receives: int = 65_536) -> Generator[socket.socket]:
    """Yield a connection over which these bytes were sent, and which takes so many at a time."""
    with socket.socket() as opened:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
        opened.settimeout(20)
        opened.connect((site.host, site.port))
        opened.sendall(sent)
        yield opened


def posted(query: str, length: int | None = None, more: str = "") -> bytes:
    """Return a request with a query in its body, which is said to be so long, and with more headers."""
    head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    return f"{head}{more}Content-Length: {length or len(query)}\r\n\r\n{query}".encode()


def everything(opened: socket.socket) -> bytes:
    """Return all that comes until the other side closes the connection."""
    return b"".join(iter(lambda: opened.recv(65_536), b""))


@contextmanager
def listener() -> Generator[str]:
    """Yield an address to which nobody may connect."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        try:
            listening.accept()
        except BlockingIOError:
            return
        raise AssertionError("somebody connected")
