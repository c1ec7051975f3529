"""`moonpact diff` between two revisions of the data, and between what was known on two days."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from moonpact.graph.build import build_dataset
from moonpact.graph.dataset import write_dataset
from tests.made_up import ISSUED, JOINING, SIGNING, Says, altered, dated, write_folder
from tests.test_difference import run

GAZETTE = Says("gazette", JOINING, f"mp:status status:joined ; {dated('joinedOn', '2024-05-31')}")
LATER = ISSUED.replace("2024-01-01", "2024-07-01")
COURIER = Says("courier", JOINING, "mp:status status:negotiating", kind="web", issued=LATER)
HERALD = Says("herald", SIGNING, "mp:status status:signed", issued=ISSUED.replace("2024-01-01", "2024-10-01"))

WITH_COURIER = (
    "new source: courier: What courier says\n"
    "new claim: courier: courier says so.\n"
    "new disagreement: Ruritania in the Moon Club, status: joined (adopted) | negotiating\n"
)
WITH_HERALD = (
    "new source: herald: What herald says\n"
    "new claim: herald: herald says so.\n"
    "new conclusion: Signing of the Charter of the Moon Club, status: signed\n"
)
ONLY = "OLD and NEW are two folders, two days such as 2023-09-30, or revisions such as git:HEAD"

# Nothing of the machine's or the user's own settings.
GIT = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "made-up" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def git(folder: Path, *arguments: str) -> None:
    """Run git in the folder."""
    subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, env=GIT)


def commit(repository: Path, tag: str, *said: Says) -> Path:
    """Write the data as a revision with this tag, and return its folder."""
    data = repository / "graph" / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    write_folder(data, *said)
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", tag)
    git(repository, "tag", tag)
    return data


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of data in a repository with the revisions v1, v2 and v3."""
    repository = tmp_path_factory.mktemp("repository")
    git(repository, "init", "--quiet")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", "empty")
    git(repository, "tag", "v0")
    commit(repository, "v1", GAZETTE)
    commit(repository, "v2", GAZETTE, COURIER)
    return commit(repository, "v3", GAZETTE, COURIER, replace(HERALD, issued=ISSUED))


def test_two_revisions_are_compared(data: Path) -> None:
    assert run("git:v1", "git:v2", "--data", data) == (0, WITH_COURIER, "")
    assert run("git:v3~1", "git:v3", "--data", data) == (0, WITH_HERALD, "")
    assert run("git:v2", "git:v2", "--data", data) == (0, "no difference\n", "")


def test_a_revision_is_compared_with_the_folder_as_it_is(data: Path) -> None:
    assert run("git:v2", data, "--data", data) == (0, WITH_HERALD, "")


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        ("v9", "there is no revision 'v9' in the git repository of {data}"),
        ("", "there is no revision '' in the git repository of {data}"),
        ("v1:graph", "there is no revision 'v1:graph' in the git repository of {data}"),
        ("v1 v2", "there is no revision 'v1 v2' in the git repository of {data}"),
        ("v1;touch x", "there is no revision 'v1;touch x' in the git repository of {data}"),
        ("--output=x", "'--output=x' is no name of a revision"),
        ("v1\0", "'v1\\x00' is no name of a revision"),
        ("v0", "revision 'v0' has no data in the place of {data}"),
    ],
)
def test_a_revision_that_is_none_is_refused(data: Path, revision: str, sentence: str) -> None:
    assert run(f"git:{revision}", "git:v1", "--data", data) == (2, "", f"{sentence.format(data=data)}\n")


def test_a_folder_outside_git_has_no_revisions(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, GAZETTE)
    sentence = f"{folder} is in no git repository; --data names a folder of data that is in one\n"
    assert run("git:v1", "git:v2", "--data", folder) == (2, "", sentence)


def test_without_git_there_are_no_revisions(data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    sentence = "git is not installed; revisions of the data cannot be read without it\n"
    assert run("git:v1", "git:v2", "--data", data) == (2, "", sentence)


def test_faults_of_a_revision_are_told_with_its_name(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    data = commit(tmp_path, "v1", GAZETTE)
    altered(data, "source/gazette.trig", "mp:status status:joined", "mp:stattus status:joined")
    git(tmp_path, "commit", "--quiet", "--all", "--message", "v2")
    sentence = "unknown property mp:stattus; expected: a property of ontology/moonpact.ttl or ontology/reused.ttl"
    assert run("git:v1", "git:HEAD", "--data", data) == (1, "", f"git:HEAD/source/gazette.trig:4: {sentence}\n")


@pytest.fixture(scope="module")
def dated_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of data whose sources were issued one after the other."""
    return write_folder(tmp_path_factory.mktemp("dated"), GAZETTE, COURIER, HERALD)


def test_what_was_known_on_two_days_is_compared(dated_data: Path) -> None:
    assert run("2024-06-30", "2024-07-01", "--data", dated_data) == (0, WITH_COURIER, "")
    assert run("2024-07-01", "2024-09-30", "--data", dated_data) == (0, "no difference\n", "")
    assert run("2024-07-01", "2024-10-01", "--data", dated_data) == (0, WITH_HERALD, "")


def test_days_can_be_of_a_built_dataset(dated_data: Path, tmp_path: Path) -> None:
    write_dataset(build_dataset(dated_data, shapes=False), tmp_path)
    assert run("2024-06-30", "2024-07-01", "--dataset", tmp_path) == (0, WITH_COURIER, "")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("2024-02-30", "2024-07-01", "'2024-02-30' is no day of the calendar; expected is one such as 2023-09-30"),
        ("2024-07-01", "2024-7-2", "'2024-7-2' is no day of the calendar; expected is one such as 2023-09-30"),
        ("2024-07-01", "2024-06-30", "2024-07-01 is after 2024-06-30; the earlier day comes first"),
        ("2024-07-01", "missing", f"'2024-07-01' is no folder; {ONLY}"),
        ("missing", "2024-07-01", f"'missing' is no folder; {ONLY}"),
    ],
)
def test_days_that_are_none_are_refused(dated_data: Path, old: str, new: str, sentence: str) -> None:
    assert run(old, new, "--data", dated_data) == (2, "", f"{sentence}\n")
