"""`moonpact load` makes one dataset of files of any kind, or tells what is wrong with each and makes none."""

import bz2
import gzip
import lzma
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from tests.server import MOONPACT, Site, served

LINES = "".join(f'<x:s{each}> <x:p{each % 3}> "{each}" .\n' for each in range(3000))
TURTLE = '<x:s> <x:p> "Östersjön"@sv, [ <x:deep> 459 ] .\n'
ASKED = [
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?p ?o { <x:s7> ?p ?o } ORDER BY ?o ?p",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p",
    "SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } }",
]


def run(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
    """Return exit status, output and errors of `moonpact load` with these arguments."""
    done = subprocess.run([MOONPACT, "load", *map(str, arguments)], input=stdin, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def many_files(folder: Path) -> Path:
    """Return a folder with files of several formats, compressed and not, and one that is none of them."""
    below = folder / "files" / "below"
    below.mkdir(parents=True)
    (below / "a.nt.gz").write_bytes(gzip.compress(LINES[:40_000].rpartition("\n")[0].encode()))
    (below / "b.nt").write_text(LINES, encoding="utf-8")
    (below / "c.ttl.xz").write_bytes(lzma.compress(TURTLE.encode()))
    (below.parent / "d.nq.bz2").write_bytes(bz2.compress(b'<x:s> <x:p> "in a graph" <x:g> .\n'))
    (below.parent / "readme.txt").write_text("not RDF", encoding="utf-8")
    return below.parent


def answers(site: Site) -> list[str]:
    """Return what the server answers to a few queries."""
    return [site.ask(query, "text/csv").text for query in ASKED]


def test_what_is_loaded_is_answered_from_memory_and_from_the_disk_alike(tmp_path: Path) -> None:
    files, extra = many_files(tmp_path), tmp_path / "e.ttl.zst"
    extra.write_bytes(zstandard.compress(b"<x:s7> <x:more> 7 .\n") + zstandard.compress(b"<x:s7> <x:more> 8 .\n"))
    found = []
    for keep in ("memory", "disk"):
        folder = tmp_path / keep
        told = (0, f"quads: 3,006; files: 5; moonpact serve {folder}\n", "")
        assert run(files, extra, "--keep", keep, "--out", folder) == told
        with served(folder) as first, served(folder) as second:
            assert answers(first) == answers(second)
            assert first.get("/health").body == second.get("/health").body
            found.append(answers(first))
    assert found[0] == found[1]
    assert found[0][1] == "p,o\r\nx:more,7\r\nx:p1,7\r\nx:more,8\r\n"
    assert found[0][3] == "g,o\r\nx:g,in a graph\r\n"


def test_standard_input_is_read(tmp_path: Path) -> None:
    out = tmp_path / "loaded"
    assert run("-", "--format", "ttl", "--out", out, stdin=TURTLE.encode())[:2] == (
        0,
        f"quads: 3; files: 1; moonpact serve {out}\n",
    )
    assert [each.name for each in out.iterdir()] == ["data.nq"]


def test_a_file_without_an_ending_has_the_format_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "dump"
    file.write_text(LINES, encoding="utf-8")
    assert run(file, "--format", "nt", "--out", tmp_path / "loaded")[0] == 0
    status, _, errors = run(file, "--out", tmp_path / "more")
    assert (status, errors.partition(";")[0]) == (1, f"{file}:1: 'dump' has an ending of no known format")


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("broken.nt", LINES.encode() + b"<x:s> <x:p> .\n", 3001),
        ("broken.ttl.gz", gzip.compress(b"<x:s> <x:p> 1 .\n\n<x:s> <x:p> .\n"), 3),
        ("cut.nt.gz", gzip.compress(LINES.encode())[:-20], 1),
        ("cut.nt.bz2", bz2.compress(LINES.encode())[:-20], 1),
        ("cut.nt.xz", lzma.compress(LINES.encode())[:-20], 1),
        ("cut.nt.zst", zstandard.compress(LINES.encode())[:-20], 1),
        ("plain.nt.gz", LINES.encode(), 1),
        ("plain.nt.bz2", LINES.encode(), 1),
        ("plain.nt.xz", LINES.encode(), 1),
        ("plain.nt.zst", LINES.encode(), 1),
        ("latin.ttl", b"\xe9", 1),
    ],
)
def test_a_file_with_a_fault_is_told_with_its_line_and_nothing_is_made(
    tmp_path: Path, name: str, content: bytes, place: int
) -> None:
    good, bad, worse = tmp_path / "good.nt", tmp_path / name, tmp_path / "worse.ttl"
    good.write_text(LINES, encoding="utf-8")
    bad.write_bytes(content)
    worse.write_text("<x:s>", encoding="utf-8")
    status, output, errors = run(good, bad, worse, "--out", tmp_path / "loaded")
    assert (status, output) == (1, "")
    assert [line.partition(": ")[0] for line in errors.splitlines()] == [f"{bad}:{place}", f"{worse}:1"]
    assert {each.name for each in tmp_path.iterdir()} == {good.name, bad.name, worse.name}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["missing.nt", "--out", "NEW"], "'missing.nt' does not exist"),
        (["-", "--out", "NEW"], "name the --format of standard input"),
        (["EMPTY", "--out", "NEW"], "no file in EMPTY has an ending of a known format"),
        (["FULL", "--out", "FULL"], "FULL is not empty; give a new folder"),
        (["FULL"], "Missing option '--out'. See 'moonpact load --help'."),
    ],
)
def test_a_wrong_call_ends_in_a_sentence(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    (tmp_path / "EMPTY").mkdir()
    (tmp_path / "FULL").mkdir()
    (tmp_path / "FULL" / "a.nt").write_text(LINES, encoding="utf-8")
    names = {each: str(tmp_path / each) for each in ("EMPTY", "FULL", "NEW")}

    def replaced(text: str) -> str:
        for name, path in names.items():
            text = text.replace(name, path)
        return text

    assert run(*map(replaced, arguments)) == (2, "", f"{replaced(sentence)}\n")


def lose_a_table(store: Path) -> None:
    """Take away what the store is made of."""
    for table in store.glob("*.sst"):
        table.unlink()


def lose_the_manifest(store: Path) -> None:
    """Take away what tells of what the store is made."""
    (store / "CURRENT").unlink()


@pytest.mark.parametrize("damage", [lose_a_table, lose_the_manifest])
def test_a_store_that_is_damaged_is_told_at_the_start(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    file, folder = tmp_path / "a.nt", tmp_path / "loaded"
    file.write_text(LINES, encoding="utf-8")
    assert run(file, "--keep", "disk", "--out", folder)[0] == 0
    damage(folder / "store")
    done = subprocess.run(
        [MOONPACT, "serve", "--port", "0", folder], capture_output=True, check=False, text=True, timeout=30
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1


def test_a_folder_that_was_not_loaded_is_not_served(tmp_path: Path) -> None:
    done = subprocess.run([MOONPACT, "serve", tmp_path], capture_output=True, check=False, text=True, timeout=30)
    sentence = f"no dataset in {tmp_path}; `moonpact load FILE --out {tmp_path}` makes one\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", sentence)


def test_a_query_of_data_on_the_disk_is_bounded_and_confined(tmp_path: Path) -> None:
    file, folder = tmp_path / "a.nt", tmp_path / "loaded"
    file.write_text(LINES, encoding="utf-8")
    assert run(file, "--keep", "disk", "--out", folder)[0] == 0
    with served(folder, "--timeout", "1") as site:
        assert site.ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }").status == 504
        assert site.ask("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }").status == 403
        assert site.ask("SELECT ?o { <x:s7> <x:p1> ?o }", "text/csv").text == "o\r\n7\r\n"
