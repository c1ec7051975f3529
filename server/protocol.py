"""The SPARQL 1.1 Protocol: what a request asks (section 2.1), or changes (section 2.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

from werkzeug.http import parse_options_header

from moonpact.server.problems import Problem, ProblemError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_DIRECT = {QUERY: "query", UPDATE: "update"}

Pairs = Sequence[tuple[str, str]]
# The texts of the parameters `as-of` and `according-to`.
ViewTexts = tuple[str | None, str | None]
VIEW = ("as-of", "according-to")


@dataclass(frozen=True)
class QueryRequest:
    """A query, the graphs it is asked of, and the name of the format asked for."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str | None
    view: ViewTexts = (None, None)


@dataclass(frozen=True)
class UpdateRequest:
    """An update, and the graphs in which it looks for its patterns."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


@dataclass(frozen=True)
class Message:
    """What the protocol reads of an HTTP request."""

    method: str
    query_string: bytes
    content_type: str = ""
    body: bytes = b""


def read_query_request(message: Message, max_query_bytes: int) -> QueryRequest:
    """Read the query from a GET request, a form or a body of its own.

    Raises:
        ProblemError: There is not exactly one query, it is too large, or the request is of another type or encoding.
    """
    pairs = _read_pairs_of(message)
    return QueryRequest(
        text=_only(pairs, "query", max_query_bytes),
        default_graphs=tuple(_values(pairs, "default-graph-uri")),
        named_graphs=tuple(_values(pairs, "named-graph-uri")),
        format=_format(pairs),
        view=read_view(pairs),
    )


def read_view(pairs: Pairs) -> ViewTexts:
    """Return the texts that name a view of the dataset.

    Raises:
        ProblemError: One of them is given more than once.
    """
    as_of, according_to = (read_once(pairs, name) for name in VIEW)
    return as_of, according_to


def is_empty(message: Message) -> bool:
    """Tell whether the request asks nothing, and so for what the endpoint can do (Service Description, section 2)."""
    return message.method != "POST" and not {"query", "update"} & {name for name, _ in read_pairs(message.query_string)}


def is_update(message: Message) -> bool:
    """Tell whether the request is for an update.

    Raises:
        ProblemError: It is a form that is not in UTF-8.
    """
    media_type, _ = _media_type(message.content_type)
    return message.method == "POST" and (
        media_type == UPDATE or (media_type == FORM and bool(_values(read_pairs(message.body), "update")))
    )


def read_update_request(message: Message, max_query_bytes: int) -> UpdateRequest:
    """Read the update from a form or a body of its own.

    Raises:
        ProblemError: There is not exactly one update and no query, or it is too large, or of another encoding.
    """
    pairs = _read_pairs_of(message)
    if _values(pairs, "query"):
        raise ProblemError(Problem("missing-query", "there are a query and an update", "Give one of them."))
    return UpdateRequest(
        text=_only(pairs, "update", max_query_bytes),
        default_graphs=tuple(_values(pairs, "using-graph-uri")),
        named_graphs=tuple(_values(pairs, "using-named-graph-uri")),
    )


def text_of(message: Message) -> str:
    """Return the query or the update as it is logged; empty where there is none that can be read."""
    try:
        pairs = _read_pairs_of(message)
    except ProblemError:
        return ""
    return next((value for name, value in pairs if name in ("query", "update")), "")


def read_pairs(encoded: bytes) -> Pairs:
    """Return the names and values of a query string or a form.

    Raises:
        ProblemError: It is not in UTF-8.
    """
    if not encoded:
        return ()
    try:
        return parse_qsl(encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise _invalid_encoding() from None
    except ValueError as error:
        raise ProblemError(Problem("bad-request", "there are more than 100 parameters")) from error


def read_once(pairs: Pairs, name: str) -> str | None:
    """Return the value of a parameter that may be given once.

    Raises:
        ProblemError: It is given more than once.
    """
    values = _values(pairs, name)
    if len(values) > 1:
        detail = f"the parameter '{name}' is given {len(values)} times"
        raise ProblemError(Problem("invalid-parameter", detail, parameter=name))
    return values[0] if values else None


def read_each_once(encoded: bytes) -> dict[str, str]:
    """Return the names and values of a query string in which each name may stand once.

    Raises:
        ProblemError: It is not in UTF-8, or has a name more than once.
    """
    pairs = read_pairs(encoded)
    return {name: read_once(pairs, name) or "" for name, _ in pairs}


def read_format(query_string: bytes) -> str | None:
    """Return the name of the format that a query string asks for.

    Raises:
        ProblemError: The query string is not in UTF-8, or has a format more than once.
    """
    return _format(read_pairs(query_string))


def _format(pairs: Pairs) -> str | None:
    # SPARQLWrapper adds the media type to some names, or nothing at all.
    names = [(name, value) for name, value in pairs if name == "format" and value and "/" not in value]
    return read_once(names or pairs, "format")


def _read_pairs_of(message: Message) -> Pairs:
    pairs = read_pairs(message.query_string)
    return [*_read_body(message), *pairs] if message.method == "POST" else pairs


def _only(pairs: Pairs, name: str, most: int) -> str:
    texts = _values(pairs, name)
    if len(texts) != 1:
        hint = f"Give the {name} once, as the parameter '{name}'."
        raise ProblemError(Problem("missing-query", _count(texts, name), hint))
    _check_size(texts[0], most)
    return texts[0]


def _read_body(message: Message) -> Pairs:
    media_type, charset = _media_type(message.content_type)
    if media_type == FORM:
        return read_pairs(message.body)
    if media_type in _DIRECT:
        _check_charset(charset)
        try:
            return [(_DIRECT[media_type], message.body.decode("utf-8"))]
        except UnicodeDecodeError:
            raise _invalid_encoding() from None
    raise _unsupported(f"the body is of type '{media_type}'" if media_type else "the body has no type")


@lru_cache(maxsize=256)
def _media_type(content_type: str) -> tuple[str, str]:
    """The media type and the character set of a body."""
    media_type, parameters = parse_options_header(content_type)
    return media_type, parameters.get("charset", "utf-8")


def _check_charset(charset: str) -> None:
    if charset.lower() != "utf-8":
        raise _unsupported(f"the body is in '{charset}'")


def _check_size(text: str, most: int) -> None:
    size = len(text.encode())
    if size > most:
        raise ProblemError(Problem("content-too-large", f"the query has {size:,} bytes; at most {most:,} are read"))


def _values(pairs: Iterable[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in pairs if key == name]


def _count(texts: Sequence[str], name: str) -> str:
    several = {"query": "queries", "update": "updates"}[name]
    return f"there are {len(texts)} {several}" if texts else f"there is no {name}"


def _invalid_encoding() -> ProblemError:
    return ProblemError(Problem("invalid-encoding", "the request is not in UTF-8"))


def _unsupported(detail: str) -> ProblemError:
    return ProblemError(Problem("unsupported-media-type", detail, f"Send {FORM} or {QUERY}, in UTF-8."))
