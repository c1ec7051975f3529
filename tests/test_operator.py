"""The token of an operator goes to the server that was named, and to no other."""

from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from moonpact.server.operator import RemoteServer


@contextmanager
def listening(seen: list[str], to: str = "") -> Generator[str]:
    """Yield the address of a server that notes the tokens it is sent, and leads on if there is somewhere to."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers.get("Authorization", ""))
            self.send_response(302 if to else 200)
            self.send_header("Location", to)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name of the one it replaces)
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_token_does_not_follow_a_redirect() -> None:
    first, second = list[str](), list[str]()
    with listening(second) as elsewhere, listening(first, f"{elsewhere}/") as named:
        assert RemoteServer(named, "secret").ask("GET", "/admin/queries", 5) == []
    assert (first, second) == (["Bearer secret"], [""])
