"""What was changed is logged; a folder is backed up while it is served, and restored as it was at any time."""

import json
import os
import re
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from moonpact.graph.execution.backup import DamagedBackupError, read_backup
from moonpact.graph.execution.change import everything
from moonpact.graph.execution.folder import DataFolder
from moonpact.graph.execution.history import keep
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.restoring import RestoreError, read_state, restore
from moonpact.graph.execution.served import Served
from moonpact.graph.execution.serving import serve_folder
from tests.server import MOONPACT, problem, served

TOKEN = "open sesame"
LIMITS = Limits(fast_workers=1)
BASE_FILE = "<x:s> <x:p> <x:o> ."
RANDOM = "INSERT { <x:s> <x:id> ?id } WHERE { BIND(STRUUID() AS ?id) }"
LONG = "x" * 400_000
# The third has not the same result twice; the later ones are so long that the journal is written anew.
TEXTS = (
    "INSERT DATA { <x:s> <x:p> 1 }",
    "CREATE GRAPH <x:empty> ; INSERT DATA { GRAPH <x:g> { <x:s> <x:p> [ <x:q> 2 ] } }",
    RANDOM,
    *(f"INSERT DATA {{ <x:s> <x:long> '{number} {LONG}' }}" for number in range(6)),
    "DELETE WHERE { <x:s> <x:long> ?o }",
)


def run(*arguments: str | Path, **variables: str) -> tuple[int, str, str]:
    """Return exit status, output and errors of a command with these variables in its environment."""
    environment = {**os.environ, **variables}
    done = subprocess.run([MOONPACT, *arguments], capture_output=True, text=True, check=False, env=environment)
    return done.returncode, done.stdout, done.stderr


def contents(operation: Operation) -> tuple[list[str], list[str]]:
    """Return the statements, and the graphs without any, of the operation that makes a store; one node has no name."""
    return sorted(re.sub("_:[0-9a-f]+", "_:b", operation.text).splitlines()), list(operation.empty_graphs)


def state(source: Path, until: str | None = None, history: Path | None = None) -> tuple[list[str], list[str]]:
    """Return what a backup or a folder holds as of a point."""
    return contents(everything(read_state(source, until, history).store))


def write(dataset: Served, texts: tuple[str, ...] = TEXTS) -> Iterator[str]:
    """Yield the version after each change."""
    for number, text in enumerate(texts):
        dataset.write(Operation("update", text), f"editor-{number % 2}")
        yield dataset.version


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all changes were made; `backups` has a backup as of each."""
    folder = tmp_path_factory.mktemp("changed")
    (folder / "backups").mkdir()
    file = folder / "data.ttl"
    file.write_text(BASE_FILE, encoding="utf-8")
    with closing(serve_folder(folder, [file], LIMITS, 100_000_000)) as dataset:
        for version in write(dataset):
            status, output, errors = run("backup", "--data", folder, folder / "backups" / f"{version}.zip")
            assert (status, errors) == (0, "")
            assert output == f"{version}: {folder / 'backups' / version}.zip\n"
    return folder


@pytest.fixture(scope="module")
def backups(folder: Path) -> list[Path]:
    """The backups, the oldest first."""
    return sorted((folder / "backups").iterdir(), key=lambda file: int(file.stem.partition(".")[2]))


def test_each_backup_has_what_was_acknowledged_before_it(backups: list[Path]) -> None:
    sizes = [len(state(backup)[0]) for backup in backups]
    assert sizes == [2, 4, 5, 6, 7, 8, 9, 10, 11, 5]
    assert [state(backup)[1] for backup in backups] == [[], *[["x:empty"]] * 9]


def test_a_backup_is_n_quads_in_a_zip_file_with_a_manifest(backups: list[Path]) -> None:
    with zipfile.ZipFile(backups[0]) as parts:
        assert sorted(parts.read("data.nq").decode().splitlines()) == [
            '<x:s> <x:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .',
            "<x:s> <x:p> <x:o> .",
        ]
        manifest = json.loads(parts.read("manifest.json"))
    assert (manifest["version"], manifest["format"], manifest["empty_graphs"]) == (backups[0].stem, 1, [])


def test_a_folder_is_restored_as_it_was_at_each_version(folder: Path, backups: list[Path]) -> None:
    for backup in backups:
        assert state(folder, backup.stem) == state(backup)
        assert state(folder, backup.stem.partition(".")[2]) == state(backup)


def test_a_folder_is_restored_as_it_was_at_a_time(folder: Path, backups: list[Path]) -> None:
    records = list(DataFolder(folder).records())
    for (before, after), backup in zip(pairwise(records), backups, strict=False):
        assert before.at < after.at
        assert state(folder, before.at) == state(backup)
    assert state(folder, "2020-01-01") == (["<x:s> <x:p> <x:o> ."], [])
    assert state(folder, "2999-01-01T00:00:00+08:00") == state(backups[-1])


def test_a_backup_goes_on_with_the_changes_since(folder: Path, backups: list[Path]) -> None:
    for earlier, later in ((0, 1), (0, 9), (3, 8), (9, 9)):
        assert state(backups[earlier], backups[later].stem, folder) == state(backups[later])


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("yesterday", "'yesterday' is no version of this dataset"),
        ("000000000000.3", "'000000000000.3' is no version of this dataset"),
        ("99", "there is no way from"),
    ],
)
def test_what_is_no_point_in_time_is_refused(folder: Path, until: str, sentence: str) -> None:
    with pytest.raises(RestoreError, match=sentence):
        state(folder, until)


def test_a_backup_of_another_dataset_or_a_later_time_is_refused(
    folder: Path, backups: list[Path], tmp_path: Path
) -> None:
    with pytest.raises(RestoreError, match="there is no way from"):
        state(backups[5], backups[2].stem, folder)
    with pytest.raises(RestoreError, match="is another dataset"):
        state(backups[5], "7", tmp_path)
    with pytest.raises(RestoreError, match="name it with --history"):
        state(backups[5], "7")


def test_changes_that_are_not_kept_any_more_are_told(tmp_path: Path) -> None:
    with closing(serve_folder(tmp_path, [], LIMITS)) as dataset:
        versions = list(write(dataset, (TEXTS[0], RANDOM, TEXTS[0], RANDOM, *TEXTS[:2])))
    assert [path.name for path in tmp_path.iterdir()] == ["journal.jsonl"]
    with pytest.raises(RestoreError, match="there is no way from"):
        state(tmp_path, versions[0])
    assert len(state(tmp_path, versions[-1])[0]) == 5


def test_the_oldest_journals_are_given_up_for_the_newest(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    for first in (1, 20, 300):
        journal.write_bytes(b"x" * 100)
        keep(journal, first, 250)
        journal.unlink()
    assert sorted(path.name for path in (tmp_path / "history").iterdir()) == [
        "000000000020.jsonl",
        "000000000300.jsonl",
    ]


def test_a_restored_folder_is_served_and_goes_on_under_another_name(
    folder: Path, backups: list[Path], tmp_path: Path
) -> None:
    new = tmp_path / "new"
    status, output, errors = run("restore", backups[1], new)
    assert (status, errors) == (0, "")
    with closing(serve_folder(new, [], LIMITS)) as dataset:
        assert output == f"{dataset.version}: {new}\n"
        assert dataset.version.endswith(".2")
        assert dataset.version != backups[1].stem
        dataset.write(Operation("update", RANDOM), "editor")
        version = dataset.version
    assert state(new)[1] == ["x:empty"]
    with closing(serve_folder(new, [], LIMITS)) as dataset:
        assert dataset.version == version


def test_a_folder_that_is_there_is_put_aside_only_if_so_wanted(backups: list[Path], tmp_path: Path) -> None:
    place = tmp_path / "place"
    restore(backups[0], place, None, None, force=False)
    (place / "tokens.jsonl").write_text("kept", encoding="utf-8")
    before = state(place)
    assert run("restore", backups[9], place) == (2, "", f"{place} is there already; --force puts it aside\n")
    assert state(place) == before
    assert run("restore", backups[9], place, "--force")[0] == 0
    assert state(place) == state(backups[9])
    assert (place / "tokens.jsonl").read_text(encoding="utf-8") == "kept"
    [aside] = (each for each in tmp_path.iterdir() if each.name.startswith("place.before-"))
    assert state(aside) == before


def test_a_folder_that_is_served_is_not_put_aside(backups: list[Path], tmp_path: Path) -> None:
    with closing(serve_folder(tmp_path, [], LIMITS)) as dataset:
        dataset.write(Operation("update", TEXTS[0]))
        assert run("restore", backups[9], tmp_path, "--force") == (
            1,
            "",
            f"{tmp_path}: another moonpact writes to it\n",
        )
        dataset.write(Operation("update", TEXTS[0]))
    assert len(state(tmp_path)[0]) == 1


def test_a_damaged_backup_is_never_taken_for_a_whole_one(backups: list[Path], tmp_path: Path) -> None:
    whole, damaged = backups[2].read_bytes(), tmp_path / "damaged.zip"
    expected = state(backups[2])
    for place in range(0, len(whole), 3):
        for broken in (whole[:place], whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :]):
            damaged.write_bytes(broken)
            try:
                found = contents(everything(read_backup(damaged).store))
            except DamagedBackupError as error:
                assert str(error).startswith(f"{damaged}: ")
            else:
                assert found == expected


def test_a_damaged_backup_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"no backup")
    sentence = f"{tmp_path / 'no.zip'}: no backup, or not as it was written: File is not a zip file\n"
    assert run("restore", tmp_path / "no.zip", tmp_path / "new") == (1, "", sentence)
    assert [each.name for each in tmp_path.iterdir()] == ["no.zip"]


def test_a_backup_takes_no_other_file_s_place(folder: Path, backups: list[Path]) -> None:
    before = backups[0].read_bytes()
    assert run("backup", "--data", folder, backups[0]) == (2, "", f"{backups[0]} is there already\n")
    assert backups[0].read_bytes() == before


def test_the_log_tells_who_changed_what_and_when(folder: Path, backups: list[Path]) -> None:
    status, output, errors = run("log", "--data", folder)
    rows = [row.split(",") for row in output.splitlines()]
    assert (status, errors, rows[0]) == (0, "", ["version", "before", "at", "by", "operation", "graph", "bytes"])
    versions = [backup.stem for backup in backups]
    first = f"{versions[0].partition('.')[0]}.0"
    assert [(row[0], row[1], row[3], row[4], row[6]) for row in rows[1:]] == [
        (version, before, f"editor-{number % 2}", "update", str(len(text)))
        for number, (version, before, text) in enumerate(zip(versions, [first, *versions], TEXTS, strict=False))
    ]
    told = [json.loads(line) for line in run("log", "--data", folder, "--format", "jsonl")[1].splitlines()]
    assert [each["text"] for each in told] == list(TEXTS)


def test_a_server_is_backed_up_from_afar_while_it_is_changed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with served("--data", data, "--writable", token=TOKEN) as site:
        headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        for text in TEXTS[:3]:
            assert site.request("POST", "/sparql", text.encode(), headers).status == 204
        address = f"http://{site.host}:{site.port}"
        status, output, errors = run("backup", "--server", address, tmp_path / "a.zip", MOONPACT_TOKEN=TOKEN)
        assert (status, output.endswith(f".3: {tmp_path / 'a.zip'}\n"), errors) == (0, True, "")
        assert state(tmp_path / "a.zip") == state(data)
        refused = run("backup", "--server", address, tmp_path / "b.zip", MOONPACT_TOKEN="wrong")
        assert refused == (1, "", "the token is unknown here\n")
        answer = site.request("GET", "/admin/backup", headers=headers)
        assert (answer.status, answer.type, answer.headers["cache-control"]) == (
            200,
            "application/zip",
            "no-cache, no-store",
        )
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.zip", "data"]
    nobody = run("backup", "--server", address, tmp_path / "b.zip")
    assert nobody == (1, "", f"{address} cannot be asked: [Errno 111] Connection refused\n")


def test_data_that_is_not_changed_here_has_no_backup(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text(BASE_FILE, encoding="utf-8")
    with served(file, token=TOKEN) as site:
        answer = site.request("GET", "/admin/backup", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status, problem(answer)["title"]) == (403, "Read-only")
