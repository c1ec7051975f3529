"""What `moonpact export` writes is read by others, is the same every time, and can be trusted."""

import csv
import gzip
import hashlib
import json
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd
import pytest
import zstandard
from pyoxigraph import RdfFormat, parse

from moonpact.graph.dataset import find_release, write_dataset
from moonpact.graph.export.external_sort import sorted_lines
from moonpact.graph.export.file import ExportFile, file_name
from moonpact.graph.export.files import NotEmptyError, export, read_export
from moonpact.graph.export.program import export_view
from moonpact.graph.names import CONCLUSIONS_GRAPH
from moonpact.graph.view import View
from moonpact.queries.table import list_tables, parse_table
from tests.linked_data import by_pyld, canonical
from tests.made_up import SIGNING, Says, built, dated, project_dataset
from tests.server import MOONPACT
from tests.test_other_parsers import count_by_rapper, rapper

FORMULA: Final = '=HYPERLINK("http://x.example","see")'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, float]:
    """The folder of the project's dataset, that of its files, and how many seconds these took."""
    folder = tmp_path_factory.mktemp("export")
    write_dataset(project_dataset(), folder / "dataset")
    start = time.monotonic()
    export(find_release(folder / "dataset"), folder / "files")
    return folder / "dataset", folder / "files", time.monotonic() - start


@pytest.fixture(scope="module")
def club_files(club_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the made-up dataset."""
    folder = tmp_path_factory.mktemp("club-files")
    subprocess.run([MOONPACT, "export", str(folder), "--data", str(club_data)], check=True, capture_output=True)
    return folder


def one(folder: Path, ending: str) -> Path:
    """Return the file of the whole dataset, or of the part that the ending begins with."""
    return folder / f"moonpact-{read_export(folder).version}{ending}"


def lines(file: Path, format_: RdfFormat) -> str:
    """Return the triples of a file as N-Triples."""
    return "".join(f"{quad.triple} .\n" for quad in parse(path=file, format=format_))


def rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as content:
        return list(csv.DictReader(content))


def content(folder: Path) -> dict[str, bytes]:
    """Return what all files of a folder hold."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_everything_is_made_in_half_a_minute(made: tuple[Path, Path, float]) -> None:
    assert made[2] < 30


def test_two_exports_are_the_same_bytes(made: tuple[Path, Path, float], club_data: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        out = str(tmp_path / f"{number}")
        subprocess.run([MOONPACT, "export", out, "--data", str(club_data)], check=True, capture_output=True)
    assert content(tmp_path / "1") == content(tmp_path / "2")
    assert len(content(tmp_path / "1")) > 80


def test_the_list_has_every_file_with_its_size_and_checksum(made: tuple[Path, Path, float]) -> None:
    folder = made[1]
    found = read_export(folder)
    listed = {file.path: file for file in found.files}
    assert set(content(folder)) == {*listed, found.checksums.path, "downloads.json"}
    for path, file in listed.items():
        body = (folder / path).read_bytes()
        assert (path, len(body), hashlib.sha256(body).hexdigest()) == (path, file.size, file.sha256)
    checked = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True, check=True)
    assert checked.stdout == b""
    assert {file.part for file in found.files} >= {"whole", "conclusions", "claims", "source", "tables", "licence"}
    assert "initiative-ilrs" in {file.part for file in found.files}


def test_compressed_files_hold_the_same(made: tuple[Path, Path, float]) -> None:
    plain = one(made[1], ".ttl").read_bytes()
    assert gzip.decompress(one(made[1], ".ttl.gz").read_bytes()) == plain
    # The size stands in the frame, as readers that take it at once need it.
    assert zstandard.ZstdDecompressor().decompress(one(made[1], ".ttl.zst").read_bytes()) == plain


def test_all_formats_hold_the_same_triples(club_files: Path) -> None:
    expected = canonical(lines(one(club_files, ".nt"), RdfFormat.N_TRIPLES))
    assert canonical(lines(one(club_files, ".ttl"), RdfFormat.TURTLE)) == expected
    assert canonical(lines(one(club_files, ".rdf"), RdfFormat.RDF_XML)) == expected
    assert canonical(lines(one(club_files, ".jsonld"), RdfFormat.JSON_LD)) == expected
    assert by_pyld(one(club_files, ".jsonld").read_text(encoding="utf-8")) == expected
    # The default graph is the merge of all others.
    assert canonical(lines(one(club_files, ".nq"), RdfFormat.N_QUADS)) == expected
    assert set(parse(path=one(club_files, ".trig"), format=RdfFormat.TRIG)) == set(
        parse(path=one(club_files, ".nq"), format=RdfFormat.N_QUADS)
    )


def test_parts_hold_what_they_are_named_by(club_files: Path) -> None:
    quads = list(parse(path=one(club_files, ".nq"), format=RdfFormat.N_QUADS))
    concluded = "".join(f"{quad.triple} .\n" for quad in quads if quad.graph_name == CONCLUSIONS_GRAPH)
    claimed = "".join(f"{quad.triple} .\n" for quad in quads if "/id/source/" in str(quad.graph_name))
    assert canonical(lines(one(club_files, "-conclusions.ttl"), RdfFormat.TURTLE)) == canonical(concluded)
    assert canonical(lines(one(club_files, "-claims.nt"), RdfFormat.N_TRIPLES)) == canonical(claimed)
    herald = list(parse(path=club_files / "sources" / "herald.trig", format=RdfFormat.TRIG))
    assert set(herald) == {quad for quad in quads if str(quad.graph_name).endswith("/source/herald>")}
    club = lines(one(club_files, "-initiative-moon-club.nt"), RdfFormat.N_TRIPLES)
    assert "/id/claim/gazette> " in club
    assert "/id/claim/post> " in club
    assert "/id/facility/moon-dome>" not in club


@rapper
def test_rapper_reads_the_files(made: tuple[Path, Path, float]) -> None:
    count = sum(1 for _ in parse(path=one(made[1], ".nt"), format=RdfFormat.N_TRIPLES))
    for ending, form in ((".ttl", "turtle"), (".nt", "ntriples"), (".rdf", "rdfxml")):
        assert count_by_rapper(form, one(made[1], ending).read_bytes()) == count


def test_tables_have_the_same_rows_in_every_format(made: tuple[Path, Path, float]) -> None:
    folder = made[1]
    with closing(sqlite3.connect(one(folder, ".sqlite"))) as database:
        for table in list_tables():
            frame = pd.read_csv(one(folder, f"-{table.name}.csv"), dtype=str, keep_default_na=False)
            names = [column.name for column in table.columns]
            assert list(frame.columns) == names
            kept = database.execute(f'SELECT * FROM "{table.name}"').fetchall()  # noqa: S608 - The name is ours.
            stored = duckdb.read_parquet(str(one(folder, f"-{table.name}.parquet")))
            assert (table.name, len(frame), stored.columns) == (table.name, len(kept), names)
            assert (table.name, len(stored.fetchall())) == (table.name, len(frame))
            assert [row[0] for row in kept] == list(frame[names[0]])


def test_parquet_and_sqlite_know_types(made: tuple[Path, Path, float]) -> None:
    sources, counts = (duckdb.read_parquet(str(one(made[1], f"-{name}.parquet"))) for name in ("sources", "counts"))
    found = sources.aggregate("count(*) > 400, min(knownFrom) < DATE '2000-01-01', sum(claims) > 1000")
    assert found.fetchall() == [(True, True, True)]
    types = dict(zip(counts.columns, map(str, counts.types), strict=True))
    assert {types[name] for name in ("value", "minimum")} == {"DECIMAL(38,9)"}
    assert (types["contested"], types["sources"], types["asOf"]) == ("BOOLEAN", "BIGINT", "DATE")
    with closing(sqlite3.connect(one(made[1], ".sqlite"))) as database:
        query = "SELECT count(*) FROM participants WHERE contested AND initiative LIKE '%/ilrs' AND sources > 3"
        assert database.execute(query).fetchone()[0] > 3


def test_the_tables_of_the_made_up_data(club_files: Path) -> None:
    [signed] = rows(one(club_files, "-signatures.csv"))
    assert (signed["partyName"], signed["partyNameZh"], signed["signedOn"]) == ("Ruritania", "鲁里坦尼亚", "2023-05-04")
    joined = {row["participation"].rpartition("/")[2]: row for row in rows(one(club_files, "-participants.csv"))}
    assert list(joined) == ["borduria--moon-club", "ruritania--moon-club"]
    told = joined["ruritania--moon-club"]
    assert {name: told[name] for name in ("joinedOn", "joinedOnPrecision", "contested", "sources")} == {
        "joinedOn": "2023-05-01",
        "joinedOnPrecision": "month",
        "contested": "true",
        "sources": "1",
    }
    positions = rows(one(club_files, "-disagreements.csv"))
    assert {row["claims"].rpartition("/")[2] for row in positions} == {
        "gazette",
        "courier",
        "post",
        "times",
        "echo",
        "mirror",
    }
    assert {row["source"].rpartition("/")[2]: row["claims"] for row in rows(one(club_files, "-sources.csv"))}[
        "editors"
    ] == "0"
    metadata = json.loads(one(club_files, "-counts.csv-metadata.json").read_text(encoding="utf-8"))
    assert metadata["url"] == one(club_files, "-counts.csv").name
    assert [column["name"] for column in metadata["tableSchema"]["columns"]] == list(
        rows(one(club_files, "-counts.csv"))[0]
    )


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    hostile = (
        f'dcterms:issued "2024-01-01"^^xsd:date ; mp:datePrecision "day" ; dcterms:publisher {json.dumps(FORMULA)}'
    )
    dataset = built(tmp_path / "data", Says("herald", SIGNING, dated("signedOn", "2023-05-04"), issued=hostile))
    write_dataset(dataset, tmp_path / "dataset")
    export(find_release(tmp_path / "dataset"), tmp_path / "files")
    [source] = rows(one(tmp_path / "files", "-sources.csv"))
    assert source["publisher"].startswith(f"'{FORMULA}")
    stored = duckdb.read_parquet(str(one(tmp_path / "files", "-sources.parquet"))).project("publisher").fetchall()
    assert [publisher.startswith(FORMULA) for (publisher,) in stored] == [True]


def test_a_view_has_files_of_its_own(made: tuple[Path, Path, float], tmp_path: Path) -> None:
    view = View(according_to=frozenset({"agency"}))
    found = export_view(find_release(made[0]), tmp_path / "agency", view)
    version = find_release(made[0]).version
    assert (found.version, found.view) == (view.version_of(version), {"according-to": "agency"})
    whole = read_export(made[1])
    names = {file.path.removeprefix("sources/") for file in found.files if file.part == "source"}
    assert 0 < len(names) < sum(file.part == "source" for file in whole.files)
    assert {row["kind"].rpartition("/")[2] for row in rows(one(tmp_path / "agency", "-sources.csv"))} == {"agency"}


def test_a_folder_that_is_not_empty_is_left_alone(made: tuple[Path, Path, float], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NotEmptyError, match="is not empty; give a new folder"):
        export(find_release(made[0]), tmp_path)
    command = [MOONPACT, "export", str(tmp_path), "--dataset", str(made[0])]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (2, f"{tmp_path} is not empty; give a new folder\n")
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--as-of", "2023-02-30"], "'2023-02-30' is no day of the calendar"),
        (["--according-to", "gossip"], "no kind of source"),
        (["--dataset", "x", "--data", "y"], "does not exist"),
    ],
)
def test_bad_options(made: tuple[Path, Path, float], tmp_path: Path, options: list[str], says: str) -> None:
    dataset = [] if "--dataset" in options else ["--dataset", str(made[0])]
    command = [MOONPACT, "export", str(tmp_path / "out"), *dataset, *options]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert says in done.stderr
    assert not (tmp_path / "out").exists()


def test_names_of_files_are_safe() -> None:
    assert file_name("https://x.example/id/source/../é=&;") == "%C3%A9%3D%26%3B"
    assert file_name("https://x.example/id/source/a-b_c.2") == "a-b_c.2"


def test_lines_are_sorted_through_the_disk() -> None:
    given = [b"%03d\n" % (7 * number % 101) for number in range(101)]
    assert list(sorted_lines(iter(given), run_lines=10)) == sorted(given)
    assert list(sorted_lines([])) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#+ title: A\n",
        "#+ column: a | string | A\n",
        "#+ title: A\n#+ column: a | text | A\n",
        "#+ title: A\n#+ colour: red",
    ],
)
def test_a_table_with_a_wrong_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="table 'x': expected"):
        parse_table("x", text)


def test_every_column_of_a_table_is_projected() -> None:
    for table in list_tables():
        projection = table.text.partition("SELECT")[2].partition("WHERE")[0].split()
        assert (table.name, projection) == (table.name, [f"?{column.name}" for column in table.columns])


def test_what_is_written_is_read_back() -> None:
    file = ExportFile("a.ttl.gz", "whole", "Turtle", "application/gzip", 3, "abc", "gz")
    assert ExportFile(**file.to_json()) == file
