"""Made-up data of any size, the same for the same number: missions, agencies, memoranda and claims, by source.

Usage: python bench/data.py QUADS FILE.nq

Every fact stands in the named graph of the source that states it, one in eight in two of them, and in the merged
default graph; the number is that of the quads in the named graphs.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_BASE = "https://w3id.org/ilrs-kg/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DCTERMS = "http://purl.org/dc/terms/"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
_WORDS = (
    "lunar", "south", "pole", "relay", "reactor", "orbiter", "lander", "rover", "sample", "return", "nuclear",
    "power", "station", "research", "ground", "antenna", "ice", "regolith", "crater", "polar", "habitat", "cargo",
    "crew", "heavy", "launch", "vehicle", "telescope", "far", "side", "communication", "survey", "payload",
)  # fmt: skip
_CRAFT = ("Orbiter", "Lander", "Rover", "Relay", "SampleReturn", "CrewedMission")
_STATUSES = ("planned", "announced", "active", "completed", "failed", "cancelled", "delayed")
_PREDICATES = ("leads", "participatesIn", "funds", "builds", "hosts", "withdrawsFrom", "agreesWith", "delays")

Fact = tuple[str, str, str]


def _term(name: str) -> str:
    return f"<{_BASE}ontology#{name}>"


def _thing(kind: str, number: int | str) -> str:
    return f"<{_BASE}id/{kind}/{number}>"


def _typed(value: object, datatype: str) -> str:
    return f'"{value}"^^<{_XSD}{datatype}>'


@dataclass
class Generator:
    """Facts about things whose numbers grow with the size of the data."""

    quads: int
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - nothing is kept secret.

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file."""
        for subject, predicate, value in _classes():
            yield from self._stated(subject, predicate, value, "meta")
        written = 0
        for fact in self._facts():
            sources = [self._busy(self.quads // 150 + 40) for _ in range(1 + (self.chance.random() < 0.12))]
            for source in sources:
                yield f"{' '.join(fact)} <{_BASE}graph/source/{source}> .\n"
            yield f"{' '.join(fact)} .\n"
            written += len(sources)
            if written >= self.quads:
                return

    def _stated(self, subject: str, predicate: str, value: str, graph: str) -> Iterator[str]:
        yield f"{subject} {predicate} {value} <{_BASE}graph/{graph}> .\n"
        yield f"{subject} {predicate} {value} .\n"

    def _facts(self) -> Iterator[Fact]:
        for number in range(self.quads // 150 + 40):
            yield from self._source(number)
        for number in range(self.quads // 120 + 50):
            yield from self._agency(number)
        for number in range(self.quads // 60 + 60):
            yield from self._mission(number)
        for number in range(self.quads // 80 + 60):
            yield from self._memorandum(number)
        number = 0
        while True:
            yield from self._claim(number)
            number += 1

    def _source(self, number: int) -> Iterator[Fact]:
        source = f"<{_BASE}graph/source/{number}>"
        yield source, _TYPE, _term("Source")
        yield source, f"<{_DCTERMS}publisher>", _thing("publisher", number % 97)
        yield source, f"<{_DCTERMS}date>", self._date()
        yield source, f"<{_DCTERMS}title>", f'"{self._words(6)} {number}"@en'

    def _agency(self, number: int) -> Iterator[Fact]:
        agency = _thing("agency", number)
        yield agency, _TYPE, _term("Agency")
        yield agency, _LABEL, f'"Agency {self._words(2)} {number}"@en'
        yield agency, _term("country"), _thing("country", number if number < 200 else self._busy(200))

    def _mission(self, number: int) -> Iterator[Fact]:
        mission = _thing("mission", number)
        yield mission, _TYPE, _term(self.chance.choice(_CRAFT))
        yield mission, _LABEL, f'"{self._words(3)} mission {number}"@en'
        yield mission, _term("operator"), _thing("agency", self._busy(self.quads // 120 + 50))
        yield mission, _term("launchDate"), self._date()
        yield mission, _term("status"), f'"{self.chance.choice(_STATUSES)}"'
        yield mission, _term("massKg"), _typed(self.chance.randrange(90_000) / 10, "decimal")
        yield mission, _term("budgetMUSD"), _typed(self.chance.randrange(5000), "integer")
        if number % 25:
            yield mission, _term("precededBy"), _thing("mission", number - 1)
        if self.chance.random() < 0.4:
            yield mission, _term("partner"), _thing("agency", self._busy(self.quads // 120 + 50))

    def _memorandum(self, number: int) -> Iterator[Fact]:
        memorandum = _thing("memorandum", number)
        yield memorandum, _TYPE, _term("Memorandum")
        yield memorandum, f"<{_DCTERMS}title>", f'"Memorandum on {self._words(4)} {number}"@en'
        yield memorandum, f"<{_DCTERMS}date>", self._date()
        yield memorandum, _term("about"), _thing("mission", self.chance.randrange(self.quads // 60 + 60))
        for party in range(2 + self.chance.randrange(3)):
            signature = _thing("signature", f"{number}-{party}")
            yield memorandum, _term("signature"), signature
            yield signature, _term("signatory"), _thing("agency", self._busy(self.quads // 120 + 50))
            yield signature, _term("signedOn"), self._date()

    def _claim(self, number: int) -> Iterator[Fact]:
        claim = _thing("claim", number)
        yield claim, _TYPE, _term("Claim")
        yield claim, _term("claimSubject"), _thing("country", self._busy(200))
        yield claim, _term("claimPredicate"), _term(self.chance.choice(_PREDICATES))
        yield claim, _term("claimObject"), _thing("mission", self.chance.randrange(self.quads // 60 + 60))
        yield claim, _term("statedOn"), self._date()
        yield claim, _term("quote"), f'"{self._words(12)}"@en'

    def _busy(self, count: int) -> int:
        """A number below the count; low ones are the busy ones."""
        return int(count * self.chance.random() ** 3)

    def _date(self) -> str:
        year, month, day = (
            2014 + self.chance.randrange(12),
            1 + self.chance.randrange(12),
            1 + self.chance.randrange(28),
        )
        return _typed(f"{year}-{month:02d}-{day:02d}", "date")

    def _words(self, count: int) -> str:
        return " ".join(self.chance.choices(_WORDS, k=count))


def _classes() -> Iterator[Fact]:
    for craft in _CRAFT:
        yield _term(craft), _SUBCLASS, _term("Spacecraft")
    yield _term("Spacecraft"), _SUBCLASS, _term("Asset")
    yield _term("Asset"), _SUBCLASS, _term("Thing")


if __name__ == "__main__":
    with Path(sys.argv[2]).open("w", encoding="utf-8") as file:
        file.writelines(Generator(int(sys.argv[1])).lines())
