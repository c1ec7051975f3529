"""A folder of GCAT's tables becomes a folder with their statements and a report on what was matched."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, serialize

from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.gcat.claims import TABLES, Told, source_quads, tell_bodies, tell_launches, tell_sites
from moonpact.graph.gcat.matching import Register
from moonpact.graph.gcat.table import Table, read_table

QUADS: Final = "gcat.nq"
REPORT: Final = "matches.tsv"


@dataclass(frozen=True)
class Imported:
    """How many statements were written, without their copies in the default graph, and of how many things."""

    statements: int
    things: int
    matched: int


def import_gcat(folder: Path, out: Path, data: Path | None = None) -> Imported:
    """Write the tables of the folder as N-Quads, each statement in its graph and in the default graph, with a report.

    Raises:
        InvalidDataError: A table is missing or broken; nothing is written.
        FileExistsError: There is something at `out`.
    """
    if out.exists():
        raise FileExistsError(f"{out} is there already; name a folder that is not")
    tables, register = (
        {name: read_table(_file(folder, name), columns) for name, (columns, _) in TABLES.items()},
        Register(data),
    )
    bodies = [*tell_bodies(tables["orgs"], register), *tell_sites(tables["sites"], register)]
    told = [*bodies, *tell_launches(tables["launchlog"], register, bodies)]
    quads = [*_sources(tables), *(quad for each in told for quad in each.quads)]
    _write(out, quads, told, register)
    return Imported(len(quads), len(told), sum(each.match.ours for each in told))


def _file(folder: Path, name: str) -> Path:
    """The table as GCAT names it, else the greatest of the files that have its name in theirs: others are excerpts."""
    if (file := folder / f"{name}.tsv").is_file():
        return file
    found = sorted(folder.glob(f"*{name}*.tsv"), key=lambda file: (-file.stat().st_size, file.name))
    if not found:
        raise InvalidDataError((Fault(folder, 1, f"no table {name}.tsv", f"{', '.join(TABLES)}, each as {name}.tsv"),))
    return found[0]


def _sources(tables: dict[str, Table]) -> Iterator[Quad]:
    for name, table in tables.items():
        yield from source_quads(name, table)


def _write(out: Path, quads: list[Quad], told: Iterable[Told], register: Register) -> None:
    """Write beside the place, and put it there in one step, so that nothing half written is ever there."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=out.parent) as beside:
        fresh = Path(beside) / "gcat"
        fresh.mkdir()
        copies = (copy for quad in quads for copy in (quad, Quad(quad.subject, quad.predicate, quad.object)))
        serialize(copies, fresh / QUADS, format=RdfFormat.N_QUADS)
        (fresh / REPORT).write_text("".join(_report(told, register)), encoding="utf-8")
        fresh.rename(out)


def _report(told: Iterable[Told], register: Register) -> Iterator[str]:
    yield "kind\tcode\tname\tmatched\tthing\treason\n"
    known = set[tuple[str, str]]()
    for each in told:
        known.add((each.kind, each.code))
        match = each.match
        cells = (
            each.kind,
            each.code,
            each.name,
            "yes" if match.ours else "no",
            match.thing.value if match.thing else "",
            match.reason,
        )
        yield "\t".join(cells) + "\n"
    for (kind, code), iri in sorted(register.codes.items()):
        if kind in ("organization", "facility") and (kind, code) not in known:
            yield f"{kind}\t{code}\t\tno\t{iri}\tthe table has no such code\n"
