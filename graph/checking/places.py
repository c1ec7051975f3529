"""On which lines of a Turtle or TriG file its statements stand; RDF parsers do not say it."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from moonpact.graph.names import RDF_TYPE
from moonpact.graph.sparql.tokens import Token, tokens

_OPENING: Final = {"[", "("}
_CLOSING: Final = {"]", ")"}
_QUOTES: Final = ('"""', "'''", '"', "'")
_STATEMENT_ENDS: Final = {".", "{", "}"}

Statement = tuple[str, str, str]


@dataclass
class _Reader:
    """What has been read so far of the statement at hand; what stands in brackets is left out."""

    prefixes: dict[str, str] = field(default_factory=dict[str, str])
    subject: str | None = None
    predicate: str | None = None
    depth: int = 0
    previous: str = ""
    naming: str | None = None

    def read(self, token: Token) -> Statement | None:
        """Take the next token, and return the statement that it completes."""
        previous, self.previous = self.previous, token.text
        if token.kind == "language" and token.text != "@prefix":
            return None
        if self._is_prefix(token, previous) or previous == "^^":
            return None
        if token.kind == "sign":
            self._read_sign(token.text)
            return None
        return self._read_term(self._expand(token)) if self.depth == 0 else None

    def _is_prefix(self, token: Token, previous: str) -> bool:
        if previous.lower() in ("prefix", "@prefix"):
            self.naming = token.text
            return True
        if self.naming is not None:
            self.prefixes[self.naming] = token.text[1:-1]
            self.naming = None
            return True
        return token.text.lower() in ("prefix", "@prefix", "graph")

    def _read_sign(self, sign: str) -> None:
        self.depth += (sign in _OPENING) - (sign in _CLOSING)
        if self.depth == 0 and sign in _STATEMENT_ENDS:
            self.subject = self.predicate = None
        if self.depth == 0 and sign == ";":
            self.predicate = None

    def _read_term(self, term: str) -> Statement | None:
        if self.subject is None:
            self.subject = term
        elif self.predicate is None:
            self.predicate = term
        else:
            return self.subject, self.predicate, term
        return None

    def _expand(self, token: Token) -> str:
        if token.kind == "iri":
            return token.text[1:-1]
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            return self.prefixes.get(f"{prefix}:", "") + local.replace("\\", "")
        if token.kind == "string":
            quote = next(each for each in _QUOTES if token.text.startswith(each))
            return token.text[len(quote) : -len(quote)]
        return RDF_TYPE.value if token.text == "a" else token.text


def places(text: str) -> Iterator[tuple[Statement, int]]:
    """Yield the statements of the file, each with the line of its object.

    Literals are given by what stands between their quotes.
    """
    reader, ends = _Reader(), list(accumulate(len(line) + 1 for line in text.split("\n")))
    for token in tokens(text):
        if (statement := reader.read(token)) is not None:
            yield statement, bisect_right(ends, token.start) + 1
