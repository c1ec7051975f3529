"""Parts of a network that is small enough to see."""

import pytest

from moonpact.graph.network.subnetwork import Part, UnknownNodeError, part_of
from moonpact.graph.network.things import Edge, Network, Node


def node(iri: str) -> Node:
    """Return a node: a country where its name is a small letter, else a mission."""
    return Node(iri, "Country" if iri.islower() else "Mission", (), (), {"en": iri})


def edge(ends: str, group: str = "taking-part", start: str = "", end: str = "", kinds: str = "") -> Edge:
    """Return the edge from the first letter to the second; it is contested where no source supports it."""
    return Edge(
        ends[0],
        ends[1],
        "operator",
        group=group,
        start=start,
        end=end,
        source_kinds=tuple(kinds.split()),
        contested=not kinds,
    )


# a - b - c - d, and b has two more: M, and e, whom it is denied.
EDGES = (
    edge("ab", start="2021-05", kinds="news web"),
    edge("bM", end="2023", kinds="agency"),
    edge("be", "not-taking-part"),
    edge("cb", "", start="2023-12-06", end="2024"),
    edge("cd", "prospective", kinds="web"),
)
NETWORK = Network({iri: node(iri) for iri in "Mabcdez"}, EDGES, {}, "2024-01-01")


@pytest.mark.parametrize(
    ("part", "nodes", "edges", "left_out"),
    [
        (Part(), "Mabcd", "ab bM cb cd", (0, 0)),
        (Part("a"), "ab", "ab", (0, 0)),
        (Part("a", 2), "Mabc", "ab bM cb", (0, 0)),
        (Part("a", 3), "Mabcd", "ab bM cb cd", (0, 0)),
        (Part("a", 3, most=3), "abc", "ab cb", (2, 2)),
        (Part("a", 1, most=1), "a", "", (1, 1)),
        (Part("z"), "z", "", (0, 0)),
        (Part("M", 3, classes=frozenset({"Country"})), "Mabcd", "ab bM cb cd", (0, 0)),
        (Part("a", 3, classes=frozenset({"Country"})), "abcd", "ab cb cd", (0, 0)),
        (Part(classes=frozenset({"Mission"})), "", "", (0, 0)),
        (Part(relations=frozenset({"builder"})), "", "", (0, 0)),
        (Part(groups=frozenset({"not-taking-part", "prospective"})), "bcde", "be cd", (0, 0)),
        (Part("a", opened=("d",)), "abcd", "ab cb cd", (0, 0)),
        (Part("a", opened=("z",)), "abz", "ab", (0, 0)),
        (Part(source_kinds=frozenset({"web", "academic"})), "abcd", "ab cd", (0, 0)),
        (Part(years=("2022", "")), "Mbc", "bM cb", (0, 0)),
        (Part(years=("", "2021")), "ab", "ab", (0, 0)),
        (Part(years=("2023", "2023")), "Mbc", "bM cb", (0, 0)),
        (Part(contested=True), "bc", "cb", (0, 0)),
    ],
)
def test_a_part_has_what_is_near_and_asked_for(part: Part, nodes: str, edges: str, left_out: tuple[int, int]) -> None:
    found = part_of(NETWORK, part)
    assert "".join(found.nodes) == nodes
    assert " ".join(each.source + each.target for each in found.edges) == edges
    assert (found.nodes_left_out, found.edges_left_out) == left_out


def test_neighbours_are_counted_also_where_they_are_left_out() -> None:
    assert part_of(NETWORK, Part("a", most=1)).neighbours == {"a": 1}
    assert part_of(NETWORK, Part("a", 2, contested=True)).neighbours == {"a": 0}
    assert part_of(NETWORK, Part()).neighbours == {"M": 1, "a": 1, "b": 3, "c": 2, "d": 1}


@pytest.mark.parametrize("part", [Part("x"), Part("a", opened=("x",))])
def test_a_centre_that_is_not_there(part: Part) -> None:
    with pytest.raises(UnknownNodeError, match="x is no thing of the network"):
        part_of(NETWORK, part)
