"""Parts of the network: of some classes, relations, statuses, years and sources, and what is near some things."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from moonpact.graph.network.things import DENIED, Edge, Network

DEPTHS: Final = range(1, 4)
_YEAR: Final = len("2025")


class UnknownNodeError(LookupError):
    """The network has no such thing."""

    def __init__(self, iri: str) -> None:
        super().__init__(f"{iri} is no thing of the network")
        self.iri = iri


@dataclass(frozen=True)
class Part:
    """What is asked of the network.

    Empty sets leave nothing out; without groups of statuses, only what is denied is left out. A centre is the IRI of
    the thing whose neighbourhood is asked for, up to `depth` edges away; those of the things in `opened` come with it.
    Years are those in which an edge began, or else ended; with them, edges without a day are left out.
    """

    centre: str = ""
    depth: int = 1
    most: int = 300
    classes: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    source_kinds: frozenset[str] = frozenset()
    years: tuple[str, str] = ("", "")
    contested: bool = False
    opened: tuple[str, ...] = ()

    @property
    def centres(self) -> tuple[str, ...]:
        """The things whose neighbourhoods are asked for."""
        return (self.centre, *self.opened) if self.centre else ()

    def has(self, edge: Edge) -> bool:
        """Tell whether the part has edges such as this one."""
        return (
            (edge.group in self.groups if self.groups else edge.group != DENIED)
            and (not self.relations or edge.relation in self.relations)
            and (not self.source_kinds or not self.source_kinds.isdisjoint(edge.source_kinds))
            and (not self.contested or edge.contested)
            and self._has_year(edge)
        )

    def _has_year(self, edge: Edge) -> bool:
        first, last = self.years
        year = (edge.start or edge.end)[:_YEAR]
        return not (first or last) or bool(year and first <= year and (not last or year <= last))


def part_of(network: Network, part: Part) -> Network:
    """Return the part of the network, with the number of nodes and edges that `most` leaves out.

    Those nearest to a centre stay; of equals, those with most edges.

    Raises:
        UnknownNodeError: A centre is no thing of the network.
    """
    for centre in part.centres:
        if centre not in network.nodes:
            raise UnknownNodeError(centre)
    there = list(_edges(network, part))
    near = _distances(there, part.centres, part.depth) if part.centre else dict.fromkeys(_ends(there), 0)
    edges = [edge for edge in there if edge.source in near and edge.target in near]
    degrees = Counter(_ends(edges))
    kept = set(sorted(near, key=lambda iri: (near[iri], -degrees[iri], iri))[: part.most])
    drawn = tuple(edge for edge in edges if edge.source in kept and edge.target in kept)
    beside = _neighbours(there)
    return replace(
        network,
        nodes={iri: node for iri, node in network.nodes.items() if iri in kept},
        edges=drawn,
        nodes_left_out=len(near) - len(kept),
        edges_left_out=len(edges) - len(drawn),
        neighbours={iri: len(beside.get(iri, ())) for iri in kept},
    )


def _edges(network: Network, part: Part) -> Iterator[Edge]:
    """The edges of the part, without regard to its centres; these themselves may be of any class."""
    nodes = {
        iri
        for iri, node in network.nodes.items()
        if not part.classes or iri in part.centres or node.class_ in part.classes
    }
    return (edge for edge in network.edges if part.has(edge) and edge.source in nodes and edge.target in nodes)


def _ends(edges: Iterable[Edge]) -> list[str]:
    return [end for edge in edges for end in (edge.source, edge.target)]


def _distances(edges: Iterable[Edge], centres: Iterable[str], depth: int) -> dict[str, int]:
    """How many edges each thing is away from a centre, up to the depth; the direction of edges does not matter."""
    neighbours = _neighbours(edges)
    found = dict.fromkeys(centres, 0)
    border = list(found)
    for distance in range(1, depth + 1):
        border = sorted({each for iri in border for each in neighbours.get(iri, ())} - found.keys())
        found.update(dict.fromkeys(border, distance))
    return found


def _neighbours(edges: Iterable[Edge]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for edge in edges:
        found.setdefault(edge.source, set()).add(edge.target)
        found.setdefault(edge.target, set()).add(edge.source)
    return found
