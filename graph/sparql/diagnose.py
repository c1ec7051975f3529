"""Where a query breaks the grammar, and on what."""

import re
from collections.abc import Callable, Sequence

from pyoxigraph import Store

from moonpact.graph.sparql.tokens import Token, keywords, tokens

# The engine reads ahead by the length of the longest keyword that could stand at a place, and names the place where
# it stopped reading. With the tokens set further apart than any keyword is long, that place tells the token.
_GAP = " " * 24
_PLACE = re.compile(r"error at (\d+):(\d+)")
_CAUSE = re.compile(r"(?:^|, )([A-Z][A-Za-z]+(?: [\w'-]+){2,})(?=, |$)")
_CAUSES = {
    "IRI parsing failed": "an IRI is not valid, or has no scheme such as https:",
    "The SELECT contains a variable that is unbound": "SELECT names a variable that GROUP BY does not",
    "Duplicated variable name in SELECT": "SELECT names a variable twice",
}
Parse = Callable[[str], None]
_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
_QUOTES = ("'", '"')
_LONGEST = 40


class InvalidQueryError(ValueError):
    """The text is not a SPARQL query, or not an update."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.message = message
        self.line = line
        self.column = column


def parse_query(text: str, base: str | None = None) -> None:
    """Parse a query, with relative IRIs only where there is a base for them.

    Raises:
        SyntaxError: The text is not a query.
    """
    Store().query(text, base_iri=base)


def parse_update(text: str, base: str | None = None) -> None:
    """Parse an update, as `parse_query`; the engine does so only by applying it, here to nothing.

    Raises:
        SyntaxError: The text is not an update.
    """
    Store().update(text, base_iri=base)


def check_syntax(text: str, parse: Parse = parse_query) -> None:
    """Hold the text to the grammar.

    Raises:
        InvalidQueryError: The text is not a SPARQL query, or not an update.
    """
    message = _fault(text, parse)
    if message is not None:
        raise invalid_query(text, message, parse)


def invalid_query(text: str, message: str, parse: Parse = parse_query) -> InvalidQueryError:
    """Return the error for a text that the engine refused with this message."""
    token, message = _first_wrong(text, message, parse)
    return InvalidQueryError(_sentence(token, message, text), *position(text, token.start))


def _fault(text: str, parse: Parse) -> str | None:
    try:
        parse(text)
    except SyntaxError as error:
        return str(error)
    return None


def _first_wrong(text: str, message: str, parse: Parse) -> tuple[Token, str]:
    found = list(tokens(text))
    spread, starts = _spread(found)
    clearer = _fault(spread, parse)
    if clearer is None:
        return Token("sign", "", _place(text, message)), message
    place = _place(spread, clearer)
    reached = [token for token, start in zip(found, starts, strict=True) if start <= place]
    # After a quote that is not closed, what follows it is read as query.
    if unclosed := [token for token in reached if token.kind == "sign" and token.text in _QUOTES]:
        return unclosed[0], clearer
    if place >= len(spread):
        return Token("end", "", len(text.rstrip())), clearer
    return reached[-2 if len(reached) > 1 and _belong_together(*reached[-2:]) else -1], clearer


def _spread(found: Sequence[Token]) -> tuple[str, list[int]]:
    text, starts = "", []
    following: Token | None
    for place, token in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        starts.append(len(text))
        text += token.text
        text += "" if _belong_together(token, following) else _GAP
    return text, starts


def _belong_together(token: Token, following: Token | None) -> bool:
    # The engine takes BNODE(…) but not BNODE (…).
    if following is None or following.text != "(":
        return False
    return token.kind == "word" and token.start + len(token.text) == following.start


def _place(text: str, message: str) -> int:
    match = _PLACE.match(message)
    if not match:
        return 0
    line, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1


def position(text: str, start: int) -> tuple[int, int]:
    """Return the line and the column, both from 1, of the character at this place."""
    before = text[:start]
    return before.count("\n") + 1, start - before.rfind("\n")


def _sentence(token: Token, message: str, text: str) -> str:
    if not text.strip():
        return "the query is empty"
    if token.text in _QUOTES:
        return "the string that begins here is not closed, or holds an escape that is none"
    if token.kind == "word" and token.text.upper() in _UPDATES:
        return f"'{token.text}' begins an update; only queries are answered here"
    found = f"'{_shown(token.text)}'" if token.text else "the end of the query"
    cause = _CAUSE.search(message.splitlines()[0].partition("expected ")[2].removeprefix("one of "))
    if cause and cause[1] == "Prefix not found":
        return f"the prefix of {found} is not declared"
    if cause:
        return f"{_CAUSES.get(cause[1], cause[1])}, near {found}"
    return f"{found} is not expected here{_hint(token, text)}"


def _hint(token: Token, text: str) -> str:
    # The engine finds this only where the group ends.
    if token.text == "}" and "BIND" in keywords(text):
        return "; if nothing is missing before it, BIND gives a value to a variable that has one"
    return ""


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
