"""The build takes each valid example and refuses each invalid one for the fault that its first line names."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Triple

from moonpact.graph.build import build_dataset
from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.dataset import Dataset
from moonpact.graph.names import local_name
from moonpact.ontology.files import folder

EXAMPLES = folder() / "examples"
VALID = sorted((EXAMPLES / "valid").glob("*.trig"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.trig"))
PREFIXES = """PREFIX mp: <https://w3id.org/moonpact/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""
HEAD = re.compile(r"# (fault|line|and): (.+)")


@dataclass(frozen=True)
class Expected:
    """What the head of an invalid example says: texts that its faults hold, and the line of the first of them."""

    texts: list[str]
    line: int


def expected(file: Path) -> Expected:
    """Read the head of an invalid example."""
    head = [match.groups() for line in file.read_text(encoding="utf-8").splitlines() if (match := HEAD.match(line))]
    [line] = [int(value) for name, value in head if name == "line"]
    assert head[0][0] == "fault"
    return Expected([value for name, value in head if name != "line"], line)


def data(place: Path, sources: list[Path]) -> Path:
    """Make a folder of evidence from the register of the examples and these sources."""
    for name in ("register", "source"):
        (place / name).mkdir()
    shutil.copy(EXAMPLES / "register.ttl", place / "register")
    for source in sources:
        shutil.copy(source, place / "source")
    return place


def faults(place: Path) -> tuple[Fault, ...]:
    """Return the faults for which the build refuses the folder."""
    with pytest.raises(InvalidDataError) as error:
        build_dataset(place)
    return error.value.faults


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return the dataset of all valid examples."""
    return build_dataset(data(tmp_path_factory.mktemp("data"), VALID))


def rows(dataset: Dataset, query: str) -> set[tuple[str, ...]]:
    """Return the local names, or the text, of the rows of a query over the merged graph."""
    found = dataset.store.query(PREFIXES + query)
    assert isinstance(found, QuerySolutions)
    return {tuple(local_name(term.value) for term in row if not isinstance(term, Triple | None)) for row in found}


def test_there_is_an_example_of_each_kind() -> None:
    assert len(VALID) >= 8
    assert len(INVALID) >= 14


def test_valid_examples_have_no_fault(dataset: Dataset) -> None:
    assert dataset.report.sources == len(VALID)


def test_the_pair_of_sources_makes_a_disagreement_and_the_decision_settles_it(dataset: Dataset) -> None:
    query = """SELECT ?about ?on ?day ?preferred ?decision {
      ?disagreement a mp:Disagreement ; mp:about ?about ; mp:onProperty ?on ; mp:decidedBy ?decision .
      ?disagreement mp:hasPosition ?position . ?position rdf:value ?day ; mp:preferred ?preferred }"""
    assert rows(dataset, query) == {
        ("example-memorandum", "signedOn", "2024-05-01", "true", "example-memorandum"),
        ("example-memorandum", "signedOn", "2024-05-08", "false", "example-memorandum"),
    }


def test_a_plan_that_slipped_is_concluded_as_it_was_last_stated_and_is_no_disagreement(dataset: Dataset) -> None:
    query = """SELECT ?planned ?rule ?contested WHERE {
      ?conclusion mp:about ?plan ; mp:onProperty mp:plannedFor ; mp:rule ?rule .
      ?plan mp:plannedFor ?planned ; mp:contested ?contested .
    }"""
    assert ("2028-01-01", "recency", "false") in rows(dataset, query)


def test_what_the_valid_examples_say_is_concluded(dataset: Dataset) -> None:
    assert rows(dataset, "SELECT ?party ?initiative { ?party mp:participatesIn ?initiative }") == {
        ("example-lemuria", "example-village"),
    }


def test_a_statement_has_its_verdict_and_the_claims_that_were_weighed(dataset: Dataset) -> None:
    query = """SELECT ?statement ?verdict ?property ?claim {
      ?decision mp:about ?statement ; mp:verdict ?verdict ; ?property ?claim . ?statement a mp:Statement .
      FILTER(?property IN (mp:weighsFor, mp:weighsAgainst, mp:weighsAsQualifying)) }"""
    assert rows(dataset, query) == {
        ("example-memorandum-in-2023", "contradicted", "weighsAgainst", "example-signature-memorandum"),
        ("example-memorandum-in-2023", "contradicted", "weighsAsQualifying", "example-disagreement-memorandum"),
    }


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_invalid_example_is_refused_for_its_fault(file: Path, tmp_path: Path) -> None:
    found, wanted = faults(data(tmp_path, [file])), expected(file)
    told = [f"{fault.message}; expected {fault.expected}" for fault in found]
    assert {fault.file.name for fault in found} == {file.name}
    assert [each for each in told if not any(text in each for text in wanted.texts)] == []
    assert [text for text in wanted.texts if not any(text in each for each in told)] == []
    assert {fault.line for fault, each in zip(found, told, strict=True) if wanted.texts[0] in each} == {wanted.line}


def test_text_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    place = data(tmp_path, [EXAMPLES / "valid" / "example-count.trig"])
    file = place / "source" / "example-count.trig"
    lines = file.read_bytes().splitlines(keepends=True)
    [line] = [number for number, text in enumerate(lines, start=1) if b"dcterms:title" in text]
    lines[line - 1] = lines[line - 1].replace(b"members", "membres déclarés".encode("latin-1"))
    file.write_bytes(b"".join(lines))
    assert faults(place) == (Fault(file, line, "byte 0xe9 is not UTF-8", "text in UTF-8"),)
