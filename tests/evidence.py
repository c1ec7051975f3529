"""The evidence that was read, where it is there, and what the graph has of it."""

import json
import re
from typing import Any, Final

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode

from moonpact.graph.dataset import Dataset
from moonpact.graph.names import local_name
from tests.checkout import ROOT
from tests.made_up import full

EVIDENCE: Final = ROOT.parent / "shared" / "evidence"
needed = pytest.mark.skipif(not EVIDENCE.exists(), reason=f"the evidence is not there: {EVIDENCE}")

TOPICS: Final = {"membership", "document", "count", "leadership", "status", "event", "reactor"}
LEFT_OUT: Final = re.compile(r"^- `([^`]+)`(?:: (.+))?$", re.MULTILINE)

Line = dict[str, Any]


def lines(name: str) -> list[Line]:
    """Return the lines of a file of the evidence."""
    return [json.loads(line) for line in (EVIDENCE / name).read_text(encoding="utf-8").splitlines()]


def claims() -> dict[str, Line]:
    """Return all claims, by their id."""
    return {line["id"]: line for line in lines("claims.jsonl")}


def claims_on_the_station() -> dict[str, Line]:
    """Return the claims on the topics that are above all of the research station."""
    return {name: line for name, line in claims().items() if line["topic"] in TOPICS}


def sources() -> dict[str, Line]:
    """Return the sources of the claims that were not left out, by their id."""
    wanted = {line["source"] for name, line in claims().items() if name not in left_out()}
    return {line["id"]: line for line in lines("sources.jsonl") if line["id"] in wanted}


def left_out() -> dict[str, str]:
    """Return the ids of the claims that were left out, each with the reason."""
    return dict(LEFT_OUT.findall((ROOT / "graph" / "data" / "left-out.md").read_text(encoding="utf-8")))


def instances(dataset: Dataset, name: str) -> set[str]:
    """Return the slugs of all things of a class."""
    quads = dataset.store.quads_for_pattern(None, NamedNode(full("rdf:type")), NamedNode(full(name)), DefaultGraph())
    return {local_name(quad.subject.value) for quad in quads if isinstance(quad.subject, NamedNode)}


def values(dataset: Dataset, thing: NamedNode, name: str) -> set[str]:
    """Return the values of a property."""
    quads = dataset.store.quads_for_pattern(thing, NamedNode(full(name)), None, DefaultGraph())
    return {quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal)}
