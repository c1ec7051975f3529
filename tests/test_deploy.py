"""The examples of deploy/ as they stand: behind nginx and Caddy with a certificate, and as a service of systemd."""

import json
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from tests.checkout import ROOT
from tests.logged import Log, logging_site
from tests.server import MOONPACT, Answer

EXAMPLES = ROOT / "deploy"
HOST = "moon.example"
SPOOFED = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}


def example(name: str, *replaced: tuple[str, str]) -> str:
    """Return an example with some of its texts replaced, each of which must be in it."""
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    return text


@dataclass(frozen=True)
class Place:
    """Where a proxy works: its folder, its port, the certificate and its key, and the port of the server behind it."""

    folder: Path
    port: int
    plain: int
    behind: int

    @property
    def certificate(self) -> Path:
        """The file of the certificate."""
        return self.folder / "certificate.pem"

    @property
    def key(self) -> Path:
        """The file of its key."""
        return self.folder / "key.pem"


def nginx(place: Place) -> list[str]:
    """Return the command that runs nginx with the example."""
    server = example(
        "nginx.conf",
        ("127.0.0.1:8000", f"127.0.0.1:{place.behind}"),
        ("listen 80;", f"listen 127.0.0.1:{place.plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{place.port} "),
        ("/etc/ssl/certs/moon.example.pem", str(place.certificate)),
        ("/etc/ssl/private/moon.example.key", str(place.key)),
    )
    temporary = "".join(
        f"{name}_temp_path {place.folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    options = f"daemon off; pid {place.folder}/pid; error_log stderr;\nevents {{}}\n"
    text = f"{options}http {{ access_log off;\n{temporary}{server}}}\n"
    (place.folder / "nginx.conf").write_text(text, encoding="utf-8")
    return ["nginx", "-c", str(place.folder / "nginx.conf"), "-e", "stderr"]


def caddy(place: Place) -> list[str]:
    """Return the command that runs Caddy with the example, and a certificate that it need not get."""
    text = example(
        "Caddyfile",
        ("127.0.0.1:8000", f"127.0.0.1:{place.behind}"),
        ("moon.example {", f"https://{HOST}:{place.port} {{\n\tbind 127.0.0.1\n\ttls {place.certificate} {place.key}"),
    )
    ports = f"http_port {place.plain}\n\thttps_port {place.port}"
    options = f"{{\n\tadmin off\n\tauto_https off\n\t{ports}\n\tstorage file_system {place.folder}\n}}\n"
    (place.folder / "Caddyfile").write_text(options + text, encoding="utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(place.folder / "Caddyfile")]


PROXIES: dict[str, Callable[[Place], list[str]]] = {"nginx": nginx, "caddy": caddy}


def free_port() -> int:
    """Return a port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@dataclass(frozen=True)
class Proxied:
    """A server behind a proxy, and the log of the server."""

    place: Place
    log: Log

    def get(self, path: str, **headers: str) -> Answer:
        """Return what a client gets that reaches the proxy by its name and trusts its certificate."""
        return self.request("GET", path, headers=headers)

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Return what a client gets for a request of any method."""
        context = ssl.create_default_context(cafile=str(self.place.certificate))
        with closing(HTTPSConnection(HOST, self.place.port, timeout=30)) as connection:
            plain = socket.create_connection(("127.0.0.1", self.place.port), timeout=30)
            connection.sock = context.wrap_socket(plain, server_hostname=HOST)
            connection.request(method, path, body, {"Host": HOST, **(headers or {})})
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())


@contextmanager
def running(command: list[str], port: int) -> Generator[None]:
    """Run a proxy until it is no longer needed."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            until = time.monotonic() + 20
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    assert time.monotonic() < until and process.poll() is None, process.communicate(timeout=5)[1]
                    time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.communicate(timeout=20)


@pytest.fixture(scope="module", params=list(PROXIES))
def proxied(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Proxied]:
    """A server behind each proxy."""
    for program in (request.param, "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    folder = tmp_path_factory.mktemp(request.param)
    trusting = ("--trusted-proxy", "127.0.0.1", "--log-format", "json", "--log-requests", "on")
    with logging_site(folder, *trusting, token="operators-only") as (site, log):
        place = Place(folder, free_port(), free_port(), site.port)
        names = ("-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}")
        made = ("-newkey", "rsa:2048", "-nodes", "-keyout", str(place.key), "-out", str(place.certificate))
        subprocess.run(["openssl", "req", "-x509", "-days", "2", *names, *made], check=True, capture_output=True)
        with running(PROXIES[request.param](place), place.port):
            yield Proxied(place, log)


def test_queries_and_pages_come_through(proxied: Proxied) -> None:
    answer = proxied.get("/sparql?query=SELECT%20%3Fs%20%3Fp%20%3Fo%20%7B%3Fs%20%3Fp%20%3Fo%7D", Accept="text/csv")
    assert (answer.status, answer.text) == (200, "s,p,o\r\nx:a,x:b,x:c\r\n")
    posted = proxied.request("POST", "/sparql", b"ASK {}", {"Content-Type": "application/sparql-query"})
    assert (posted.status, posted.text) == (200, '{"head":{},"boolean":true}')
    page = proxied.get("/questions", Accept="text/html")
    assert page.status == 200
    assert page.headers["strict-transport-security"] == "max-age=31536000"


def test_the_server_knows_its_address_and_its_client_whatever_the_client_says(proxied: Proxied) -> None:
    interface = json.loads(proxied.get("/openapi.json", **SPOOFED).body)
    assert interface["servers"] == [{"url": f"https://{HOST}"}]
    assert proxied.log.lines[-1]["client"] == "127.0.0.1"


def test_a_request_has_one_name(proxied: Proxied) -> None:
    answer = proxied.get("/health/ready")
    assert answer.status == 200
    assert proxied.log.lines[-1]["requestId"] == answer.headers["x-request-id"]


@pytest.mark.parametrize("path", ["/metrics", "/admin/queries"])
def test_what_is_for_operators_is_not_there(proxied: Proxied, path: str) -> None:
    before = len(proxied.log.lines)
    assert proxied.get(path, Authorization="Bearer operators-only").status == 403
    assert len(proxied.log.lines) == before


def test_nginx_leads_to_the_certificate(proxied: Proxied) -> None:
    if not (proxied.place.folder / "nginx.conf").exists():
        pytest.skip("Caddy does so by itself, once it gets the certificate")
    with closing(HTTPConnection("127.0.0.1", proxied.place.plain, timeout=30)) as connection:
        connection.request("GET", "/questions?lang=ru", headers={"Host": HOST})
        response = connection.getresponse()
        assert (response.status, response.getheader("Location")) == (301, f"https://{HOST}/questions?lang=ru")


def test_the_service_is_understood_by_systemd_and_gives_up_what_it_does_not_need(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    unit = tmp_path / "moonpact.service"
    unit.write_text(example("moonpact.service", ("/opt/moonpact/bin/moonpact", MOONPACT)), encoding="utf-8")
    # 10 is without any protection; below 2 is what systemd calls OK.
    for more in (["verify"], ["security", "--offline=yes", "--threshold=20"]):
        done = subprocess.run(["systemd-analyze", *more, str(unit)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
