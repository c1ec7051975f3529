"""What the ontology does not provide for is a fault, at the line where it is said, with what is provided for."""

from pathlib import Path

import pytest

from moonpact.graph.checking.faults import Fault
from moonpact.graph.checking.parse import parse_documents
from moonpact.graph.checking.vocabulary import Vocabulary, check_vocabulary, read_vocabulary
from moonpact.graph.names import ONTOLOGY_GRAPH, REGISTER_GRAPH
from moonpact.ontology.files import folder
from tests.made_up import HEAD

# A small copy of the ontology: some of its terms, with fewer domains and ranges.
ONTOLOGY = """
mp:Country a owl:Class .
mp:Organization a owl:Class .
mp:Agency a owl:Class ; rdfs:subClassOf mp:Organization .
mp:SpaceAgency a owl:Class ; rdfs:subClassOf mp:Agency .
mp:Claim a owl:Class .
mp:about schema:domainIncludes mp:Claim ; schema:rangeIncludes mp:Country , mp:Organization .
mp:status schema:domainIncludes mp:Claim ; rdfs:range skos:Concept ; schema:rangeIncludes scheme:status .
mp:country schema:domainIncludes mp:Organization ; schema:rangeIncludes mp:Country .
mp:content schema:domainIncludes mp:Claim ; rdfs:range xsd:string .
mp:nameUsed schema:domainIncludes mp:Claim ; rdfs:range rdf:langString .
mp:asOf schema:domainIncludes mp:Claim ; rdfs:range xsd:date .
mp:value schema:domainIncludes mp:Claim ; rdfs:range xsd:decimal .
mp:ordinal schema:domainIncludes mp:Claim ; rdfs:range xsd:integer .
mp:leavesOpen schema:domainIncludes mp:Claim ; rdfs:range xsd:boolean .
mp:onProperty schema:domainIncludes mp:Claim .
mp:comparedAs a owl:AnnotationProperty .
status:joined a skos:Concept ; skos:inScheme scheme:status .
role:founder a skos:Concept ; skos:inScheme scheme:role .
"""

THINGS = """
country:ruritania a mp:Country .
organization:rusa a mp:SpaceAgency .
"""


def faults(tmp_path: Path, *said: str) -> list[tuple[int, str, str]]:
    """Return what is wrong with a source's file, of which the first of these lines is line 3."""
    return [(fault.line, fault.message, fault.expected) for fault in checked(tmp_path, "\n".join(said))]


def checked(tmp_path: Path, said: str) -> list[Fault]:
    """Return what is wrong with a source's file that says this."""
    for name, text in (("ontology.ttl", ONTOLOGY), ("things.ttl", THINGS)):
        (tmp_path / name).write_text(HEAD + text, encoding="utf-8")
    file = tmp_path / "gazette.trig"
    file.write_text(f"{HEAD}GRAPH source:gazette {{\n{said}\n}}\n", encoding="utf-8")
    ontology, things = (tmp_path / "ontology.ttl", ONTOLOGY_GRAPH), (tmp_path / "things.ttl", REGISTER_GRAPH)
    documents, broken = parse_documents([ontology, things, (file, None)])
    assert broken == []
    return list(check_vocabulary(documents, read_vocabulary(documents)))


ABOUT = "mp:about with a value of mp:Country, mp:Organization"
STATUS = "mp:status with a value of scheme:status"
DATE = "mp:asOf with a value of xsd:date"
NUMBER = "mp:value with a value of xsd:decimal"
TEXT = "mp:content with a value of xsd:string"


def test_what_the_ontology_provides_for_is_no_fault(tmp_path: Path) -> None:
    said = [
        "claim:a a mp:Claim ; mp:about country:ruritania , organization:rusa ; mp:status status:joined ;",
        "mp:content 'text' ; mp:nameUsed 'ILRS'@en , '国际月球科研站'@zh ; mp:asOf '2024-02-29'^^xsd:date ;",
        "mp:value 3 , -0.5 , '+7'^^xsd:integer ; mp:ordinal 12 ; mp:leavesOpen true ; mp:onProperty mp:status .",
        "organization:rusa mp:country country:ruritania .",
    ]
    assert faults(tmp_path, *said) == []


def test_the_file_is_named(tmp_path: Path) -> None:
    assert checked(tmp_path, "claim:a a mp:Claym .") == [
        Fault(tmp_path / "gazette.trig", 3, "unknown class mp:Claym", "a class of ontology/moonpact.ttl")
    ]


@pytest.mark.parametrize(
    ("written", "name"),
    [("mp:stattus status:joined", "mp:stattus"), ("mp:comparedAs 'x'", "mp:comparedAs"), ("mp:Claim 'x'", "mp:Claim")],
)
def test_an_unknown_property_is_a_fault(tmp_path: Path, written: str, name: str) -> None:
    assert faults(tmp_path, "claim:a a mp:Claim ;", "mp:content 'x' ;", f"{written} .") == [
        (5, f"unknown property {name}", "a property of ontology/moonpact.ttl or ontology/reused.ttl")
    ]


@pytest.mark.parametrize("name", ["skos:Concept", "mp:about", "<http://other.example/Claim>"])
def test_an_unknown_class_is_a_fault(tmp_path: Path, name: str) -> None:
    assert faults(tmp_path, "claim:a", f"a {name} .") == [
        (4, f"unknown class {name.strip('<>')}", "a class of ontology/moonpact.ttl")
    ]


@pytest.mark.parametrize("written", ["mp:about []", "mp:about [ a mp:Country ]", "mp:about ( country:ruritania )"])
def test_a_node_without_a_name_is_a_fault(tmp_path: Path, written: str) -> None:
    found = faults(tmp_path, "claim:a a mp:Claim ;", f"{written} .")
    assert {(message, expected) for _, message, expected in found} == {
        ("a node without a name", "an IRI for everything that is described")
    }


def test_a_property_on_a_subject_without_class_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, "claim:a mp:content 'x' .", "organization:lab mp:country country:ruritania .") == [
        (3, "claim:a has no class", "one of mp:Claim"),
        (4, "organization:lab has no class", "one of mp:Organization"),
    ]


def test_a_property_on_a_subject_of_another_class_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, "claim:a a mp:Claim ;", "mp:country country:ruritania .") == [
        (4, "mp:country is not said of mp:Claim", "a subject of mp:Organization")
    ]


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("claim:a mp:country country:ruritania .", "mp:Claym"),
        ("status:joined mp:country country:ruritania .", "scheme:status, skos:Concept"),
    ],
)
def test_a_property_on_what_is_of_no_class_of_ours_is_a_fault(tmp_path: Path, said: str, kinds: str) -> None:
    assert faults(tmp_path, "claim:a a mp:Claym .", said) == [
        (3, "unknown class mp:Claym", "a class of ontology/moonpact.ttl"),
        (4, f"mp:country is not said of {kinds}", "a subject of mp:Organization"),
    ]


def test_the_classes_above_are_named_too(tmp_path: Path) -> None:
    assert faults(tmp_path, "organization:rusa mp:content 'x' .") == [
        (3, "mp:content is not said of mp:Agency, mp:Organization, mp:SpaceAgency", "a subject of mp:Claim")
    ]


@pytest.mark.parametrize(
    ("written", "message", "expected"),
    [
        ("mp:about country:atlantis", "country:atlantis is described nowhere", ABOUT),
        ("mp:about claim:a", "claim:a is mp:Claim", ABOUT),
        ("mp:about <http://other.example/x>", "http://other.example/x is described nowhere", ABOUT),
        ("mp:about 'Ruritania'", "'Ruritania' is text without a language", ABOUT),
        ("mp:status status:jioned", "status:jioned is described nowhere", STATUS),
        ("mp:status role:founder", "role:founder is scheme:role, skos:Concept", STATUS),
        ("mp:status country:ruritania", "country:ruritania is mp:Country", STATUS),
        ("mp:status 'joined'@en", "'joined' is rdf:langString", STATUS),
        ("mp:onProperty mp:nothing", "mp:nothing is described nowhere", "mp:onProperty with a value of rdfs:Resource"),
        ("mp:asOf country:ruritania", "country:ruritania is an IRI", DATE),
        ("mp:content country:ruritania", "country:ruritania is an IRI", TEXT),
        (
            "mp:nameUsed country:ruritania",
            "country:ruritania is an IRI",
            "mp:nameUsed with a value of rdf:langString",
        ),
    ],
)
def test_a_value_of_another_kind_is_a_fault(tmp_path: Path, written: str, message: str, expected: str) -> None:
    assert faults(tmp_path, "claim:a a mp:Claim ;", "mp:asOf '2024-01-01'^^xsd:date ;", f"{written} .") == [
        (5, message, expected)
    ]


@pytest.mark.parametrize(
    ("written", "message", "expected"),
    [
        ("mp:content 'x'@en", "'x' is rdf:langString", TEXT),
        ("mp:content 3", "'3' is xsd:integer", TEXT),
        ("mp:nameUsed 'x'", "'x' is text without a language", "mp:nameUsed with a value of rdf:langString"),
        ("mp:asOf '2024-01-01'", "'2024-01-01' is text without a language", DATE),
        ("mp:asOf '2024-01-01T00:00:00'^^xsd:dateTime", "'2024-01-01T00:00:00' is xsd:dateTime", DATE),
        ("mp:asOf '2024-01'^^xsd:gYearMonth", "'2024-01' is xsd:gYearMonth", DATE),
        ("mp:value '3'", "'3' is text without a language", NUMBER),
        ("mp:value 3e0", "'3e0' is xsd:double", NUMBER),
        ("mp:ordinal 1.5", "'1.5' is xsd:decimal", "mp:ordinal with a value of xsd:integer"),
        ("mp:leavesOpen 1", "'1' is xsd:integer", "mp:leavesOpen with a value of xsd:boolean"),
    ],
)
def test_a_literal_of_another_datatype_is_a_fault(tmp_path: Path, written: str, message: str, expected: str) -> None:
    assert faults(tmp_path, "claim:a a mp:Claim ;", f"{written} .") == [(4, message, expected)]


@pytest.mark.parametrize(
    "day", ["2024-02-30", "2023-02-29", "2024-13-01", "2024-00-01", "2024-02", "2024-02-03Z", "20240203", "2024-W05-6"]
)
def test_a_day_that_is_none_is_a_fault(tmp_path: Path, day: str) -> None:
    assert faults(tmp_path, "claim:a a mp:Claim ;", f"mp:asOf '{day}'^^xsd:date .") == [
        (4, f"'{day}' is no day of the calendar", DATE)
    ]


@pytest.mark.parametrize("number", ["many", "", "1.2.3", "NaN", "1e3", "1,000", "+-5", "٣", "²"])
def test_a_number_that_is_none_is_a_fault(tmp_path: Path, number: str) -> None:
    assert faults(tmp_path, "claim:a a mp:Claim ;", f"mp:value '{number}'^^xsd:decimal .") == [
        (4, f"'{number}' is no number", NUMBER)
    ]


@pytest.mark.parametrize("number", ["first", "1.5", "1.0", ""])
def test_a_whole_number_that_is_none_is_a_fault(tmp_path: Path, number: str) -> None:
    assert faults(tmp_path, "claim:a a mp:Claim ;", f"mp:ordinal '{number}'^^xsd:integer .") == [
        (4, f"'{number}' is no whole number", "mp:ordinal with a value of xsd:integer")
    ]
    assert faults(tmp_path, "claim:a a mp:Claim ;", f"mp:value '{number}'^^xsd:integer .") == [
        (4, f"'{number}' is no whole number", NUMBER)
    ]


def test_a_truth_value_that_is_none_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, "claim:a a mp:Claim ;", "mp:leavesOpen 'maybe'^^xsd:boolean .") == [
        (4, "'maybe' is neither true nor false", "mp:leavesOpen with a value of xsd:boolean")
    ]


def test_every_fault_of_a_file_is_found(tmp_path: Path) -> None:
    said = [
        "claim:a a mp:Claim ;",
        "mp:content 1 , 2 ;",
        "mp:asOf '2024-02-30'^^xsd:date ;",
        "mp:stattus status:joined .",
        "claim:b mp:about country:atlantis .",
    ]
    assert faults(tmp_path, *said) == [
        (4, "'1' is xsd:integer", TEXT),
        (4, "'2' is xsd:integer", TEXT),
        (5, "'2024-02-30' is no day of the calendar", DATE),
        (6, "unknown property mp:stattus", "a property of ontology/moonpact.ttl or ontology/reused.ttl"),
        (7, "claim:b has no class", "one of mp:Claim"),
        (7, "country:atlantis is described nowhere", ABOUT),
    ]


def of_project() -> Vocabulary:
    """Return the vocabulary of the project's ontology."""
    files = [folder() / "moonpact.ttl", *sorted((folder() / "schemes").glob("*.ttl"))]
    documents, _ = parse_documents([(file, ONTOLOGY_GRAPH) for file in files])
    return read_vocabulary(documents)


def test_every_property_of_the_project_has_known_domains_and_ranges() -> None:
    vocabulary = of_project()
    schemes = set().union(*vocabulary.kinds.values())
    unknown = {
        (name, iri)
        for told in (vocabulary.domains, vocabulary.ranges)
        for name, iris in told.items()
        for iri in iris - vocabulary.classes.keys() - schemes
    }
    assert unknown == set()


def test_every_datatype_of_the_project_is_one_whose_values_are_checked() -> None:
    kinds = {datatype.rsplit("/", 1)[-1] for datatype in of_project().datatypes.values()}
    assert kinds == {
        "XMLSchema#boolean",
        "XMLSchema#date",
        "XMLSchema#decimal",
        "XMLSchema#integer",
        "XMLSchema#string",
        "22-rdf-syntax-ns#langString",
        "core#Concept",
    }
