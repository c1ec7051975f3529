"""Terms of the engine as terms of rdflib, letter by letter."""

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from moonpact.graph import engine


def to_rdflib(term: engine.Term) -> Node:
    """Return the term of rdflib; a literal keeps its lexical form.

    Raises:
        TypeError: It is a triple term of RDF 1.2, for which rdflib has none.
    """
    match term:
        case engine.NamedNode():
            return URIRef(term.value)
        case engine.BlankNode():
            return BNode(term.value)
        case engine.Literal():
            # As rdflib would write it, 2024-02-29T00:00:00Z ends in +00:00.
            datatype = None if term.language else URIRef(term.datatype.value)
            return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
        case engine.Triple():
            raise TypeError("the answer has a triple term (RDF 1.2), for which rdflib has none; ask for its parts")
