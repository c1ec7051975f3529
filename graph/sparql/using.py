"""The graphs on which a protocol request has an update look for its WHERE patterns, said in the update's own words.

The engine takes them in no other way. See SPARQL 1.1 Protocol, section 2.2.3, and SPARQL 1.1 Update, section 3.1.3.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import NamedNode

from moonpact.graph.sparql.query import InvalidGraphNameError
from moonpact.graph.sparql.tokens import Token, tokens

_OWN_CLAUSES: Final = {"USING", "WITH"}


class UsingTwiceError(ValueError):
    """Both the request and the update name the graphs to look in."""

    def __init__(self, clause: str) -> None:
        super().__init__(f"the update has {clause}, and the request names graphs as well")
        self.clause = clause


def with_using(text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """Return the update with USING clauses for these graphs in each operation that has a WHERE.

    Raises:
        UsingTwiceError: The update names graphs itself.
        InvalidGraphNameError: The name of a graph is no IRI.
    """
    clauses = "".join([*_clauses("USING", default_graphs), *_clauses("USING NAMED", named_graphs)])
    found = list(tokens(text))
    for token in found:
        if token.kind == "word" and token.text.upper() in _OWN_CLAUSES:
            raise UsingTwiceError(token.text.upper())
    insertions = sorted(_insertions(text, found, clauses), reverse=True)
    for place, inserted in insertions:
        text = f"{text[:place]}{inserted}{text[place:]}"
    return text


def _clauses(keyword: str, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        try:
            yield f"{keyword} {NamedNode(name)} "
        except ValueError as error:
            raise InvalidGraphNameError(name) from error


def _insertions(text: str, found: Sequence[Token], clauses: str) -> Iterator[tuple[int, str]]:
    depth = 0
    for place, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}")
        if depth or token.kind != "word" or token.text.upper() != "WHERE":
            continue
        if place and found[place - 1].text.upper() == "DELETE":
            # In its short form, an operation has no place for the clause.
            yield token.start, f"{_group_after(text, found[place:])} {clauses}"
        else:
            yield token.start, clauses


def _group_after(text: str, found: Sequence[Token]) -> str:
    depth = 0
    for token in found:
        depth += (token.text == "{") - (token.text == "}")
        if token.text == "}" and depth == 0:
            return text[found[1].start : token.start + 1]
    return text[found[1].start :]
