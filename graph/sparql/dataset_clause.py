"""The graphs that a query is asked of: those of its clauses FROM and FROM NAMED, merged as the standard wants it.

See SPARQL 1.1 Query Language, section 13.2. The engine takes the clauses but repeats a triple that stands in two of the
graphs, and counts it twice; the merge of graphs is a set.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final
from urllib.parse import urljoin

from pyoxigraph import NamedNode, Quad, Store

from moonpact.graph.sparql.tokens import Token, tokens

_ENDS: Final = {"WHERE", "{"}

Graphs = tuple[list[str], list[str]]


def clause_graphs(text: str, base: str = "") -> Graphs:
    """Return the graphs that the query names with FROM, and with FROM NAMED; none where it has no such clause.

    Relative IRIs are resolved against the base.
    """
    default: list[str] = []
    named: list[str] = []
    if "from" not in text.lower():
        return default, named
    head = _head(tokens(text))
    prefixes, base = _declarations(head, base)
    for place, token in enumerate(head):
        if token.kind == "word" and token.text.upper() == "FROM":
            is_named = head[place + 1].text.upper() == "NAMED"
            (named if is_named else default).append(_expand(head[place + 1 + is_named], prefixes, base))
    return default, named


def merge(store: Store, default: Iterable[NamedNode], named: Iterable[NamedNode]) -> Store:
    """Return a store whose default graph is the merge of these graphs, beside the named ones."""
    merged = Store()
    for name in default:
        quads = store.quads_for_pattern(None, None, None, name)
        merged.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for name in named:
        merged.extend(store.quads_for_pattern(None, None, None, name))
    return merged


def _head(found: Iterable[Token]) -> list[Token]:
    """The tokens before the pattern; two more, so that what follows a last FROM can be looked at."""
    head: list[Token] = []
    for token in found:
        if token.text.upper() in _ENDS and token.kind in ("word", "sign"):
            break
        head.append(token)
    return [*head, Token("end", "", 0), Token("end", "", 0)]


def _declarations(head: Sequence[Token], base: str) -> tuple[dict[str, str], str]:
    prefixes: dict[str, str] = {}
    for (one, two), (_, three) in pairwise(pairwise(head)):
        if one.kind == "word" and one.text.upper() == "BASE":
            base = urljoin(base, two.text[1:-1])
        if one.kind == "word" and one.text.upper() == "PREFIX":
            prefixes[two.text] = urljoin(base, three.text[1:-1])
    return prefixes, base


def _expand(token: Token, prefixes: dict[str, str], base: str) -> str:
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1])
    prefix, _, local = token.text.partition(":")
    return prefixes.get(f"{prefix}:", "") + local.replace("\\", "")
