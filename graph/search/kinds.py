"""The kinds of things that can be searched for: classes, by short names for addresses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from moonpact.graph.names import local_name
from moonpact.graph.search.index import Index

_INNER_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Kind:
    """A class of things: its name in addresses, such as `editorial-decision`, and in words."""

    iri: str
    name: str
    label: str


def kinds(index: Index, language: str) -> Mapping[str, Kind]:
    """Return the kinds of the things in the index, by their names; those that are looked for most come first."""
    there = {class_ for found in index.classes.values() for class_ in found}
    ordered = sorted(there, key=lambda class_: (-index.class_priors.get(class_, 0), class_))
    # Of two classes with the same name in two vocabularies the one with the larger prior has it.
    return {kind.name: kind for kind in (_kind(index, class_, language) for class_ in reversed(ordered))}


def kind_of(index: Index, thing: str, language: str) -> Kind | None:
    """Return the narrowest kind of the thing, if it has any."""
    classes = index.classes.get(thing)
    return _kind(index, classes[0], language) if classes else None


def _kind(index: Index, class_: str, language: str) -> Kind:
    name = _INNER_CAPITAL.sub("-", local_name(class_)).lower()
    label = index.name(class_, language)
    return Kind(class_, name, label.value if label else name)
