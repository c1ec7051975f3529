"""What a query may not ask for, found before it is evaluated."""

import re
import secrets
from collections.abc import Iterable
from string import ascii_lowercase

from moonpact.graph.sparql.diagnose import InvalidQueryError, Parse, check_syntax, parse_query, position
from moonpact.graph.sparql.tokens import Token, tokens

_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
# The engine recurses into brackets, and from about 800 on it overflows its stack and ends the process.
_DEEPEST = 100


class ServiceNotAllowedError(PermissionError):
    """The query asks for data from outside: SERVICE, or LOAD in an update."""

    def __init__(self, keyword: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {keyword} is not allowed")
        self.keyword = keyword
        self.line = line
        self.column = column


class QueryTooDeepError(ValueError):
    """The brackets of the query are nested deeper than is evaluated."""

    def __init__(self, deepest: int, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: brackets are nested more than {deepest} deep")
        self.deepest = deepest
        self.line = line
        self.column = column


def check_query(text: str, parse: Parse = parse_query) -> None:
    """Refuse a query or an update that reaches outside, or that is nested too deep to be parsed.

    Raises:
        ServiceNotAllowedError: It has the keyword SERVICE (SPARQL 1.1 Federated Query) or LOAD (SPARQL 1.1 Update).
        QueryTooDeepError: Its brackets are nested too deep.
        InvalidQueryError: It has the word SERVICE somewhere and is not a query.
    """
    if _is_harmless(text):
        return
    found = list(tokens(text))
    _check_depth(found, text)
    for token in found:
        if token.kind == "word" and (_SERVICE.search(token.text) or token.text.upper() == "LOAD"):
            raise _not_allowed(token, text)
    if _SERVICE.search(text):
        _check_by_parsing(text, parse)


def _is_harmless(text: str) -> bool:
    """Whether a glance shows that the text has neither keyword nor brackets enough: cutting tokens costs more."""
    lowered = text.lower()
    return not ("service" in lowered or "load" in lowered or sum(map(text.count, "([{")) > _DEEPEST)


def _check_depth(found: Iterable[Token], text: str) -> None:
    depth = 0
    for token in found:
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if depth > _DEEPEST:
            raise QueryTooDeepError(_DEEPEST, *position(text, token.start))


def _check_by_parsing(text: str, parse: Parse) -> None:
    # The engine cuts no tokens: it may read a keyword where the grammar sees a part of a name or of a string. Only its
    # own parse makes sure: with another word in place of SERVICE, a query with the keyword no longer parses.
    word = _word_not_in(text)
    replaced = _SERVICE.sub(lambda match: _in_case_of(match.group(), word), text)
    try:
        check_syntax(replaced, parse)
    except InvalidQueryError as error:
        wrong = _token_at(text, error)
        if wrong and _SERVICE.search(wrong.text):
            raise _not_allowed(wrong, text) from None
        message = re.sub(word, "service", error.message, flags=re.IGNORECASE)
        raise InvalidQueryError(message, error.line, error.column) from None


def _word_not_in(text: str) -> str:
    while True:
        word = "".join(secrets.choice(ascii_lowercase) for _ in "service")
        if word not in text.lower():
            return word


def _in_case_of(model: str, word: str) -> str:
    return "".join(new.upper() if old.isupper() else new for old, new in zip(model, word, strict=True))


def _token_at(text: str, error: InvalidQueryError) -> Token | None:
    place = (error.line, error.column)
    return next((token for token in tokens(text) if position(text, token.start) == place), None)


def _not_allowed(token: Token, text: str) -> ServiceNotAllowedError:
    keyword = "LOAD" if token.text.upper() == "LOAD" else "SERVICE"
    return ServiceNotAllowedError(keyword, *position(text, token.start))
