"""The tokens of a SPARQL query, as the grammar of SPARQL 1.1 cuts them (section 19.8)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A string with an escape that the grammar does not know is no string, and what stands in it is then read as query.
_ESCAPE = r"""\\[tbnrf"'\\] | \\u(?![dD][89a-fA-F])[0-9a-fA-F]{4} | \\U000[0-9a-fA-F]{5} | \\U0010[0-9a-fA-F]{4}"""
_TOKEN = re.compile(
    rf"""
      (?P<comment> \#[^\r\n]*)
    | (?P<iri>     <[^<>"{{}}|^`\x00-\x20]*>)
    | (?P<string>  \"{{3}} (?: "{{0,2}} (?: [^"\\] | {_ESCAPE} ))* \"{{3}}
                 | '{{3}}  (?: '{{0,2}} (?: [^'\\] | {_ESCAPE} ))* '{{3}}
                 | " (?: [^"\\\r\n] | {_ESCAPE} )* "
                 | ' (?: [^'\\\r\n] | {_ESCAPE} )* ' )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<variable> [?$]\w+)
    | (?P<blank>   _:\w(?:[\w.-]*[\w-])?)
    | (?P<name>    (?:[^\W\d_](?:[\w.-]*[\w-])?)? : (?:(?:[\w:-] | %[0-9A-Fa-f]{{2}} | \\.)+
                   (?:\.+(?:[\w:-] | %[0-9A-Fa-f]{{2}} | \\.)+)?)? )
    | (?P<number>  [0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)
    | (?P<word>    [A-Za-z_]\w*)
    | (?P<sign>    \^\^ | \|\| | && | != | <= | >= | << | >> | \S)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """A token, its kind and the place of its first character in the text."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query without its comments; what is no token comes character by character."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "comment":
            yield Token(kind, match.group(), match.start())


def keywords(text: str) -> frozenset[str]:
    """Return the keywords and names of functions in a query, in capitals."""
    return frozenset(token.text.upper() for token in tokens(text) if token.kind == "word")
