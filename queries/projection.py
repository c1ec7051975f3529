"""Which variables a query projects: only these can be given a value from outside."""

import re
from collections.abc import Iterator
from itertools import dropwhile, takewhile

# Enough of the grammar to skip what only looks like a keyword, a variable or a bracket: IRIs, strings and comments.
_TOKEN = re.compile(
    r"""
      <[^<>"{}|^`\\\s]*>
    | \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}
    | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
    | "(?:[^"\\\n]|\\.)*"
    | '(?:[^'\\\n]|\\.)*'
    | \#[^\n]*
    | [?$]\w+
    | [A-Za-z_][\w:.-]*
    | [(){}]
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = {"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"}
_ENDS = {"WHERE", "FROM", "{"}


def projected_variables(query: str) -> frozenset[str]:
    """Return the variables that a SELECT query projects as they stand, without those of `(… AS ?x)`.

    See SPARQL 1.1 Query Language, section 16.1.
    """
    words = dropwhile(lambda word: word.upper() not in _FORMS, _tokens(query))
    if next(words, "").upper() != "SELECT":
        return frozenset()
    clause = takewhile(lambda word: word.upper() not in _ENDS, words)
    return frozenset(word[1:] for word in _outside_brackets(clause) if word[0] in "?$")


def _tokens(query: str) -> Iterator[str]:
    return (match.group() for match in _TOKEN.finditer(query))


def _outside_brackets(words: Iterator[str]) -> Iterator[str]:
    depth = 0
    for word in words:
        depth += (word == "(") - (word == ")")
        if depth == 0:
            yield word
