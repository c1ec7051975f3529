"""The texts by which things can be found, from the rows of the query `search/index`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from moonpact.graph.engine import Literal, NamedNode, Row
from moonpact.graph.names import local_name
from moonpact.graph.search.words import fold

# The end of an IRI tells something, but it is not made to be read.
_SLUG_WEIGHT: Final = 0.7


class Text(NamedTuple):
    """A text by which a thing can be found: what it is to the thing, and what a word in it counts, from 0 to 1."""

    thing: str
    value: str
    language: str | None
    role: str
    weight: float
    folded: str


@dataclass(frozen=True)
class Texts:
    """All that can be searched: texts, what links them, the classes of things, the narrowest first."""

    texts: Sequence[Text]
    links: Mapping[str, Sequence[tuple[str, float]]]
    """The things that the names of each thing help to find, and what a word found in them counts there."""
    classes: Mapping[str, Sequence[str]]
    class_priors: Mapping[str, float]
    """How likely somebody looks for a thing of each class, from 0 to 1."""


class _Said(NamedTuple):
    thing: str
    value: Literal | NamedNode | None
    weight: float


def read_texts(rows: Iterable[Row]) -> Texts:
    """Return the texts, classes and priors that stand in the rows."""
    said = _by_role(rows)
    names = [*_texts(said["name"], "name")]
    identifiers, sentences = (_texts(said[role], role) for role in ("identifier", "sentence"))
    classes = _classes(said)
    links = _links([*said["link"], *said["class"]])
    slugs = _slugs(dict.fromkeys(text.thing for text in names))
    priors = {class_: weight for class_, _, weight in said["prior"]}
    return Texts([*names, *identifiers, *slugs, *sentences], links, classes, priors)


def _by_role(rows: Iterable[Row]) -> dict[str, list[_Said]]:
    found: dict[str, list[_Said]] = defaultdict(list)
    for row in rows:
        thing, value, role, weight = row["thing"], row["value"], row["role"], row["weight"]
        if isinstance(thing, NamedNode) and isinstance(role, Literal) and isinstance(weight, Literal):
            known = value if isinstance(value, Literal | NamedNode) else None
            found[role.value].append(_Said(thing.value, known, float(weight.value)))
    return found


def _texts(said: Iterable[_Said], role: str) -> Iterator[Text]:
    for thing, value, weight in said:
        if isinstance(value, Literal):
            yield Text(thing, value.value, value.language, role, weight, fold(value.value))
        elif value is not None:
            identifier = local_name(value.value)
            yield Text(thing, identifier, None, role, weight, fold(identifier))


def _slugs(things: Iterable[str]) -> Iterator[Text]:
    for thing in things:
        slug = local_name(thing)
        yield Text(thing, slug, None, "slug", _SLUG_WEIGHT, fold(slug))


def _links(said: Iterable[_Said]) -> dict[str, list[tuple[str, float]]]:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for thing, value, weight in said:
        if isinstance(value, NamedNode):
            found[value.value].append((thing, weight))
    return found


def _classes(said: Mapping[str, Iterable[_Said]]) -> dict[str, list[str]]:
    broader = _iris(said["broader"])
    return {thing: list(_with_broader(found, broader)) for thing, found in _iris(said["class"]).items()}


def _with_broader(classes: Iterable[str], broader: Mapping[str, Sequence[str]]) -> Iterable[str]:
    # A dict, because it keeps the order: the narrowest first.
    found = dict.fromkeys(classes)
    left = list(found)
    for class_ in left:
        left += [each for each in broader.get(class_, ()) if each not in found]
        found |= dict.fromkeys(broader.get(class_, ()))
    return found


def _iris(said: Iterable[_Said]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for thing, value, _ in said:
        if isinstance(value, NamedNode):
            found[thing].append(value.value)
    return found
