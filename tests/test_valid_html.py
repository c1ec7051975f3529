"""Every kind of page is valid HTML in each language, by the checker of the W3C (vnu, in Java)."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from moonpact.queries.question import LANGUAGES
from tests.npm import installed
from tests.page_kinds import PAGES
from tests.server import BROWSER, Site

VNU = "vnu-jar@26.9.27"
OTHERS = [
    "/id/country/atlantis",
    "/questions/participants?no=1",
    "/reconcile/preview/country/egypt",
    "/sparql?query=SELECT+nothing",
]
PICTURES = ["/map/camps.svg", "/map/moon.svg", "/pictures/timeline.svg", "/pictures/slips.svg", "/network?format=svg"]
# Of what is written in a page in three languages, it guesses another one than most readers would.
TOLERATED = "This document appears to be written in"

java = pytest.mark.skipif(shutil.which("java") is None, reason="vnu needs Java (Debian: default-jre-headless)")


def saved(site: Site, folder: Path, language: str) -> Iterator[tuple[str, str]]:
    """Save a page of each kind as a file; yield the address of the file and that of the page."""
    for number, path in enumerate([*PAGES, *OTHERS, *PICTURES]):
        asked = path if "lang=" in path else f"{path}{'&' if '?' in path else '?'}lang={language}"
        answer = site.get(asked, None if path in PICTURES else BROWSER)
        file = folder / f"{language}-{number}.{'svg' if answer.type.startswith('image/svg') else 'html'}"
        file.write_bytes(answer.body)
        yield file.as_uri().replace("file:///", "file:/"), asked


@java
def test_each_kind_of_page_and_of_picture_is_valid(moon: Site, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    jar = installed(request, VNU) / "build/dist/vnu.jar"
    pages = dict(each for language in LANGUAGES for each in saved(moon, tmp_path, language))
    options = ["--format", "json", "--exit-zero-always", "--stdout", "--also-check-svg"]
    done = subprocess.run(
        ["java", "-jar", str(jar), *options, str(tmp_path)], capture_output=True, timeout=300, check=True
    )
    messages = json.loads(done.stdout)["messages"]
    said = [f"{pages[each['url']]}: {each['lastLine']}: {each['message']}" for each in messages]
    assert [each for each in said if TOLERATED not in each] == []
