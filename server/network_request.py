"""What a request asks of the network: one table of its parameters."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from moonpact.graph.network.subnetwork import DEPTHS, Part
from moonpact.graph.network.things import CLASSES, GROUPS, RELATIONS
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.protocol import VIEW

MOST: Final = range(1, 20_001)
PARAMETERS: Final[Mapping[str, str]] = {
    "depth": f"how many edges away from the thing, from {DEPTHS[0]} to {DEPTHS[-1]}",
    "limit": f"the most nodes, from {MOST[0]:,} to {MOST[-1]:,}",
    "class": "only things of these classes, with commas between them",
    "relation": "only these relations, with commas between them",
    "status": "only relations of these groups of statuses, with commas between them",
    "lang": "the language of names",
    "format": "the name of a format",
}


def read_part(given: Mapping[str, str], centre: str, most: int) -> Part:
    """Return the part of the network that the parameters ask for; `most` is how many nodes it has at most by default.

    Raises:
        ProblemError: A parameter is unknown, or its value is not among those allowed.
    """
    _refuse_unknown(given)
    if "depth" in given and not centre:
        raise _invalid("depth", "it goes with one thing, as in /network/country/egypt?depth=2")
    return Part(
        centre=centre,
        depth=_number(given, "depth", DEPTHS, 1),
        most=_number(given, "limit", MOST, most),
        classes=_names(given, "class", CLASSES),
        relations=_names(given, "relation", RELATIONS),
        groups=_names(given, "status", GROUPS),
    )


def _refuse_unknown(given: Iterable[str]) -> None:
    for name in given:
        if name not in PARAMETERS and name not in VIEW:
            raise _invalid(name, f"there is none of this name; there are {', '.join((*PARAMETERS, *VIEW))}")


def _number(given: Mapping[str, str], name: str, allowed: range, default: int) -> int:
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(allowed[-1])) and int(text) in allowed):
        raise _invalid(name, f"'{text}' is no number from {allowed[0]} to {allowed[-1]}")
    return int(text)


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
