"""`moonpact import gcat`: what the tables become, and what is refused."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Quad, RdfFormat, parse

from moonpact.graph.checking.parse import Document
from moonpact.graph.checking.vocabulary import check_vocabulary, read_vocabulary
from moonpact.graph.gcat.importing import import_gcat
from moonpact.graph.names import ONTOLOGY_GRAPH
from moonpact.ontology.files import folder as ontology
from moonpact.server.command import main

REAL = Path(__file__).parents[2] / "shared" / "evidence" / "gcat"
ORGS = """\
#Code\tType\tTStart\tTStop\tShortName\tName\tShortEName\tEName\tUName
# Updated 2025 Apr 14 2205:25
EGSA\tO\t2004\t-\tEuro GSA\tEuropean GNSS Supervisory Authority\t-\t-\t-
EGYSA\tO\t2017\t-\tEgSA\tWikalat\tEgSA\tEgyptian Space Agency\t-
SKTSS\tO\t2020?\t-\tShenkong Tance\tShenkong Tance Shiyan Shi\tAnhui\tAnhui Province\t-
PL\tCY\t1989\t*\tPolska\tRzeczpospolita Polska\tPoland\tPoland, Republic of\t-
PLRL\tCY\t1947\t1989\tPolska\tPolska Ludowa\tPoland\tPoland, People's Republic of\t-
CN-HB\tCYP\t1949\t-\tHubei\tHubei\tHubei\tHubei Province\t-
AQ\tCY\t-\t-\tAntarctica\tAntarctica\tAntarctica\tAntarctica\t-
"""
SITES = """\
#Site\tTStart\tShortName\tName\tEName\tUName\tLongitude\tLatitude
# Updated 2024 Nov 27 05:01:59
NIIP-5\t1955\tBaikonur\tNIIP-5\t-\t-\t  63.3 \t 45.9
"""
LAUNCHES = """\
#Launch_Tag\tLaunch_Date\tPiece\tName\tJCAT\tLV_Type\tLaunch_Site\tAgency\tLaunch_Code
1959 MU\t1959 Jan  2 1641:21\t1959 MU 1\tLuna-1\tS00112\tVostok\tNIIP-5\tMVS\tDS
1957 ALP\t1957 Oct  4 1928:34\t1957 ALP 2\tPS-1\tS00002\tSputnik\tNIIP-5\tEGYSA\tOS
"""
MATCHES = """\
kind code matched thing
organization EGSA no organization/gcat-egsa
organization EGYSA yes organization/egsa
organization SKTSS yes organization/dsel
country PL yes country/poland
country PLRL no
country CN-HB no
country AQ no
facility NIIP-5 yes facility/baikonur
launch 1959-MU yes launch/luna-1
launch 1957-ALP no launch/gcat-1957-alp
"""


def _tables(folder: Path, **changed: str) -> Path:
    folder.mkdir()
    for name, text in {"orgs": ORGS, "sites": SITES, "launchlog": LAUNCHES, **changed}.items():
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8")
    return folder


def _faults(file: Path) -> list[str]:
    files = [*ontology().glob("*.ttl"), *ontology().glob("schemes/*.ttl")]
    terms = [
        Document(
            f,
            "",
            tuple(
                Quad(q.subject, q.predicate, q.object, ONTOLOGY_GRAPH) for q in parse(path=f, format=RdfFormat.TURTLE)
            ),
        )
        for f in files
    ]
    register = Path(__file__).parents[1] / "graph" / "data" / "register"
    known = [Document(f, "", tuple(parse(path=f, format=RdfFormat.TURTLE))) for f in register.glob("*.ttl")]
    told = Document(file, "", tuple(parse(path=file, format=RdfFormat.N_QUADS)))
    return [fault.message for fault in check_vocabulary([told], read_vocabulary([*terms, *known, told]))]


def test_things_match_by_code_and_say_nothing_wrong(tmp_path: Path) -> None:
    tables = _tables(tmp_path / "tables")
    done = CliRunner().invoke(main, ["import", "gcat", str(tables), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    rows = [line.split("\t") for line in (tmp_path / "out" / "matches.tsv").read_text().splitlines()]
    known = [
        " ".join([row[0], row[1].replace(" ", "-"), row[3], row[4].partition("/id/")[2]]).rstrip()
        for row in rows[1:]
        if row[2]
    ]
    assert known == MATCHES.splitlines()[1:]
    text = (tmp_path / "out" / "gcat.nq").read_text(encoding="utf-8")
    assert "Anhui" not in text
    assert "CC-BY" in text
    assert _faults(tmp_path / "out" / "gcat.nq") == []
    import_gcat(tables, tmp_path / "again")
    assert (tmp_path / "again" / "gcat.nq").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"orgs": ORGS + "EGSA\t-\n"}, "orgs.tsv:10"),
        ({"orgs": ORGS + "EGSA\tO\t-\t-\tA\tB\t-\t-\t-\n"}, "orgs.tsv:10"),
        ({"sites": SITES.replace("63.3", "east")}, "sites.tsv:3"),
        ({"launchlog": LAUNCHES.replace("JCAT", "CAT")}, "launchlog.tsv:1"),
    ],
)
def test_broken_tables_are_refused_and_nothing_is_written(tmp_path: Path, changed: dict[str, str], told: str) -> None:
    tables = _tables(tmp_path / "tables", **changed)
    done = CliRunner().invoke(main, ["import", "gcat", str(tables), "--out", str(tmp_path / "out")])
    assert done.exit_code != 0
    assert told in done.output
    assert [file.name for file in tmp_path.iterdir()] == ["tables"]


def test_an_empty_folder_and_what_is_there_are_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["import", "gcat", str(tmp_path), "--out", str(tmp_path / "out")])
    assert "no table orgs.tsv" in done.output
    done = CliRunner().invoke(main, ["import", "gcat", str(tmp_path), "--out", str(tmp_path)])
    assert "is there already" in done.output


@pytest.mark.skipif(not REAL.is_dir(), reason="the tables of GCAT are not here")
def test_the_real_tables(tmp_path: Path) -> None:
    done = import_gcat(REAL, tmp_path / "out")
    assert done.statements > 250_000
    assert done.matched == 274
    assert _faults(tmp_path / "out" / "gcat.nq") == []
