"""GCAT's organizations, sites and launches as claims on the things that they are about."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.gcat.matching import Match, Register
from moonpact.graph.gcat.table import Row, Table, read_day
from moonpact.graph.names import PREF_LABEL, RDF_TYPE, REGISTER_GRAPH, XSD, identifier, term

_DCTERMS: Final = "http://purl.org/dc/terms/"
_DERIVED: Final = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
_URL: Final = NamedNode("https://schema.org/url")
_ADDRESS: Final = "https://planet4589.org/space/gcat/tsv"
# The columns that are read, and the folder in which GCAT publishes the table.
TABLES: Final = {
    "orgs": (("Code", "Type", "TStart", "TStop", "ShortName", "Name", "ShortEName", "EName", "UName"), "tables"),
    "sites": (("Site", "TStart", "ShortName", "Name", "EName", "UName", "Longitude", "Latitude"), "tables"),
    "launchlog": (
        ("Launch_Tag", "Launch_Date", "Piece", "Name", "JCAT", "LV_Type", "Launch_Site", "Agency", "Launch_Code"),
        "derived",
    ),
}
# Rows whose English name is that of something else: SKTSS, a laboratory, has the name of its province.
_WRONG_ENGLISH: Final = {"SKTSS"}
_STATE, _PART_OF_STATE, _STILL = "CY", "CYP", "*"
_PART: Final = Match(None, ours=False, reason="a part of a state")
_FORMER: Final = Match(None, ours=False, reason="a state of this name that has ended, beside one that lasts")
Value = NamedNode | Literal


@dataclass(frozen=True)
class Told:
    """What the catalogue tells of one thing: its code and name, what it was matched with, and the statements."""

    kind: str
    code: str
    name: str
    match: Match
    quads: tuple[Quad, ...]


def source_quads(name: str, table: Table) -> Iterator[Quad]:
    """Describe a table as a source, with its licence; a table without a day is as old as its last launch."""
    iri, folder = _source(name), TABLES[name][1]
    yield from _say(
        iri,
        iri,
        (RDF_TYPE, term("Source")),
        (_dc("title"), Literal(f"GCAT {name}.tsv (Jonathan McDowell, https://planet4589.org, CC-BY)", language="en")),
        (_dc("publisher"), Literal("Jonathan McDowell, GCAT (planet4589.org)")),
        (_dc("language"), Literal("en")),
        (term("sourceKind"), identifier("source-kind", "dataset")),
        (_URL, NamedNode(f"{_ADDRESS}/{folder}/{name}.tsv")),
        (term("datePrecision"), Literal("day")),
    )
    if table.updated:
        yield Quad(iri, _dc("issued"), _date(table.updated), iri)
        return
    days = [day[0] for row in table.rows if (day := read_day(row["Launch_Date"][:11].strip()))]
    if not days:
        fault = Fault(table.file, 1, "no day of the table", "a line '# Updated' with its day, or launches with theirs")
        raise InvalidDataError((fault,))
    yield Quad(iri, term("issuedEstimate"), _date(max(days)), iri)
    yield Quad(iri, term("estimateBasis"), Literal("the last launch in the table"), iri)


def tell_bodies(table: Table, register: Register) -> Iterator[Told]:
    """Tell of the organizations; states are among them, and their parts, which are left out."""
    rows = list(_unlike(table, "Code"))
    states = {row["Code"]: register.match_state([row["ShortEName"], row["EName"]]) for row in rows if _is_state(row)}
    lasting = {states[row["Code"]].thing for row in rows if _is_state(row) and row["TStop"] in ("", _STILL)} - {None}
    for row in rows:
        if _is_state(row):
            match = states[row["Code"]]
            yield _state(row, _FORMER if row["TStop"] not in ("", _STILL) and match.thing in lasting else match)
        elif row["Type"] == _PART_OF_STATE:
            yield Told("country", row["Code"], row["EName"], _PART, ())
        else:
            yield _told("orgs", "organization", row, row["Code"], register)


def _is_state(row: Row) -> bool:
    return row["Type"] == _STATE


def tell_sites(table: Table, register: Register) -> Iterator[Told]:
    """Tell of the launch sites, with their position in degrees."""
    for row in _unlike(table, "Site"):
        yield _told("sites", "facility", row, row["Site"], register, *_position(table, row))


def tell_launches(table: Table, register: Register, told: Iterable[Told]) -> Iterator[Told]:
    """Tell of the launches and of what flew on each, which stands in consecutive rows; `told` are bodies and sites."""
    things = {(each.kind, each.code): thing for each in told if (thing := each.match.thing) is not None}
    for tag, found in groupby(table.rows, key=lambda row: row["Launch_Tag"]):
        rows = list(found)
        match = register.match_launch(tag, [row["JCAT"] for row in rows], f"gcat-{slug(tag)}")
        aboard = {row["JCAT"]: register.match("mission", row["JCAT"], "") for row in rows}
        craft = [row for row in rows if not aboard[row["JCAT"]].ours]
        cargo = [found.known for found in aboard.values() if found.ours]
        cargo += [
            identifier("spacecraft", f"gcat-{slug(code)}") for code in dict.fromkeys(row["JCAT"] for row in craft)
        ]
        said: list[tuple[NamedNode, Value]] = [(term("concerns"), thing) for thing in cargo]
        quads = (*_launch(tag, rows[0], match, said, things), *(q for row in craft for q in _spacecraft(row)))
        yield Told("launch", tag, rows[0]["Name"], match, quads)


def slug(code: str) -> str:
    """Return a code as it stands in IRIs."""
    return re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-")


def _state(row: Row, match: Match) -> Told:
    code, label = row["Code"], row["EName"] or row["ShortEName"]
    if match.thing is None:
        return Told("country", code, label, match, ())
    named = (term("nameUsed"), Literal(label, language="en"))
    text = f"GCAT lists the state {label} under the code {code}."
    return Told("country", code, label, match, tuple(_claim("orgs", code, match.thing, text, named)))


def _told(name: str, kind: str, row: Row, code: str, register: Register, *said: tuple[NamedNode, Value]) -> Told:
    match = register.match(kind, code, f"gcat-{slug(code)}")
    label = _label(row, code)
    thing = match.known
    about = _say(
        thing,
        REGISTER_GRAPH,
        (RDF_TYPE, term(kind.capitalize())),
        (term("gcatCode"), Literal(code)),
        *([] if match.ours else [(PREF_LABEL, Literal(label, language="en"))]),
    )
    since = _dated("foundedOn", row["TStart"])
    named = (term("nameUsed"), Literal(label, language="en"))
    claim = _claim(name, code, thing, f"GCAT lists {label} under the code {code}.", named, *since, *said)
    return Told(kind, code, label, match, (*about, *claim))


def _launch(
    tag: str, row: Row, match: Match, said: list[tuple[NamedNode, Value]], things: dict[tuple[str, str], NamedNode]
) -> Iterator[Quad]:
    label = Literal(f"Launch {tag}", language="en")
    named = [] if match.ours else [(PREF_LABEL, label), *said]
    yield from _say(match.known, REGISTER_GRAPH, (RDF_TYPE, term("Launch")), *named)
    kinds = ("organization", "country")
    bodies = [thing for code in row["Agency"].split("/") for kind in kinds if (thing := things.get((kind, code)))]
    day = row["Launch_Date"][:11].strip()
    yield from _claim(
        "launchlog",
        tag,
        match.known,
        f"GCAT lists the launch {tag} on a {row['LV_Type']} at {row['Launch_Date']} (UTC).",
        *said,
        *_dated("occurredOn", day),
        (term("launchVehicle"), Literal(row["LV_Type"])),
        *((term("party"), body) for body in bodies),
        *((term("site"), site) for site in [things.get(("facility", row["Launch_Site"]))] if site),
        (term("describedAs"), Literal(f"launch code {row['Launch_Code']}; the day in UTC")),
    )


def _spacecraft(row: Row) -> Iterator[Quad]:
    thing = identifier("spacecraft", f"gcat-{slug(row['JCAT'])}")
    yield from _say(
        thing,
        REGISTER_GRAPH,
        (RDF_TYPE, term("Spacecraft")),
        (PREF_LABEL, Literal(row["Name"] or row["JCAT"], language="en")),
        (term("gcatCode"), Literal(row["JCAT"])),
        (term("cospar"), Literal(row["Piece"])),
    )


def _claim(name: str, code: str, about: NamedNode, text: str, *said: tuple[NamedNode, Value]) -> Iterator[Quad]:
    yield from _say(
        identifier("claim", f"gcat-{name}-{slug(code)}"),
        _source(name),
        (RDF_TYPE, term("Claim")),
        (term("about"), about),
        (term("certainty"), Literal("stated")),
        (_dc("description"), Literal(text, language="en")),
        (_DERIVED, _source(name)),
        *said,
    )


def _label(row: Row, code: str) -> str:
    # Names in the plain column are in TeX where they have accents.
    plain = row["UName"] if "\\" in row["Name"] else row["Name"]
    english = "" if code in _WRONG_ENGLISH else row["EName"]
    return english or plain or row["ShortName"] or code


def _dated(name: str, text: str) -> list[tuple[NamedNode, Value]]:
    day = read_day(text)
    doubt: list[tuple[NamedNode, Value]] = [(term("describedAs"), Literal(text))] if text.endswith("?") else []
    return [(term(name), _date(day[0])), (term("datePrecision"), Literal(day[1])), *doubt] if day else []


def _position(table: Table, row: Row) -> Iterator[tuple[NamedNode, Value]]:
    for name in ("latitude", "longitude"):
        text = row[name.capitalize()]
        if text and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
            raise InvalidDataError((Fault(table.file, row.line, f"{name} '{text}' is no number", "degrees"),))
        if text:
            yield term(name), Literal(text, datatype=NamedNode(f"{XSD}decimal"))


def _unlike(table: Table, column: str) -> Iterator[Row]:
    """The rows, none of which may have the code of another."""
    lines: dict[str, int] = {}
    for row in table.rows:
        name = slug(row[column])
        if not name or name in lines:
            message = f"code '{row[column]}' stands on line {lines[name]} already" if name else "a row without a code"
            raise InvalidDataError((Fault(table.file, row.line, message, "one row for each code"),))
        lines[name] = row.line
        yield row


def _say(subject: NamedNode, graph: NamedNode, *said: tuple[NamedNode, Value]) -> Iterator[Quad]:
    return (Quad(subject, predicate, value, graph) for predicate, value in said)


def _source(name: str) -> NamedNode:
    return identifier("source", f"gcat-{name}")


def _dc(name: str) -> NamedNode:
    return NamedNode(_DCTERMS + name)


def _date(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(f"{XSD}date"))
