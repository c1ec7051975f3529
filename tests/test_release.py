"""`moonpact release`: the dataset with its version, date, checksums, licence, changes and citation."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import CanonicalizationAlgorithm, DefaultGraph, Quad, parse
from pyoxigraph import Dataset as Quads

from moonpact.graph.build import DATA, build_dataset
from moonpact.graph.dataset import open_dataset, sorted_quads, write_dataset
from moonpact.server.command import main
from tests.made_up import ISSUED, JOINING, SIGNING, Says, write_folder
from tests.server import MOONPACT

GAZETTE = Says("gazette", JOINING, "mp:status status:joined")
HERALD = Says("herald", SIGNING, "mp:status status:signed", issued=ISSUED.replace("2024-01-01", "2024-10-01"))
NAMES = [
    "CHANGES.json",
    "CHANGES.txt",
    "CITATION.cff",
    "LICENSE.md",
    "SHA256SUMS",
    "moonpact.nq",
    "moonpact.trig",
    "moonpact.ttl",
    "release.json",
]


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Return exit status, output and errors of `moonpact`."""
    result = CliRunner().invoke(main, list(map(str, arguments)))
    return result.exit_code, result.stdout, result.stderr


def data_of(folder: Path, *said: Says) -> Path:
    """Write a folder of data with the licence and the citation of the project's own."""
    data = write_folder(folder, *said)
    for name in ("LICENSE.md", "CITATION.cff"):
        shutil.copyfile(DATA / name, data / name)
    return data


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the folders of a first release and of the next."""
    made = tmp_path_factory.mktemp("releases")
    data, more = data_of(made / "data", GAZETTE), data_of(made / "more", GAZETTE, HERALD)
    assert run("release", made / "first", "--data", data)[0] == 0
    assert run("release", made / "second", "--data", more, "--previous", made / "first")[0] == 0
    return made / "first", made / "second"


def release_of(folder: Path) -> dict[str, str]:
    """Return version and date of a release."""
    told = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    return {name: told[name] for name in ("version", "date")}


def test_a_release_has_all_its_files(folders: tuple[Path, Path]) -> None:
    assert [sorted(file.name for file in folder.iterdir()) for folder in folders] == [NAMES, NAMES]
    assert (folders[0] / "LICENSE.md").read_bytes() == (DATA / "LICENSE.md").read_bytes()


def test_its_version_is_the_dataset_and_its_date_the_newest_source(folders: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = (release_of(folder) for folder in folders)
    assert (first["date"], second["date"]) == ("2024-01-01", "2024-10-01")
    assert first["version"] == build_dataset(folders[0].parent / "data").version
    status, output, _ = run("release", tmp_path / "new", "--data", folders[0].parent / "more")
    assert (status, output) == (0, f"version {second['version']} of 2024-10-01 written to {tmp_path / 'new'}\n")


def test_what_changed_is_told_in_words_and_as_json(folders: tuple[Path, Path]) -> None:
    first, second = (release_of(folder) for folder in folders)
    head = f"Version {second['version']} of 2024-10-01, since {first['version']} of 2024-01-01.\n\n"
    diff = run("diff", *(folders[0].parent / name for name in ("data", "more")))[1]
    assert (folders[1] / "CHANGES.txt").read_text(encoding="utf-8") == head + diff
    changes = json.loads(run("diff", *folders, "--format", "json")[1])
    assert json.loads((folders[1] / "CHANGES.json").read_text(encoding="utf-8")) == {
        **second,
        "previous": first,
        "changes": changes,
    }


def test_the_first_release_has_none_before_it(folders: tuple[Path, Path]) -> None:
    first = release_of(folders[0])
    sentence = f"Version {first['version']} of 2024-01-01, the first release.\n"
    assert (folders[0] / "CHANGES.txt").read_text(encoding="utf-8") == sentence
    told = json.loads((folders[0] / "CHANGES.json").read_text(encoding="utf-8"))
    assert told == {**first, "previous": None, "changes": None}


def test_the_citation_names_version_and_date(folders: tuple[Path, Path]) -> None:
    stated = f'version: "{release_of(folders[1])["version"]}"\ndate-released: "2024-10-01"\n'
    citation = (folders[1] / "CITATION.cff").read_text(encoding="utf-8")
    assert citation == (DATA / "CITATION.cff").read_text(encoding="utf-8") + stated


def test_the_checksums_hold(folders: tuple[Path, Path]) -> None:
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folders[1], capture_output=True, check=False, text=True
    )
    listed = [f"{name}: OK" for name in NAMES if name != "SHA256SUMS"]
    assert (checked.returncode, sorted(checked.stdout.splitlines()), checked.stderr) == (0, listed, "")


def canonical(quads: Iterable[Quad]) -> set[Quad]:
    """Return the quads with blank nodes named by what is said on them; parsers give them names of their own."""
    found = Quads(quads)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


def test_each_format_says_the_same(folders: tuple[Path, Path]) -> None:
    store = build_dataset(folders[0].parent / "more").store
    assert (folders[1] / "moonpact.nq").read_bytes() == sorted_quads(store)
    named = {quad for quad in store if quad.graph_name != DefaultGraph()}
    assert canonical(parse(path=folders[1] / "moonpact.trig")) == canonical(named)
    assert canonical(parse(path=folders[1] / "moonpact.ttl")) == canonical(Quad(*quad.triple) for quad in named)


def test_a_release_is_the_same_bytes_every_time(folders: tuple[Path, Path], tmp_path: Path) -> None:
    data = folders[0].parent / "more"
    for name, seed, zone in (("one", "1", "Asia/Shanghai"), ("two", "2", "America/Caracas")):
        command = [MOONPACT, "release", str(tmp_path / name), "--data", str(data), "--previous", str(folders[0])]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone})
        for file in NAMES:
            assert (tmp_path / name / file).read_bytes() == (folders[1] / file).read_bytes(), file


def test_a_release_is_read_wherever_a_dataset_is(folders: tuple[Path, Path], tmp_path: Path) -> None:
    assert [open_dataset(folder).version for folder in folders] == [release_of(folder)["version"] for folder in folders]
    write_dataset(open_dataset(folders[0]), tmp_path / "dataset")
    assert run("diff", tmp_path / "dataset", folders[0])[1] == "no difference\n"
    before = ("--previous", tmp_path / "dataset")
    assert run("release", tmp_path / "new", "--data", folders[0].parent / "more", *before)[0] == 0
    assert (tmp_path / "new" / "CHANGES.txt").read_bytes() == (folders[1] / "CHANGES.txt").read_bytes()


def test_a_folder_that_holds_something_is_left_as_it_is(folders: tuple[Path, Path], tmp_path: Path) -> None:
    data = folders[0].parent / "data"
    (tmp_path / "notes.txt").write_text("kept\n", encoding="utf-8")
    for taken in (tmp_path, tmp_path / "notes.txt"):
        sentence = f"{taken} is there already; a release is written into a new folder\n"
        assert run("release", taken, "--data", data) == (2, "", sentence)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_a_release_before_that_is_later_is_refused(folders: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = (release_of(folder) for folder in folders)
    arguments = ("--data", folders[0].parent / "data", "--previous", folders[1])
    assert run("release", tmp_path / "new", *arguments) == (
        2,
        "",
        f"{folders[1]} holds {second['version']} of 2024-10-01, which is later than {first['version']} of 2024-01-01\n",
    )
    assert not (tmp_path / "new").exists()


def test_what_is_no_release_before_is_refused(folders: tuple[Path, Path], tmp_path: Path) -> None:
    sentence = f"no dataset in {tmp_path}; `moonpact build --out {tmp_path}` makes one\n"
    arguments = ("--data", folders[0].parent / "data", "--previous", tmp_path)
    assert run("release", tmp_path / "new", *arguments) == (2, "", sentence)


def test_data_without_a_licence_is_not_released(tmp_path: Path) -> None:
    data = write_folder(tmp_path / "data", GAZETTE)
    sentence = f"{data / 'LICENSE.md'}: No such file or directory\n"
    assert run("release", tmp_path / "new", "--data", data) == (1, "", sentence)
    assert not (tmp_path / "new").exists()
