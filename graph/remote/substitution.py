"""Values in the place of variables, in the text of a query: for engines that take nothing but a text.

The SPARQL 1.1 Protocol has no parameters. The values are RDF terms and are written as the grammar writes terms, so that
none can end what it stands in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from moonpact.graph.execution.request import Value
from moonpact.graph.sparql.tokens import Token, tokens

# What follows each of these words is of another kind, up to the next of them or the next brace.
_CLAUSES = {
    "SELECT": "projection",
    "WHERE": "pattern",
    "FROM": "pattern",
    "GROUP": "conditions",
    "ORDER": "conditions",
    "HAVING": "pattern",
    "LIMIT": "pattern",
    "VALUES": "names",
}


def substitute(text: str, values: Mapping[str, Value]) -> str:
    """Return the query in which the variables of these names have these values, as if they were bound beforehand."""
    if not values:
        return text
    pieces, place = list[str](), 0
    for edit in _edits(list(tokens(text)), values):
        pieces += text[place : edit.start], edit.text
        place = edit.end
    return "".join([*pieces, text[place:]])


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str


@dataclass
class _Place:
    """Within one pair of braces: the clause, and how deep in its brackets."""

    clause: str
    depth: int = 0


def _edits(found: Sequence[Token], values: Mapping[str, Value]) -> Iterator[_Edit]:
    places = [_Place("pattern")]
    for number, token in enumerate(found):
        _follow(token, places)
        name = token.text[1:]
        if token.kind != "variable" or name not in values or places[-1].clause == "names":
            continue
        if [each.text.upper() for each in found[number - 2 : number]] == ["BOUND", "("]:
            end = found[number + 1]
            yield _Edit(found[number - 2].start, end.start + len(end.text), "true")
        else:
            text = _written(str(values[name]), name, token, places)
            yield _Edit(token.start, token.start + len(token.text), text)


def _follow(token: Token, places: list[_Place]) -> None:
    if token.text == "{":
        places.append(_Place("pattern"))
    elif token.text == "}" and len(places) > 1:
        places.pop()
        places[-1] = _Place("pattern", places[-1].depth)
    elif token.text in ("(", ")"):
        places[-1].depth += 1 if token.text == "(" else -1
    elif token.kind == "word" and token.text.upper() in _CLAUSES:
        places[-1] = _Place(_CLAUSES[token.text.upper()], places[-1].depth)


def _written(term: str, name: str, token: Token, places: Sequence[_Place]) -> str:
    clause, depth = places[-1].clause, places[-1].depth
    if depth or clause == "pattern":
        return term
    if clause == "conditions":
        return f"({term})"
    # The solutions have the column; those of a subquery have it under a name of its own, as the value is known.
    return f"({term} AS ?{name})" if len(places) == 1 else f"({term} AS ?{name}_{token.start})"
