"""The network that the answer to a query is, for the same tools as the network of things."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from moonpact.graph.engine import Literal, NamedNode, QuerySolutions, Triple
from moonpact.graph.names import RDF_TYPE, local_name
from moonpact.graph.network.things import Edge, Names, Network, Node, short_id
from moonpact.graph.prefixes import PREFIXES

# The names of a thing by its IRI, by language tag.
Named = Callable[[str], Names]
# The subject, the predicate and the object.
_Said = tuple[str, str, NamedNode | Literal]
# Columns have no IRIs: only the names after it are used.
_COLUMN: Final = "urn:column/"
_LABEL: Final = NamedNode(f"{PREFIXES['rdfs']}label")
_LABELS: Final = {
    _LABEL.value,
    f"{PREFIXES['skos']}prefLabel",
    f"{PREFIXES['dcterms']}title",
    f"{PREFIXES['schema']}name",
}


def network_of(triples: Iterable[Triple], named: Named, known: str) -> Network:
    """Return the network whose nodes are the IRIs that a graph ties to one another, and whose edges are its triples.

    A node has the names and the class that the graph gives it, else the names that are known of it. Literals and blank
    nodes are no nodes, and `rdf:type` is no edge.

    Args:
        triples: The graph.
        named: Tells the names that are known of an IRI.
        known: The day of the newest source.
    """
    there = [each for triple in triples if (each := _of_things(triple))]
    edges = {edge.id: edge for edge in map(_edge, there) if edge}
    ends = {end for edge in edges.values() for end in (edge.source, edge.target)}
    names, classes = _names(there), _classes(there)
    relations = {local_name(predicate): predicate for _, predicate, _ in there}
    return Network(
        nodes={
            iri: Node(iri, classes.get(iri, ""), (), (), names.get(iri) or named(iri) or {"": short_id(iri)})
            for iri in sorted(ends)
        },
        edges=tuple(edges[each] for each in sorted(edges)),
        names={edge.relation: named(relations[edge.relation]) for edge in edges.values()},
        known=known,
    )


def triples_of(solutions: QuerySolutions) -> Iterator[Triple]:
    """Yield rows as triples: the first IRI of a row is tied to each other one in it, by the name of the other's column.

    What stands in the column `?xLabel` is the name of what stands in `?x`.
    """
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        row = dict(zip(names, solution, strict=True))
        things = [(name, term) for name, term in row.items() if isinstance(term, NamedNode)]
        for name, term in things:
            if isinstance(label := row.get(f"{name}Label"), Literal):
                yield Triple(term, _LABEL, label)
        for name, term in things[1:]:
            yield Triple(things[0][1], NamedNode(_COLUMN + name), term)


def _of_things(triple: Triple) -> _Said | None:
    """What the triple says of an IRI; None where it has another subject."""
    subject, said = triple.subject, triple.object
    if isinstance(subject, NamedNode) and isinstance(said, NamedNode | Literal):
        return subject.value, triple.predicate.value, said
    return None


def _edge(each: _Said) -> Edge | None:
    subject, predicate, said = each
    if not isinstance(said, NamedNode) or predicate == RDF_TYPE.value:
        return None
    return Edge(subject, said.value, local_name(predicate))


def _names(there: Iterable[_Said]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for subject, predicate, said in there:
        if predicate in _LABELS and isinstance(said, Literal):
            found.setdefault(subject, {}).setdefault(said.language or "", said.value)
    return found


def _classes(there: Iterable[_Said]) -> dict[str, str]:
    typed = ((subject, said.value) for subject, predicate, said in there if predicate == RDF_TYPE.value)
    # Of several classes the first by name, so that the same graph is the same file.
    return {subject: local_name(class_) for subject, class_ in sorted(typed, reverse=True)}
