"""What a reader sets once and keeps from page to page: the view of the data, and the language."""

from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from flask import Blueprint, Response, request

from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import VIEW, Pairs, read_pairs

blueprint: Final = Blueprint("dials", __name__)
DIALS: Final = (*VIEW, "lang")
# The fields of the form, which have names of their own: unlike a dial, a field may be empty, or be there twice.
_FIELDS: Final = {"as-of": ("day",), "according-to": ("kind", "source"), "lang": ("language",)}


@blueprint.get("/dials")
def turn() -> Response:
    """Lead to the page `to` with the dials of the form, which may name several sources, or none.

    Raises:
        ProblemError: `to` is no address of this site.
    """
    asked = read_pairs(request.query_string)
    to = dict(asked).get("to", "/")
    if not to.startswith("/") or to.startswith(("//", "/\\")) or not to.isprintable():
        raise ProblemError(Problem("invalid-parameter", f"'to' is no address of this site: {to}"))
    dials = {
        name: ",".join(value for key, value in asked if key in fields and value) for name, fields in _FIELDS.items()
    }
    return Response(status=303, headers={"Location": _with(to, dials)})


def carried() -> dict[str, str]:
    """Return the dials that the address of this page sets."""
    return {name: value for name, value in read_pairs(request.query_string) if name in DIALS and value}


def here(path: str) -> str:
    """Return the address of another page of the site, with the dials of this one."""
    return _with(path, carried())


def turned(name: str, value: str) -> str:
    """Return the address of this page with one dial at another value; an empty one takes it off."""
    return _with(this_page(), {**carried(), name: value})


def at_page(name: str, number: int) -> str:
    """Return the address of this page with the list of this name at another page."""
    pairs = [(key, value) for key, value in read_pairs(request.query_string) if key != name]
    return _address(quote(request.path), [*pairs, *([(name, str(number))] if number > 1 else [])])


def turned_back() -> str:
    """Return the address of this page without a view: of all the data, in the same language."""
    return _with(this_page(), {name: value for name, value in carried().items() if name not in VIEW})


def this_page() -> str:
    """Return the address of this page without its dials."""
    return _address(quote(request.path), _others(read_pairs(request.query_string)))


def carry(endpoint: str, values: dict[str, Any]) -> None:
    """Keep the dials in an address that Flask makes (`Flask.url_defaults`)."""
    if endpoint != "static" and request:
        for name, value in carried().items():
            values.setdefault(name, value)


def _with(address: str, dials: dict[str, str]) -> str:
    parts = urlsplit(address)
    pairs = [*_others(read_pairs(parts.query.encode())), *((name, value) for name, value in dials.items() if value)]
    return _address(parts.path, pairs) + (f"#{parts.fragment}" if parts.fragment else "")


def _address(path: str, pairs: Pairs) -> str:
    # Commas and colons stay readable: they have no meaning in a query string.
    return f"{path}?{urlencode(pairs, safe=',:')}" if pairs else path


def _others(pairs: Pairs) -> Pairs:
    return [(name, value) for name, value in pairs if name not in DIALS]
