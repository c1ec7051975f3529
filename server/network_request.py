"""What a request asks of the network: one table of its parameters."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from moonpact.graph.names import IDENTIFIERS
from moonpact.graph.network.subnetwork import DEPTHS, Part
from moonpact.graph.network.things import CLASSES, GROUPS, RELATIONS, SOURCE_KINDS
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import VIEW

MOST: Final = range(1, 20_001)
MOST_OPENED: Final = 100
PARAMETERS: Final[Mapping[str, str]] = {
    "open": "more things whose neighbours are shown, by the paths of their IRIs, with commas between them",
    "depth": f"how many edges away from the thing, from {DEPTHS[0]} to {DEPTHS[-1]}",
    "limit": f"the most nodes, from {MOST[0]:,} to {MOST[-1]:,}",
    "class": "only things of these classes, with commas between them",
    "relation": "only these relations, with commas between them",
    "status": "only relations of these groups of statuses, with commas between them",
    "source-kind": "only relations that sources of these kinds support, with commas between them",
    "from": "only relations that began, or else ended, in this year or later",
    "to": "only relations that began, or else ended, in this year or before",
    "contested": "true: only relations on which sources contradict each other",
    "lang": "the language of names",
    "format": "the name of a format",
}
_OF_ONE_THING: Final = ("depth", "open")
_YEAR: Final = re.compile("[0-9]{4}")


def read_part(given: Mapping[str, str], centre: str, most: int) -> Part:
    """Return the part of the network that the parameters ask for; `most` is how many nodes it has at most by default.

    Raises:
        ProblemError: A parameter is unknown, or its value is not among those allowed.
    """
    _refuse_unknown(given)
    for name in _OF_ONE_THING:
        if name in given and not centre:
            raise _invalid(name, f"it goes with one thing, as in /network/country/egypt?{name}=…")
    return Part(
        centre=centre,
        opened=_opened(given),
        depth=_number(given, "depth", DEPTHS, 1),
        most=_number(given, "limit", MOST, most),
        classes=_names(given, "class", CLASSES),
        relations=_names(given, "relation", RELATIONS),
        groups=_names(given, "status", GROUPS),
        source_kinds=_names(given, "source-kind", SOURCE_KINDS),
        years=(_year(given, "from"), _year(given, "to")),
        contested="true" in _names(given, "contested", ("true", "false")),
    )


def _refuse_unknown(given: Iterable[str]) -> None:
    for name in given:
        if name not in PARAMETERS and name not in VIEW:
            raise _invalid(name, f"there is none of this name; there are {', '.join((*PARAMETERS, *VIEW))}")


def _opened(given: Mapping[str, str]) -> tuple[str, ...]:
    paths = [path for path in given.get("open", "").split(",") if path]
    if len(paths) > MOST_OPENED:
        raise _invalid("open", f"it names {len(paths):,} things; {MOST_OPENED} are the most")
    return tuple(f"{IDENTIFIERS}{path}" for path in paths)


def _number(given: Mapping[str, str], name: str, allowed: range, default: int) -> int:
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(allowed[-1])) and int(text) in allowed):
        raise _invalid(name, f"'{text}' is no number from {allowed[0]} to {allowed[-1]}")
    return int(text)


def _year(given: Mapping[str, str], name: str) -> str:
    year = given.get(name, "")
    if year and not _YEAR.fullmatch(year):
        raise _invalid(name, f"'{year}' is no year, such as 2023")
    return year


def _names(given: Mapping[str, str], name: str, allowed: Collection[str]) -> frozenset[str]:
    if name not in given:
        return frozenset()
    asked = [each.strip() for each in given[name].split(",")]
    for each in asked:
        if each not in allowed:
            raise _not_among(name, each, allowed)
    return frozenset(asked)


def _not_among(name: str, value: str, allowed: Iterable[str]) -> ProblemError:
    return _invalid(name, f"'{value}' is not among {', '.join(allowed)}")


def _invalid(name: str, what: str) -> ProblemError:
    return ProblemError(Problem("invalid-parameter", f"parameter '{name}': {what}", PARAMETERS.get(name, "")))
