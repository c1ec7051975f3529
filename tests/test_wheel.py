"""The wheel holds every file of the five packages."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.checkout import ROOT, files

PACKAGES = ("ontology", "queries", "graph", "library", "server")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the names in a wheel built from a copy of the checkout, by way of the sdist and without a registry."""
    copy, out = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("dist")
    for name in files():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name, follow_symlinks=False)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(copy)]
    without = {**os.environ, "npm_config_registry": "http://127.0.0.1:9", "MOONPACT_UI": ""}
    build = subprocess.run(command, capture_output=True, check=False, text=True, env=without)
    assert build.returncode == 0, build.stdout + build.stderr
    [path] = out.glob("*.whl")
    return set(zipfile.ZipFile(path).namelist())


def test_every_file_of_the_packages_is_in_the_wheel(wheel: set[str]) -> None:
    tracked = {f"moonpact/{name}" for name in files() if name.split("/")[0] in PACKAGES}
    packed = {name for name in wheel if name.startswith("moonpact/")}
    assert packed == tracked


def test_the_licences_are_in_the_wheel(wheel: set[str]) -> None:
    licences = {Path(name).name for name in wheel if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE.md"}
