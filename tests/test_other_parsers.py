"""The dataset is read by parsers that none of us wrote, without complaint and with the same numbers."""

import re
import shutil
import subprocess

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, serialize
from rdflib import Dataset as OtherDataset
from rdflib import Graph as OtherGraph

from moonpact.graph.dataset import Dataset
from moonpact.graph.prefixes import PREFIXES
from tests.made_up import project_dataset

rapper = pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper (Debian's raptor2-utils) is not installed")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Return the dataset of the project's data."""
    return project_dataset()


def quads_of(dataset: Dataset) -> bytes:
    """Return the dataset as N-Quads."""
    return serialize(dataset.store, format=RdfFormat.N_QUADS) or b""


def turtle_of(dataset: Dataset) -> bytes:
    """Return the default graph as Turtle."""
    triples = [quad.triple for quad in dataset.store.quads_for_pattern(None, None, None, DefaultGraph())]
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def count_by_rapper(form: str, content: bytes) -> int:
    """Return how many triples rapper counts; with a warning or an error it fails."""
    command = ["rapper", "-i", form, "-c", "-", "https://w3id.org/moonpact/"]
    result = subprocess.run(command, input=content, capture_output=True, check=True)
    lines = result.stderr.decode().splitlines()
    assert not [line for line in lines if "rror" in line or "arning" in line]
    [count] = [int(match[1]) for line in lines if (match := re.search(r"returned (\d+) triples", line))]
    return count


def test_rdflib_reads_as_many_quads(dataset: Dataset) -> None:
    # rdflib has one default graph more than it reads of: statements in none stand in it.
    other = OtherDataset()
    other.parse(data=quads_of(dataset).decode(), format="nquads")
    assert sum(1 for _ in other.quads()) == len(dataset.store)


def test_rdflib_reads_as_many_triples_of_turtle(dataset: Dataset) -> None:
    graph = OtherGraph().parse(data=turtle_of(dataset).decode(), format="turtle")
    assert len(graph) == len(list(dataset.store.quads_for_pattern(None, None, None, DefaultGraph())))


@rapper
def test_rapper_reads_as_many_quads(dataset: Dataset) -> None:
    assert count_by_rapper("nquads", quads_of(dataset)) == len(dataset.store)


@rapper
def test_rapper_reads_as_many_triples_of_turtle(dataset: Dataset) -> None:
    triples = list(dataset.store.quads_for_pattern(None, None, None, DefaultGraph()))
    assert count_by_rapper("turtle", turtle_of(dataset)) == len(triples)
