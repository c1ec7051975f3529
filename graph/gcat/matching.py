"""Which things of our register the codes of GCAT stand for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from moonpact.graph.build import DATA
from moonpact.graph.names import IDENTIFIERS, PREF_LABEL, identifier, term

_CODE: Final = term("gcatCode")
_CONCERNS: Final = term("concerns")
_COSPAR: Final = term("cospar")
_NAMES: Final = (PREF_LABEL, NamedNode("http://www.w3.org/2004/02/skos/core#altLabel"))


@dataclass(frozen=True)
class Match:
    """The thing that a code stands for, whether it is of our register, and why."""

    thing: NamedNode | None
    """None for what is left out."""
    ours: bool
    reason: str

    @property
    def known(self) -> NamedNode:
        """The thing, of what is not left out."""
        if self.thing is None:
            raise ValueError(self.reason)
        return self.thing


class Register:
    """What the register says of the codes of GCAT, by kind of thing and code."""

    def __init__(self, data: Path | None = None) -> None:
        self.codes: dict[tuple[str, str], str] = {}
        self._launches: defaultdict[str, set[str]] = defaultdict(set)
        self._cospar: dict[str, str] = {}
        self._countries: defaultdict[str, set[str]] = defaultdict(set)
        for file in sorted(((data or DATA) / "register").glob("*.ttl")):
            self._read(file)

    def match(self, kind: str, code: str, slug: str) -> Match:
        """Return the thing of this kind to which the register gives the code, else a new one."""
        iri = self.codes.get((kind, code))
        if iri is None:
            return Match(identifier(kind, slug), ours=False, reason="no thing of the register has the code")
        return Match(NamedNode(iri), ours=True, reason="the register gives the thing this code")

    def match_state(self, names: Iterable[str]) -> Match:
        """Return the one country of the register that has one of the English names; states have no codes there."""
        found = {iri for name in names for iri in self._countries[name]}
        if len(found) != 1:
            return Match(None, ours=False, reason="no country of the register has the name of this state")
        return Match(NamedNode(found.pop()), ours=True, reason="the register gives the country this name")

    def match_launch(self, tag: str, codes: Iterable[str], slug: str) -> Match:
        """Return the one launch of the register that is of a mission with one of the codes, else a new one."""
        missions = {iri for code in codes if (iri := self.codes.get(("mission", code)))}
        launches = {launch for mission in missions for launch in self._launches[mission]}
        new = identifier("launch", slug)
        if len(launches) != 1:
            found = f"{len(launches)} launches of the register" if launches else "no launch of the register"
            return Match(new, ours=False, reason=f"{found} is of a mission aboard")
        for mission in sorted(missions):
            if not self._cospar.get(mission, tag).startswith(tag):
                return Match(new, ours=False, reason=f"the register gives {mission} {self._cospar[mission]}")
        return Match(
            NamedNode(launches.pop()), ours=True, reason="it is of a mission to which the register gives the code"
        )

    def _read(self, file: Path) -> None:
        for quad in parse(path=file, format=RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
                continue
            if quad.predicate == _CODE:
                kind = subject.value.removeprefix(IDENTIFIERS).partition("/")[0]
                self.codes[kind, value.value] = subject.value
            elif quad.predicate == _CONCERNS and subject.value.startswith(f"{IDENTIFIERS}launch/"):
                self._launches[value.value].add(subject.value)
            elif quad.predicate in _NAMES and isinstance(value, Literal) and value.language == "en":
                if subject.value.startswith(f"{IDENTIFIERS}country/"):
                    self._countries[value.value].add(subject.value)
            elif quad.predicate == _COSPAR:
                self._cospar[subject.value] = value.value
