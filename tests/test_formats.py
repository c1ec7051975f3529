"""Results are written in each format, byte for byte, and by the media types of the standards."""

import re

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from moonpact.graph.engine import Results
from moonpact.graph.formats import kind_of, media_types, write
from moonpact.graph.names import IDENTIFIERS
from moonpact.graph.prefixes import PREFIXES, shorten
from moonpact.graph.sparql.query import evaluate
from tests.made_up import project_dataset

DATA = """
PREFIX country: <https://w3id.org/moonpact/id/country/>
PREFIX mp: <https://w3id.org/moonpact/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
country:egypt skos:prefLabel "Egypt"@en , "埃及"@zh ; mp:ordinal 3 ; skos:exactMatch _:unnamed .
"""
ROWS = """
PREFIX mp: <https://w3id.org/moonpact/ontology#>
SELECT ?country ?label ?ordinal ?none { ?country ?p ?label OPTIONAL { ?country mp:ordinal ?ordinal }
FILTER(LANG(?label) != "") } ORDER BY ?label
"""
QUOTED = """SELECT ?text { VALUES ?text { "a, \\"b\\"\\n<c> & d" } }"""
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
GRAPH = f"CONSTRUCT WHERE {{ ?country <{LABEL}> ?label }}"
EGYPT = "https://w3id.org/moonpact/id/country/egypt"


@pytest.fixture(scope="module")
def store() -> Store:
    """Return a store of a country and its names."""
    filled = Store()
    filled.load(DATA, RdfFormat.TURTLE)
    return filled


def asked(store: Store, text: str) -> Results:
    """Return the results of a query."""
    return evaluate(store, text)


ROWS_TSV = f"""\
?country\t?label\t?ordinal\t?none
<{EGYPT}>\t"Egypt"@en\t3\t
<{EGYPT}>\t"埃及"@zh\t3\t
"""
ROWS_JSON = (
    '{"head":{"vars":["country","label","ordinal","none"]},"results":{"bindings":['
    f'{{"country":{{"type":"uri","value":"{EGYPT}"}},'
    '"label":{"type":"literal","value":"Egypt","xml:lang":"en"},'
    '"ordinal":{"type":"literal","value":"3","datatype":"http://www.w3.org/2001/XMLSchema#integer"}},'
    f'{{"country":{{"type":"uri","value":"{EGYPT}"}},'
    '"label":{"type":"literal","value":"埃及","xml:lang":"zh"},'
    '"ordinal":{"type":"literal","value":"3","datatype":"http://www.w3.org/2001/XMLSchema#integer"}}'
    "]}}"
)
ROWS_XML = (
    '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="country"/>'
    '<variable name="label"/><variable name="ordinal"/><variable name="none"/></head><results>'
    f'<result><binding name="country"><uri>{EGYPT}</uri></binding>'
    '<binding name="label"><literal xml:lang="en">Egypt</literal></binding>'
    '<binding name="ordinal"><literal datatype="http://www.w3.org/2001/XMLSchema#integer">3</literal></binding></result>'
    f'<result><binding name="country"><uri>{EGYPT}</uri></binding>'
    '<binding name="label"><literal xml:lang="zh">埃及</literal></binding>'
    '<binding name="ordinal"><literal datatype="http://www.w3.org/2001/XMLSchema#integer">3</literal></binding></result>'
    "</results></sparql>"
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("csv", f"country,label,ordinal,none\r\n{EGYPT},Egypt,3,\r\n{EGYPT},埃及,3,\r\n"),
        ("tsv", ROWS_TSV),
        ("json", ROWS_JSON),
        ("xml", ROWS_XML),
    ],
)
def test_rows_in_each_format(store: Store, name: str, expected: str) -> None:
    assert write(asked(store, ROWS), name).decode() == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("csv", 'text\r\n"a, ""b""\n<c> & d"\r\n'),
        ("tsv", '?text\n"a, \\"b\\"\\n<c> & d"\n'),
        (
            "json",
            '{"head":{"vars":["text"]},"results":{"bindings":'
            '[{"text":{"type":"literal","value":"a, \\"b\\"\\n<c> & d"}}]}}',
        ),
        (
            "xml",
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="text"/>'
            '</head><results><result><binding name="text"><literal>a, &quot;b&quot;\n&lt;c&gt; &amp; d</literal>'
            "</binding></result></results></sparql>",
        ),
    ],
)
def test_what_has_a_meaning_in_a_format_is_escaped(store: Store, name: str, expected: str) -> None:
    assert write(asked(store, QUOTED), name).decode() == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("csv", "a,b\r\n"),
        ("tsv", "?a\t?b\n"),
        ("json", '{"head":{"vars":["a","b"]},"results":{"bindings":[]}}'),
        (
            "xml",
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/>'
            '<variable name="b"/></head><results></results></sparql>',
        ),
    ],
)
def test_no_rows_in_each_format(store: Store, name: str, expected: str) -> None:
    assert write(asked(store, "SELECT ?a ?b { ?a a ?b }"), name).decode() == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("json", '{"head":{},"boolean":true}'),
        (
            "xml",
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head></head>'
            "<boolean>true</boolean></sparql>",
        ),
    ],
)
def test_a_boolean_in_each_format(store: Store, name: str, expected: str) -> None:
    assert write(asked(store, "ASK { ?s ?p ?o }"), name).decode() == expected


GRAPH_RDF = f"""\
\t<rdf:Description rdf:about="{EGYPT}">
\t\t<skos:prefLabel xml:lang="en">Egypt</skos:prefLabel>
\t\t<skos:prefLabel xml:lang="zh">埃及</skos:prefLabel>
\t</rdf:Description>
</rdf:RDF>"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nt", f'<{EGYPT}> <{LABEL}> "Egypt"@en .\n<{EGYPT}> <{LABEL}> "埃及"@zh .\n'),
        ("ttl", 'country:egypt skos:prefLabel "Egypt"@en , "埃及"@zh .\n'),
        (
            "jsonld",
            f'[{{"@id":"{EGYPT}","{LABEL}":'
            '[{"@language":"en","@value":"Egypt"},{"@language":"zh","@value":"埃及"}]}]',
        ),
        ("rdf", GRAPH_RDF),
    ],
)
def test_a_graph_in_each_format(store: Store, name: str, expected: str) -> None:
    assert without_prefixes(write(asked(store, GRAPH), name).decode()) == expected


def without_prefixes(text: str) -> str:
    """Return what follows the lines that declare prefixes."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(("@prefix ", "<?xml ", "<rdf:RDF ")))


def test_the_prefixes_that_are_used_are_declared(store: Store) -> None:
    numbered = "CONSTRUCT { ?s ?p 3 } WHERE { ?s ?p 3 }"
    found = {text: write(asked(store, text), "ttl").decode() for text in (GRAPH, numbered)}
    declared = {text: re.findall(r"^@prefix ([\w-]+): <(.+)> \.$", found[text], re.MULTILINE) for text in found}
    assert {text: dict(pairs) for text, pairs in declared.items()} == {
        GRAPH: {name: PREFIXES[name] for name in ("country", "rdf", "skos")},
        numbered: {name: PREFIXES[name] for name in ("country", "mp", "xsd")},
    }


@pytest.mark.parametrize("name", ["nt", "ttl", "jsonld", "rdf"])
def test_the_same_graph_is_the_same_bytes(store: Store, name: str) -> None:
    twice = f"CONSTRUCT {{ ?s <{LABEL}> ?o }} WHERE {{ {{ ?s <{LABEL}> ?o }} UNION {{ ?s <{LABEL}> ?o }} }}"
    backwards = f"{twice} ORDER BY DESC(?o)"
    assert {write(asked(store, text), name) for text in (twice, backwards)} == {write(asked(store, GRAPH), name)}


def test_an_empty_graph_in_n_triples_has_no_bytes(store: Store) -> None:
    assert write(asked(store, "CONSTRUCT WHERE { ?s a ?o }"), "nt") == b""


@pytest.mark.parametrize(
    ("text", "kind", "formats"),
    [
        (
            "SELECT * {}",
            "rows",
            {
                "json": "application/sparql-results+json",
                "xml": "application/sparql-results+xml",
                "csv": "text/csv",
                "tsv": "text/tab-separated-values",
            },
        ),
        (
            "ASK {}",
            "boolean",
            {"json": "application/sparql-results+json", "xml": "application/sparql-results+xml"},
        ),
        (
            "CONSTRUCT WHERE {}",
            "graph",
            {
                "ttl": "text/turtle",
                "nt": "application/n-triples",
                "jsonld": "application/ld+json",
                "rdf": "application/rdf+xml",
            },
        ),
    ],
)
def test_each_kind_of_result_has_its_formats(store: Store, text: str, kind: str, formats: dict[str, str]) -> None:
    found = kind_of(asked(store, text))
    assert (found, media_types(found)) == (kind, formats)


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (EGYPT, "country:egypt"),
        ("https://w3id.org/moonpact/ontology#status", "mp:status"),
        ("https://w3id.org/moonpact/id/count-of/countries", "count-of:countries"),
        ("https://w3id.org/moonpact/id/graph/register", "https://w3id.org/moonpact/id/graph/register"),
        ("https://w3id.org/moonpact/ontology", "https://w3id.org/moonpact/ontology"),
        (f"{EGYPT}/a", f"{EGYPT}/a"),
        ("https://w3id.org/moonpact/id/country/", "https://w3id.org/moonpact/id/country/"),
        ("http://other.example/x", "http://other.example/x"),
    ],
)
def test_an_iri_is_shortened_where_its_prefix_is_ours(iri: str, short: str) -> None:
    assert shorten(iri) == short


def test_every_kind_of_identifier_in_the_dataset_has_a_prefix() -> None:
    store = project_dataset().store
    used = {term.value for quad in store for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
    kinds = {iri.removeprefix(IDENTIFIERS).partition("/")[0] for iri in used if iri.startswith(IDENTIFIERS)}
    assert kinds - PREFIXES.keys() == set()
