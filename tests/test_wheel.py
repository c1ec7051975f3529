"""The wheel holds every file of the packages, and the documents."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.checkout import ROOT, files
from tests.page_kinds import PAGES
from tests.server import BROWSER, served

ALL_WELL = {path: 200 for path in PAGES if path != "/downloads"}
PICTURES = ("/pictures/timeline.svg", "/pictures/slips.svg", "/pictures/partner-counts.svg", "/map/moon.svg")
PACKAGES = ("docs", "ontology", "queries", "graph", "library", "server")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from a copy of the checkout, by way of the sdist and without a registry."""
    copy, out = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("dist")
    for name in files():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name, follow_symlinks=False)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(copy)]
    without = {**os.environ, "npm_config_registry": "http://127.0.0.1:9", "MOONPACT_UI": ""}
    build = subprocess.run(command, capture_output=True, check=False, text=True, env=without)
    assert build.returncode == 0, build.stdout + build.stderr
    [path] = out.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def wheel(built: Path) -> set[str]:
    """Return the names in the wheel."""
    return set(zipfile.ZipFile(built).namelist())


def test_every_file_of_the_packages_is_in_the_wheel(wheel: set[str]) -> None:
    tracked = {f"moonpact/{name}" for name in files() if name.split("/")[0] in PACKAGES}
    packed = {name for name in wheel if name.startswith("moonpact/")}
    assert packed == tracked


def test_the_licences_are_in_the_wheel(wheel: set[str]) -> None:
    licences = {Path(name).name for name in wheel if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE.md"}


def test_without_the_registry_it_serves_all_pages_and_says_how_to_get_the_scripts(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zipfile.ZipFile(built).extractall(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    program = (sys.executable, "-c", "from moonpact.server.command import main; main()")
    with served(program=program) as site:
        answers = {path: site.get(path, BROWSER) for path in PAGES}
        pictures = [site.get(path) for path in (*PICTURES, "/network/country/egypt?format=svg")]
    # The downloads are made when they are first asked for.
    assert {path: answer.status for path, answer in answers.items() if path != "/downloads"} == ALL_WELL
    assert answers["/downloads"].status in (200, 202)
    assert not any('<script type="module"' in answer.text for answer in answers.values())
    told = {path for path, answer in answers.items() if "<code>moonpact build-ui</code>" in answer.text}
    assert told == {path for path in PAGES if path.startswith(("/explore?", "/map", "/sparql"))}
    assert [(answer.status, answer.type) for answer in pictures] == [(200, "image/svg+xml")] * len(pictures)
    assert all("<svg" in answer.text for answer in pictures)
