"""A small made-up folder of data: who joins the Moon Club, who signs its charter, and who says so."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from moonpact.graph.build import build_dataset
from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.dataset import Dataset
from moonpact.graph.prefixes import PREFIXES, shorten

# On one line, so that what a test writes begins on line 2.
HEAD = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items()) + "\n"

THINGS = """\
country:ruritania a mp:Country ; skos:prefLabel "Ruritania"@en , "鲁里坦尼亚"@zh , "Руритания"@ru ;
    mp:iso2 "XR" ; mp:iso3 "XRU" ; mp:m49 "998" ; mp:region "Europe" ; mp:subregion "Eastern Europe" .
country:borduria a mp:Country ; skos:prefLabel "Borduria"@en , "博尔多里亚"@zh , "Бордурия"@ru ;
    mp:iso2 "XB" ; mp:iso3 "XBO" ; mp:m49 "999" ; mp:region "Europe" ; mp:subregion "Eastern Europe" .
organization:rusa a mp:Agency ; skos:prefLabel "Ruritanian Space Agency"@en ; mp:country country:ruritania ;
    mp:organizationKind organization-kind:space-agency .
organization:moonlab a mp:Organization ; skos:prefLabel "Moon Laboratory of Ruritania"@en ;
    mp:country country:ruritania ; mp:organizationKind organization-kind:laboratory .
initiative:moon-club a mp:Initiative ; skos:prefLabel "Moon Club"@en .
instrument:club-charter a mp:Instrument ; skos:prefLabel "Charter of the Moon Club"@en ;
    mp:initiative initiative:moon-club .
facility:moon-dome a mp:Facility ; skos:prefLabel "Moon Dome"@en .
participation:ruritania--moon-club a mp:Participation ; skos:prefLabel "Ruritania in the Moon Club"@en ;
    mp:party country:ruritania ; mp:initiative initiative:moon-club .
participation:borduria--moon-club a mp:Participation ; skos:prefLabel "Borduria in the Moon Club"@en ;
    mp:party country:borduria ; mp:initiative initiative:moon-club .
signature:ruritania--club-charter a mp:Signature ; skos:prefLabel "Signing of the Charter of the Moon Club"@en ;
    mp:party country:ruritania ; mp:instrument instrument:club-charter .
count:moon-club-members a mp:Count ; skos:prefLabel "Members of the Moon Club"@en ; mp:initiative initiative:moon-club .
plan:moon-dome a mp:Plan ; skos:prefLabel "Opening of the Moon Dome"@en ; mp:concerns facility:moon-dome .
leadership:moon-club a mp:Leadership ; skos:prefLabel "Who leads the Moon Club"@en ;
    mp:initiative initiative:moon-club .
"""

AGENCY = "organization:rusa"
LABORATORY = "organization:moonlab"
JOINING = "participation:ruritania--moon-club"
SIGNING = "signature:ruritania--club-charter"
CHARTER = "instrument:club-charter"
MEMBERS = "count:moon-club-members"
LEADING = "leadership:moon-club"
DOME = "facility:moon-dome"

# How the editors' source is called; its decisions stand in a file of their own.
EDITORS = "editors"

ISSUED = 'dcterms:issued "2024-01-01"^^xsd:date ; mp:datePrecision "day"'

Description = dict[str, set[str]]
# The file in its folder, the line, what it is, and what is expected.
Found = tuple[str, int, str, str]


@dataclass(frozen=True)
class Says:
    """A source that makes one claim, which has the source's name, and may say more beside it."""

    name: str
    about: str
    what: str
    kind: str = "news"
    certainty: str = "stated"
    issued: str = ISSUED
    publisher: str = ""
    more: str = ""
    beside: str = ""

    def text(self) -> str:
        """Return the file of the source: its description on line 3, its claim on line 4, and what else it says."""
        source = source_text(self.name, self.kind, self.publisher or self.name, f"{self.issued} ; {self.more}")
        claim = (
            f'claim:{self.name} a mp:Claim ; mp:about {self.about} ; {self.what} ; mp:certainty "{self.certainty}" ; '
            f'dcterms:description "{self.name} says so."@en ; prov:wasDerivedFrom source:{self.name} .'
        )
        return in_graph(self.name, source, claim, *([self.beside] if self.beside else []))


@dataclass(frozen=True)
class Decides:
    """What the editors decide on a property, and why."""

    name: str
    about: str
    on: str
    what: str
    reason: str = "The editors were there."

    def text(self) -> str:
        """Return the decision."""
        return (
            f"decision:{self.name} a mp:EditorialDecision ; mp:about {self.about} ; mp:onProperty {self.on} ; "
            f'{self.what} ; dcterms:description "{self.reason}"@en ; prov:wasDerivedFrom source:{EDITORS} .'
        )


def source_text(name: str, kind: str, publisher: str, more: str) -> str:
    """Return the description of a source."""
    return (
        f'source:{name} a mp:Source ; dcterms:title "What {name} says"@en ; dcterms:publisher "{publisher}" ; '
        f'dcterms:language "en" ; mp:sourceKind source-kind:{kind} ; schema:url <https://{name}.example/> ; '
        f'mp:readOn "2024-12-31"^^xsd:date ; {more} .'
    )


def in_graph(name: str, *statements: str) -> str:
    """Return the file of a source with these statements, the first on line 3."""
    return HEAD + "\n".join([f"GRAPH source:{name} {{", *statements, "}"]) + "\n"


def dated(name: str, day: str, precision: str = "day") -> str:
    """Return the statements that give a date."""
    return f'mp:{name} "{day}"^^xsd:date ; mp:datePrecision "{precision}"'


def write_folder(folder: Path, *said: Says | Decides, things: str = THINGS) -> Path:
    """Write a folder of data with the made-up things and what is said on them."""
    for name in ("register", "source"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "register" / "things.ttl").write_text(HEAD + things, encoding="utf-8")
    for each in said:
        if isinstance(each, Says):
            (folder / "source" / f"{each.name}.trig").write_text(each.text(), encoding="utf-8")
    if decisions := "\n".join(each.text() for each in said if isinstance(each, Decides)):
        editors = in_graph(EDITORS, source_text(EDITORS, "editorial", "The editors", ISSUED), decisions)
        (folder / "source" / f"{EDITORS}.trig").write_text(editors, encoding="utf-8")
    return folder


def built(folder: Path, *said: Says | Decides, things: str = THINGS) -> Dataset:
    """Build the dataset of what is said, without the shapes."""
    return build_dataset(write_folder(folder, *said, things=things), shapes=False)


def altered(folder: Path, name: str, old: str, new: str) -> Path:
    """Return the folder after a change to one of its files."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def refusal(folder: Path, *, shapes: bool = False) -> list[Found]:
    """Return the faults for which the build refuses the folder."""
    with pytest.raises(InvalidDataError) as caught:
        build_dataset(folder, shapes=shapes)
    return [seen(folder, fault) for fault in caught.value.faults]


def seen(folder: Path, fault: Fault) -> Found:
    """Return what the fault says, with the file as it is called in the folder."""
    return fault.file.relative_to(folder).as_posix(), fault.line, fault.message, fault.expected


def described(dataset: Dataset, name: str) -> Description:
    """Return what the conclusions graph says on a thing: the values of each property."""
    description: Description = {}
    for quad in _in_conclusions(dataset, name):
        description.setdefault(shorten(quad.predicate.value), set()).add(_written(quad.object))
    return description


@dataclass(frozen=True)
class Outcome:
    """What is concluded on a property: claims are named by their sources, several in the order of their names.

    A position is written as `value: claims`, with a star before the adopted one and a dash before a rejected one.
    """

    value: str
    rule: str
    supported: str = ""
    opposed: str = ""
    positions: tuple[str, ...] = ()
    reason: str = ""


def outcome(dataset: Dataset, about: str, name: str) -> Outcome | None:
    """Return what is concluded on a property of a record or thing, and between which positions it stands."""
    slug = f"{about.replace(':', '-')}-{name}"
    concluded, contested = described(dataset, f"conclusion:{slug}"), described(dataset, f"disagreement:{slug}")
    if not concluded and not contested:
        return None
    positions = sorted(contested.get("mp:hasPosition", set()))
    return Outcome(
        value=_value(concluded),
        rule=_only((concluded or contested)["mp:rule"]),
        supported=_names(concluded.get("mp:supportedBy", set())),
        opposed=_names(concluded.get("mp:opposedBy", set())),
        positions=tuple(_position(described(dataset, position)) for position in positions),
        reason=_only(contested.get("dcterms:description", {""})),
    )


def _value(description: Description) -> str:
    bounds = ("mp:minimum", "mp:maximum")
    if any(name in description for name in bounds):
        return " to ".join(_only(description.get(name, {"any"})) for name in bounds)
    return _names(description.get("rdf:value", set()))


def _position(description: Description) -> str:
    mark = "*" if description["mp:preferred"] == {"true"} else "-" if description["mp:rejected"] == {"true"} else ""
    return f"{mark}{_value(description)}: {_names(description.get('mp:supportedBy', set()))}".rstrip()


def _names(values: set[str]) -> str:
    return " ".join(sorted(value.partition(":")[2] or value for value in values))


def _only(values: set[str]) -> str:
    [value] = values
    return value.removeprefix("rule:")


@cache
def project_dataset() -> Dataset:
    """Return the dataset of the project's own data, built once for all tests that read it."""
    return build_dataset(shapes=False)


def full(name: str) -> str:
    """Return the IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _in_conclusions(dataset: Dataset, name: str) -> list[Quad]:
    graph = NamedNode("https://w3id.org/moonpact/id/graph/conclusions")
    return list(dataset.store.quads_for_pattern(NamedNode(full(name)), None, None, graph))


def _written(term: object) -> str:
    if isinstance(term, Literal):
        return term.value
    return shorten(term.value) if isinstance(term, NamedNode) else str(term)
