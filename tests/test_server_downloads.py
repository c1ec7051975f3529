"""The downloads over HTTP."""

import hashlib
import json
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.server import BASE, BROWSER, Answer, Site, problem, served


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A server of RDF that was not built here."""
    file: Path = tmp_path_factory.mktemp("plain") / "a.ttl"
    file.write_text("<x:s> <x:p> <x:o> .\n", encoding="utf-8")
    with served(file) as site:
        yield site


def made(site: Site, path: str = "/downloads") -> Any:  # noqa: ANN401 - JSON.
    """Return the list of the downloads once they are made."""
    for _ in range(150):
        answer = site.get(path, "application/json")
        found = json.loads(answer.body)
        if answer.status == 200:
            return found
        assert (answer.status, found["state"], answer.headers["retry-after"]) == (202, "being made", "3")
        time.sleep(0.2)
    raise AssertionError("the downloads are not made in half a minute")


def file_of(site: Site, listed: Any, ending: str) -> tuple[Any, Answer]:  # noqa: ANN401 - JSON.
    """Return the file with this ending as it is listed, and as it is sent."""
    [file] = [file for file in listed["files"] if file["path"].endswith(ending)]
    return file, site.get(file["address"])


def test_the_first_who_asks_starts_the_making(club_data: Path) -> None:
    with served("--data", club_data) as site:
        first = site.get("/downloads", BROWSER)
        assert (first.status, first.headers["retry-after"]) == (202, "3")
        assert "The files of this version are being made" in first.text
        version = made(site)["version"]
        page = site.get("/downloads", BROWSER)
        assert page.status == 200
        assert f'<a href="/downloads/{version}/moonpact-{version}.ttl" type="text/turtle">' in page.text
        assert '<h2 id="initiative-moon-club">Moon Club</h2>' in page.text


def test_files_are_sent_as_they_are_listed(club: Site) -> None:
    listed = made(club)
    for ending, media_type in ((".ttl.zst", "application/zstd"), ("-counts.csv", "text/csv; charset=utf-8")):
        file, answer = file_of(club, listed, f"{listed['version']}{ending}")
        assert (answer.status, answer.type) == (200, media_type)
        assert (len(answer.body), hashlib.sha256(answer.body).hexdigest()) == (file["size"], file["sha256"])
        assert answer.headers["content-disposition"] == f"attachment; filename={file['path']}"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    sums = club.get(listed["checksums"]["address"])
    assert sums.type == "text/plain; charset=utf-8"
    assert f"{file['sha256']}  {file['path']}\n" in sums.text


def test_parts_and_known_files_are_not_sent_again(club: Site) -> None:
    file, whole = file_of(club, made(club), "-claims.nt")
    part = club.request("GET", file["address"], headers={"Range": "bytes=10-19"})
    assert (part.status, part.body, part.headers["content-range"]) == (
        206,
        whole.body[10:20],
        f"bytes 10-19/{file['size']}",
    )
    again = club.request("GET", file["address"], headers={"If-None-Match": whole.headers["etag"]})
    assert (again.status, again.body, whole.headers["etag"]) == (304, b"", f'"{file["sha256"]}"')
    head = club.request("HEAD", file["address"])
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(file["size"]))


def test_a_view_has_downloads_of_its_own(club: Site) -> None:
    whole, view = made(club), made(club, "/downloads?according-to=courier,gazette")
    assert view["view"] == {"according-to": "courier,gazette"}
    assert view["version"].startswith(f"{whole['version']}-")
    assert [file["path"] for file in view["files"] if file["part"] == "source"] == [
        "sources/courier.trig",
        "sources/gazette.trig",
    ]
    file, answer = file_of(club, view, "-sources.csv")
    assert file["address"].endswith("-sources.csv?according-to=courier%2Cgazette")
    assert (answer.status, answer.headers["moonpact-view"]) == (200, "according-to=courier,gazette")
    assert len(answer.text.splitlines()) == 3


@pytest.mark.parametrize(
    ("path", "status", "name", "detail"),
    [
        ("/downloads?format=xlsx", 400, "unknown-format", "there is no format 'xlsx'"),
        ("/downloads?as-of=yesterday", 400, "invalid-parameter", "'yesterday' is no day of the calendar"),
        ("/downloads/VERSION/moonpact-VERSION.tt", 404, "not-found", "there is no file 'moonpact-VERSION.tt'"),
        ("/downloads/VERSION/../../etc/passwd", 404, "not-found", "there is no file '../../etc/passwd'"),
        ("/downloads/VERSION/downloads.json", 404, "not-found", "there is no file 'downloads.json'"),
        ('/downloads/VERSION/"\r\nX-Evil: 1', 404, "not-found", "Nothing has this address."),
        ("/downloads/000000000000/a.ttl", 404, "not-found", "the files of version 000000000000 are not here"),
    ],
)
def test_bad_requests(club: Site, path: str, status: int, name: str, detail: str) -> None:
    version = made(club)["version"]
    answer = club.get(quote(path.replace("VERSION", version), safe="/?=").replace("../", "%2e%2e%2f"))
    members = problem(answer)
    assert (answer.status, members["type"]) == (status, f"{BASE}problems#{name}")
    assert members["detail"].startswith(detail.replace("VERSION", version))
    assert "x-evil" not in answer.headers


def test_other_data_has_no_downloads(plain: Site) -> None:
    members = problem(plain.get("/downloads"))
    assert (members["status"], members["nearest"]) == (404, [f"{BASE}graphs"])
    assert members["detail"].startswith("this data has no downloads")
