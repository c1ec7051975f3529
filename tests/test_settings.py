"""The settings: options before environment variables before the file; what is wrong is refused at the start."""

import json
import os
import subprocess
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from moonpact.server.settings import SETTINGS, Settings
from tests.checkout import ROOT
from tests.server import MOONPACT, served

ENDPOINTS = ("https://a.example/sparql", "http://b.example/sparql")
DEFAULTS = """\
host = "127.0.0.1"  # default
port = 8000  # default
threads = 16  # default
timeout = 10.0  # default
stop_seconds = 15.0  # default
base_iri = "https://w3id.org/moonpact/"  # default
tokens = ""  # default
shapes = ""  # default
readers = "anyone"  # default
services = []  # default
requests_per_minute = 0  # default
log_format = "text"  # default
log_requests = "off"  # default
tracing = "off"  # default
trusted_proxies = []  # default
metrics_for = ["127.0.0.0/8", "::1"]  # default
engine = ""  # default
engine_default_graph = ""  # default
engine_version = ""  # default
engine_connections = 8  # default
engine_retries = 2  # default
cache_bytes = 64000000  # default
upload_bytes = 64000000  # default
history_bytes = 1000000000  # default
service_bytes = 1000000  # default
rows_shown = 1000  # default
items_shown = 12  # default
"""


def run(*arguments: str | Path, **variables: str) -> tuple[int, str, str]:
    """Return exit status, output and errors of a command with these variables in its environment."""
    environment = {**os.environ, **variables}
    done = subprocess.run([MOONPACT, *arguments], env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_without_any_the_defaults_are_in_force() -> None:
    assert run("settings") == (0, DEFAULTS, "")


def test_options_go_before_variables_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "moonpact.toml"
    file.write_text('port = 1\nthreads = 2\ntimeout = 3\nservices = ["http://c.example/"]\n', encoding="utf-8")
    variables = {"MOONPACT_PORT": "4", "MOONPACT_THREADS": "5", "MOONPACT_HOST": "", "MOONPACT_CONFIG": str(file)}
    expected = (
        DEFAULTS.replace("port = 8000  # default", "port = 6  # --port")
        .replace("threads = 16  # default", "threads = 5  # MOONPACT_THREADS")
        .replace("timeout = 10.0  # default", f"timeout = 3.0  # timeout in {file}")
        .replace("services = []  # default", f'services = ["http://c.example/"]  # services in {file}')
    )
    assert run("settings", "--port", "6", **variables) == (0, expected, "")


@pytest.mark.parametrize("way", ["options", "variables"])
def test_a_list_is_given_by_options_or_in_a_variable(way: str) -> None:
    given = [word for each in ENDPOINTS for word in ("--service", each)] if way == "options" else []
    variables = {} if given else {"MOONPACT_SERVICES": " ".join(ENDPOINTS)}
    status, output, errors = run("settings", *given, **variables)
    assert (status, tomllib.loads(output)["services"], errors) == (0, list(ENDPOINTS), "")


def test_what_is_told_can_be_kept_as_the_file(tmp_path: Path) -> None:
    file = tmp_path / "moonpact.toml"
    file.write_text(run("settings", "--timeout", "2.5", "--service", ENDPOINTS[0])[1], encoding="utf-8")
    again = tomllib.loads(run("settings", "--config", file)[1])
    defaults = json.loads(json.dumps(asdict(Settings())))
    assert again == {**defaults, "timeout": 2.5, "services": [ENDPOINTS[0]]}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("port", ["70000", "-1", "80.5", "tcp://10.0.0.1:80"]),
        ("threads", ["0", "many"]),
        ("timeout", ["0", "nan", "inf", "86401"]),
        ("stop_seconds", ["0"]),
        ("base_iri", ["moonpact", "https://example.org/x", "https://a b/", 'https://a/"/', "https:///"]),
        ("services", ["file:///etc/passwd", "https://", "http://[/", "http://a.example/<x>"]),
        ("requests_per_minute", ["-1"]),
        ("log_format", ["xml"]),
        ("log_requests", ["true"]),
        ("tracing", ["http://127.0.0.1:4318"]),
        ("trusted_proxies", ["proxy", "10.0.0.1/8", "none 10.0.0.1"]),
        ("metrics_for", ["everybody"]),
        ("cache_bytes", ["-1", "64 MB"]),
        ("upload_bytes", ["0"]),
        ("service_bytes", ["0"]),
        ("rows_shown", ["0"]),
        ("items_shown", ["0"]),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_what_is_allowed(name: str, wrong: list[str]) -> None:
    setting = next(each for each in SETTINGS if each.name == name)
    for text in wrong:
        status, output, errors = run("serve", **{setting.variable: text})
        assert (status, output) == (2, "")
        assert errors == f"{setting.variable}: {text!r} is not allowed; allowed: {setting.allowed}\n"


def test_a_wrong_value_is_refused_though_another_goes_before_it() -> None:
    sentence = "MOONPACT_PORT: 'x' is not allowed; allowed: a whole number from 0 to 65535\n"
    assert run("serve", "--port", "0", MOONPACT_PORT="x") == (2, "", sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('port = "8000"', "port in FILE: '8000' is not allowed; allowed: a whole number from 0 to 65535"),
        ("port = true", "port in FILE: True is not allowed; allowed: a whole number from 0 to 65535"),
        (
            "services = [1]",
            "services in FILE: [1] is not allowed; allowed: addresses of endpoints, such as "
            "https://query.wikidata.org/sparql",
        ),
        ("prot = 8000", f"FILE: no setting has the name 'prot'; there are: {', '.join(asdict(Settings()))}"),
        ("port = ", "FILE: Invalid value (at end of document)"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "moonpact.toml"
    file.write_text(text, encoding="utf-8")
    assert run("serve", "--config", file) == (2, "", f"{sentence.replace('FILE', str(file))}\n")


def test_the_server_works_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "moonpact.toml").write_text('base_iri = "https://example.org/"\n', encoding="utf-8")
    (tmp_path / "data.ttl").write_text("<x:a> <x:b> <x:c> .", encoding="utf-8")
    with served(tmp_path / "data.ttl", "--config", tmp_path / "moonpact.toml") as site:
        answer = site.ask("SELECT (<> AS ?base) {}", "text/csv")
    assert (answer.status, answer.text) == (200, "base\r\nhttps://example.org/\r\n")


def test_the_documentation_has_the_table_of_the_program() -> None:
    status, table, errors = run("settings", "--markdown")
    assert (status, errors) == (0, "")
    assert f"\n\n{table}\n" in (ROOT / "docs/settings.md").read_text(encoding="utf-8")
