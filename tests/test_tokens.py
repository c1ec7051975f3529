"""Tokens with scopes: made, listed and revoked at the command line, followed by a server that runs."""

import json
import stat
import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.server import MOONPACT, Answer, Site, assert_problem, problem, served

UPDATE = {"Content-Type": "application/sparql-update"}
INSERT = b"INSERT DATA { <x:s> <x:p> 1 }"
INVALID = 'Bearer error="invalid_token"'


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Return exit status, output and errors of `moonpact token`."""
    done = subprocess.run([MOONPACT, "token", *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def add(folder: Path, name: str, *arguments: str) -> str:
    """Return a new token."""
    status, output, errors = run("add", name, "--data", folder, *arguments)
    assert (status, errors) == (0, "")
    return output.strip()


def bearer(token: str) -> dict[str, str]:
    """Return the header that carries the token."""
    return {"Authorization": f"Bearer {token}"}


def write(site: Site, token: str, path: str = "/sparql") -> Answer:
    """Return the answer to an update with this token."""
    return site.request("POST", path, INSERT, {**UPDATE, **bearer(token)})


def refusal(answer: Answer) -> tuple[int, str, str]:
    """Return the status, what must be shown, and why."""
    assert_problem(answer)
    return answer.status, answer.headers.get("www-authenticate", ""), problem(answer)["detail"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a token, so that a server can start."""
    folder = tmp_path_factory.mktemp("tokens")
    add(folder, "first", "--scope", "write")
    return folder


@pytest.fixture(scope="module")
def open_site(folder: Path) -> Generator[Site]:
    """A server that anyone may read, and who has a token of the folder may change."""
    with served("--data", folder, "--writable") as site:
        yield site


@pytest.fixture(scope="module")
def closed_site(folder: Path) -> Generator[Site]:
    """A server of other data that only those read who have a token of the folder."""
    file = folder.with_name("closed.ttl")
    file.write_text("<x:s> <x:p> 1 .", encoding="utf-8")
    with served(file, "--readers", "token", "--tokens", folder / "tokens.jsonl", token="of the environment") as site:
        yield site


def test_only_its_hash_is_kept_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    token = add(tmp_path, "editor", "--scope", "read", "--scope", "write", "--expires", "2999-12-31")
    file = tmp_path / "tokens.jsonl"
    assert (token.startswith("moonpact_"), len(token)) == (True, 52)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert token not in file.read_text(encoding="utf-8")
    status, output, errors = run("list", "--data", tmp_path)
    created = output.splitlines()[1].split(",")[2]
    assert (status, output, errors) == (
        0,
        f"name,scopes,created,expires\neditor,read write,{created},2999-12-31\n",
        "",
    )


def test_a_server_that_runs_follows_what_is_added_and_revoked(folder: Path, open_site: Site) -> None:
    token = add(folder, "guest", "--scope", "write")
    assert write(open_site, token).status == 204
    assert run("revoke", "guest", "--data", folder) == (0, "", "")
    assert refusal(write(open_site, token)) == (401, INVALID, "the token is unknown here")


def test_a_token_of_another_scope_is_told_from_one_that_is_unknown(folder: Path, open_site: Site) -> None:
    for scope in ("read", "admin"):
        assert refusal(write(open_site, add(folder, scope, "--scope", scope))) == (
            403,
            'Bearer error="insufficient_scope", scope="write"',
            f"the token '{scope}' is not of the scope 'write'",
        )


def test_a_token_is_good_until_the_end_of_its_last_day(folder: Path, open_site: Site) -> None:
    token = add(folder, "short", "--scope", "write", "--expires", "2999-12-31")
    assert write(open_site, token).status == 204
    file = folder / "tokens.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace("2999-12-31", "2020-01-31"), encoding="utf-8")
    assert refusal(write(open_site, token)) == (401, INVALID, "the token expired after 2020-01-31")


def test_a_token_in_the_address_is_refused_even_if_it_is_good(folder: Path, open_site: Site) -> None:
    token = (
        (folder / "secret").read_text() if (folder / "secret").exists() else add(folder, "address", "--scope", "write")
    )
    (folder / "secret").write_text(token)
    for path in ("/sparql?access_token=", "/?lang=en&access_token=", "/graphs?default&access%5Ftoken="):
        answer = write(open_site, token, f"{path}{token}")
        assert (answer.status, problem(answer)["parameter"]) == (400, "access_token")
        assert token not in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/sparql?query=ASK%7B%7D", "/graphs?default", "/static/pictures.css", "/dataset.ttl"]
)
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_where_readers_need_a_token_nothing_is_read_without_one(closed_site: Site, path: str, accept: str) -> None:
    answer = closed_site.get(path, accept)
    assert refusal(answer) == (401, "Bearer", "this needs a token of the scope 'read'")
    good = closed_site.request("GET", path, headers={"Accept": "*/*", **bearer("of the environment")})
    assert good.status == 200


@pytest.mark.parametrize("scope", ["read", "write", "admin"])
def test_every_scope_reads(folder: Path, closed_site: Site, scope: str) -> None:
    token = add(folder, f"reads-by-{scope}", "--scope", scope)
    assert closed_site.request("GET", "/sparql?query=ASK%7B%7D", headers=bearer(token)).status == 200


def test_whether_a_server_is_well_and_what_it_allows_needs_no_token(closed_site: Site) -> None:
    assert closed_site.get("/health").status == 200
    assert closed_site.request("OPTIONS", "/sparql").status == 204


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["add", "a b", "--scope", "read"], "'a b' is no name: up to 64 letters, digits, '.', '_' and '-'"),
        (["add", "taken", "--scope", "read"], "there is a token of the name 'taken'; revoke it first"),
        (["add", "new", "--scope", "read", "--expires", "2020-01-31"], "the token would have expired after 2020-01-31"),
        (["revoke", "nobody"], "there is no token of the name 'nobody' in FILE"),
        (
            ["add", "new"],
            "Missing option '--scope'. Choose from:\n\tread,\n\twrite,\n\tadmin See 'moonpact token add --help'.",
        ),
    ],
)
def test_a_wrong_call_ends_in_a_sentence(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    add(tmp_path, "taken", "--scope", "read")
    file = tmp_path / "tokens.jsonl"
    before = file.read_bytes()
    sentence = sentence.replace("FILE", str(file))
    assert run(*arguments, "--data", tmp_path) == (2, "", f"{sentence}\n")
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (before, [file])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nonsense", "FILE:2: no token as `moonpact token` writes it"),
        ('{"name": "x", "scopes": ["read"]}', "FILE:2: no token as `moonpact token` writes it"),
        (
            json.dumps({"name": "x", "scopes": ["all"], "sha256": "", "created": ""}),
            "FILE:2: a scope is none of read, write, admin",
        ),
    ],
)
def test_a_file_that_is_none_keeps_a_server_from_its_start(tmp_path: Path, line: str, sentence: str) -> None:
    add(tmp_path, "first", "--scope", "write")
    file = tmp_path / "tokens.jsonl"
    file.write_text(f"{file.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    assert start(tmp_path) == (2, "", f"{sentence.replace('FILE', str(file))}\n")


def test_a_file_that_others_may_write_to_keeps_a_server_from_its_start(tmp_path: Path) -> None:
    add(tmp_path, "first", "--scope", "write")
    file = tmp_path / "tokens.jsonl"
    file.chmod(0o620)
    sentence = f"{file}: others may write to it, and so give themselves tokens; chmod 600 ends that\n"
    assert start(tmp_path) == (2, "", sentence)


def start(folder: Path) -> tuple[int, str, str]:
    """Return what a server says that does not start."""
    command: list[str | Path] = [MOONPACT, "serve", "--port", "0", "--data", folder, "--writable"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout, done.stderr
