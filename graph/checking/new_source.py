"""The file of a new source, with what is known filled in and an example of a claim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from moonpact.graph.build import DATA
from moonpact.graph.conclusion.interval import written
from moonpact.graph.names import identifier, local_name
from moonpact.graph.prefixes import PREFIXES
from moonpact.ontology.files import folder

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# As the shapes have it (must:Source).
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TOP_CONCEPT: Final = NamedNode(f"{PREFIXES['skos']}topConceptOf")
_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
# For each length of a date: its precision, and what makes a day of it.
_PRECISIONS: Final = {4: ("year", "-01-01"), 7: ("month", "-01"), 10: ("day", "")}
# What no prefix stands in: strings and IRIs.
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>')
# Kinds of records and things: a name that is copied from the registers needs no prefix from elsewhere.
_MATTERS: Final = (
    "approval contribution count country event facility initiative instrument landing launch leadership mission "
    "organization outlet participation payload phase plan signature spacecraft statement"
)
_PREFIX: Final = re.compile(r"\b([a-z]+(?:-[a-z]+)*):")

_CLAIM: Final = """\
# One claim for each thing that the source says. Take away the "# " at the beginning of the lines below, put your own
# in the place of what is written in capitals, and repeat. The names of records and things are in the folder register/.
#
# claim:{slug}-1 a mp:Claim ;
#     mp:about participation:PARTY--INITIATIVE ;
#     mp:party country:PARTY ;
#     mp:initiative initiative:INITIATIVE ;
#     mp:status status:joined ;
#     mp:joinedOn "YEAR-MONTH-DAY"^^xsd:date ;
#     mp:datePrecision "day" ;
#     mp:certainty "stated" ;
#     dcterms:description "WHAT THE SOURCE SAYS, IN ONE SENTENCE OF YOUR OWN."@en ;
#     prov:wasDerivedFrom source:{slug} ."""


class InvalidSourceError(ValueError):
    """What is told of a new source cannot be so."""


@dataclass(frozen=True)
class Dated:
    """A date, with how much of it is known: `2024`, `2024-05` or `2024-05-31`."""

    start: date
    precision: str


@dataclass(frozen=True)
class NewSource:
    """What is known of a new source; of `issued` and `estimate`, one at most."""

    slug: str
    title: str
    publisher: str
    kind: str
    language: str
    read: date
    url: str | None = None
    issued: Dated | None = None
    estimate: Dated | None = None
    basis: str | None = None


def read_dated(text: str) -> Dated:
    """Return the date that is written as a year, a month or a day.

    Raises:
        InvalidSourceError: It is no date, or none of the calendar.
    """
    problem = f"'{text}' is no date; write 2024, 2024-05 or 2024-05-31"
    if not _DATE.fullmatch(text):
        raise InvalidSourceError(problem)
    precision, rest = _PRECISIONS[len(text)]
    try:
        return Dated(date.fromisoformat(text + rest), precision)
    except ValueError as error:
        raise InvalidSourceError(problem) from error


def source_kinds() -> list[str]:
    """Return the kinds of source that the ontology knows, in its order."""
    quads = parse(path=folder() / "schemes" / "source-kind.ttl", format=RdfFormat.TURTLE)
    return [local_name(str(quad.subject.value)) for quad in quads if quad.predicate == _TOP_CONCEPT]


def source_text(source: NewSource, data: Path | None = None) -> str:
    """Return the TriG file of the source.

    Raises:
        InvalidSourceError: What is told of it cannot be so, or the data has a source of this name.
    """
    for problem in _problems(source, data or DATA):
        raise InvalidSourceError(problem)
    lines = [*_description(source), "", _CLAIM.format(slug=source.slug)]
    body = "\n".join([f"GRAPH {identifier('source', source.slug)} {{\n", *lines])
    return f"{_prefixes(body)}\n\n{body}\n\n}}\n"


def _problems(source: NewSource, data: Path) -> Iterator[str]:
    if not _SLUG.fullmatch(source.slug):
        yield f"'{source.slug}' is no name for a source; write small letters, digits and single hyphens"
    if (file := data / "source" / f"{source.slug}.trig").exists():
        yield f"there is a source of this name: {file}"
    if source.kind not in (kinds := source_kinds()):
        yield f"'{source.kind}' is no kind of source; choose {', '.join(kinds)}"
    if not _LANGUAGE.fullmatch(source.language):
        yield f"'{source.language}' is no language; write a tag such as en or zh-Hant"
    if source.url is not None and not _is_iri(source.url):
        yield f"'{source.url}' is no address; write it with https:// and without spaces"
    yield from _problems_of_date(source)


def _problems_of_date(source: NewSource) -> Iterator[str]:
    if source.issued and source.estimate:
        yield "give the date of issue or an estimate of it, not both"
    if bool(source.estimate) != bool(source.basis):
        yield "an estimated date and its basis go together; give both"
    stated = source.issued or source.estimate
    if stated and stated.start > source.read:
        yield f"a source issued {written(stated.start, stated.precision)} cannot have been read {source.read}"


def _is_iri(text: str) -> bool:
    try:
        return bool(NamedNode(text)) and re.match("https?://.", text) is not None
    except ValueError:
        return False


def _description(source: NewSource) -> Iterator[str]:
    yield f"source:{source.slug} a mp:Source ;"
    yield f"    dcterms:title {Literal(source.title, language=source.language)} ;"
    yield f"    dcterms:publisher {Literal(source.publisher)} ;"
    yield f"    dcterms:language {Literal(source.language)} ;"
    if source.issued:
        yield from _date_lines("dcterms:issued", source.issued)
    if source.estimate:
        yield from _date_lines("mp:issuedEstimate", source.estimate)
        yield f"    mp:estimateBasis {Literal(source.basis or '')} ;"
    yield f"    mp:sourceKind source-kind:{source.kind} ;"
    if source.url:
        yield f"    schema:url {NamedNode(source.url)} ;"
    yield f'    mp:readOn "{source.read}"^^xsd:date .'


def _date_lines(name: str, stated: Dated) -> Iterator[str]:
    yield f'    {name} "{stated.start}"^^xsd:date ;'
    yield f'    mp:datePrecision "{stated.precision}" ;'


def _prefixes(body: str) -> str:
    """The prefixes that the text uses, those of the example too, and those of all that a claim can be about."""
    used = {*_PREFIX.findall(_QUOTED.sub("", body)), *_MATTERS.split()}
    return "\n".join(f"@prefix {name}: <{iri}> ." for name, iri in sorted(PREFIXES.items()) if name in used)
