"""Long lists, a page at a time; the page that is shown is a parameter of the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import read_once, read_pairs

_T = TypeVar("_T")


@dataclass(frozen=True)
class Part(Generic[_T]):
    """The items of one page of a list, the number of the page, how many pages and how many items there are."""

    items: Sequence[_T]
    number: int
    pages: int
    total: int


def part_of(items: Sequence[_T], name: str, most: int) -> Part[_T]:
    """Return the part of the list that the parameter of this name asks for, of at most this many items.

    Raises:
        ProblemError: It asks for a page that the list does not have.
    """
    pages = max(1, -(-len(items) // most))
    number = _number(name, pages)
    return Part(items[(number - 1) * most : number * most], number, pages, len(items))


def _number(name: str, pages: int) -> int:
    asked = read_once(read_pairs(request.query_string), name) or "1"
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 0
    if not 1 <= number <= pages:
        raise ProblemError(Problem("invalid-parameter", f"'{name}' is a page from 1 to {pages}, not '{asked}'"))
    return number
