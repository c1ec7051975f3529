"""`moonpact build` and `moonpact check`: faults as lines, and nothing half-built."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from moonpact.graph.build import build_dataset
from moonpact.graph.dataset import open_dataset, write_dataset
from moonpact.server.command import main
from tests.made_up import JOINING, Says, altered, write_folder

GAZETTE = Says("gazette", JOINING, "mp:status status:joined")
COURIER = Says("courier", JOINING, "mp:status status:negotiating")


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Return exit status, output and errors of a command."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def listing(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder, the hidden ones too, with their bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_dataset_is_built_and_its_numbers_are_told(tmp_path: Path) -> None:
    data, out = write_folder(tmp_path / "data", GAZETTE), tmp_path / "out"
    status, output, errors = run("build", "--data", data, "--out", out)
    version = open_dataset(out).version
    numbers = "1 source, 1 claim, 6 records, 1 conclusion, 0 disagreements, 0 left out, 0 faults"
    assert (status, output, errors) == (0, f"dataset {version} written to {out}\n{numbers}\n", "")
    assert sorted(listing(out)) == sorted(["version", f"{version}/dataset.nq", f"{version}/report.json"])


@pytest.mark.parametrize("command", ["build", "check"])
def test_every_fault_is_told_on_a_line_with_its_file_and_what_is_expected(tmp_path: Path, command: str) -> None:
    folder = altered(write_folder(tmp_path / "data", GAZETTE), "source/gazette.trig", '"stated"', '"stated" ; mp:no 1')
    (folder / "source" / "courier.trig").write_bytes(b"# one\n# \xff\n")
    out: list[str | Path] = ["--out", tmp_path / "out"] if command == "build" else []
    unknown = "unknown property mp:no; expected: a property of ontology/moonpact.ttl or ontology/reused.ttl"
    assert run(command, "--data", folder, *out) == (
        1,
        "",
        f"{folder}/source/courier.trig:2: byte 0xff is not UTF-8; expected: text in UTF-8\n"
        f"{folder}/source/gazette.trig:4: {unknown}\n",
    )
    assert not (tmp_path / "out").exists()


DERIVED = "exactly one source (prov:wasDerivedFrom)"
READ = "exactly one day on which it was read (mp:readOn)"


@pytest.mark.parametrize(
    ("old", "line", "message", "expected"),
    [
        (
            "; prov:wasDerivedFrom source:gazette",
            4,
            "claim:gazette has not the right number of prov:wasDerivedFrom",
            DERIVED,
        ),
        ('mp:readOn "2024-12-31"^^xsd:date ;', 3, "source:gazette has not the right number of mp:readOn", READ),
    ],
)
@pytest.mark.parametrize("command", [("ask", "participants"), ("query", "ASK {}")])
def test_a_question_to_data_that_falls_short_of_the_shapes_tells_the_faults(
    tmp_path: Path, command: tuple[str, str], old: str, line: int, message: str, expected: str
) -> None:
    folder = altered(write_folder(tmp_path, GAZETTE), "source/gazette.trig", old, "")
    told = f"{folder}/source/gazette.trig:{line}: {message}; expected: {expected}\n"
    assert run(*command, "--data", folder) == (1, "", told)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("source/gazette.trig", "mp:status", "mp:stattus"),
        ("source/gazette.trig", "; prov:wasDerivedFrom source:gazette", ""),
        ("source/gazette.trig", "mp:status status:joined", "mp:joinedOn '2023-02-30'^^xsd:date"),
        ("source/gazette.trig", "mp:status status:joined", "mp:status 'joined'"),
        ("source/gazette.trig", "\n}\n", "\n"),
        ("source/gazette.trig", "claim:gazette", "claim:courier"),
        ("expected.toml", "Claim = 2", "Claim = 3"),
    ],
)
def test_after_a_refusal_the_old_dataset_is_as_it_was(tmp_path: Path, name: str, old: str, new: str) -> None:
    data, out = write_folder(tmp_path / "data", GAZETTE, COURIER), tmp_path / "out"
    (data / "expected.toml").write_text("Claim = 2\n", encoding="utf-8")
    write_dataset(build_dataset(data, shapes=False), out)
    before, version = listing(out), open_dataset(out).version
    altered(data, name, old, new)
    status, output, errors = run("build", "--data", data, "--out", out)
    assert (status, output, errors[: len(str(data / name))]) == (1, "", str(data / name))
    assert listing(out) == before
    assert open_dataset(out).version == version


def test_a_missing_folder_is_told_in_a_sentence(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    message = f"Invalid value for '--data': Directory '{missing}' does not exist. See 'moonpact build --help'.\n"
    status, output, errors = run("build", "--data", missing, "--out", tmp_path / "out")
    assert (status, output, errors.replace("main build", "moonpact build")) == (2, "", message)
    assert list(tmp_path.iterdir()) == []
