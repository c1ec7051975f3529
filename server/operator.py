"""A running server as its operator reaches it from the command line."""

import json
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import IO, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

_MOST_BYTES: Final = 64_000_000


class OperatorError(Exception):
    """The server did not do what it was asked."""


@dataclass(frozen=True)
class RemoteServer:
    """A server, by its address, and the token that it needs; empty if there is none."""

    address: str
    token: str

    def ask(self, method: str, path: str, seconds: float) -> Any:  # noqa: ANN401 - JSON.
        """Return what the server answers, read as JSON; None where it has nothing to say.

        Raises:
            OperatorError: It cannot be reached, or refuses.
        """
        with self._asked(method, path, seconds) as answer:
            body = answer.read(_MOST_BYTES)
        return json.loads(body) if body else None

    def download(self, path: str, output: IO[bytes], seconds: float) -> None:
        """Write what the server answers to the output; `seconds` is how long it may take to begin or to go on.

        Raises:
            OperatorError: It cannot be reached, or refuses.
        """
        with self._asked("GET", path, seconds) as answer:
            shutil.copyfileobj(answer, output)

    @contextmanager
    def _asked(self, method: str, path: str, seconds: float) -> Generator[IO[bytes]]:
        if urlsplit(self.address).scheme not in ("http", "https"):
            raise OperatorError(f"{self.address} is no http or https address")
        headers = {"Accept": "application/json, application/zip"}
        try:
            request = Request(f"{self.address.rstrip('/')}{path}", method=method, headers=headers)  # noqa: S310
            # Where the server leads elsewhere, the token stays behind.
            request.add_unredirected_header("Authorization", f"Bearer {self.token}")
            with urlopen(request, timeout=seconds) as answer:  # noqa: S310 - the scheme is one of the web's.
                yield answer
        except HTTPError as error:
            raise OperatorError(_reason(error)) from error
        except (HTTPException, OSError, ValueError) as error:
            reason = error.reason if isinstance(error, URLError) else error
            raise OperatorError(f"{self.address} cannot be asked: {reason}") from error


def _reason(error: HTTPError) -> str:
    with error:
        try:
            return str(json.loads(error.read(_MOST_BYTES))["detail"])
        except (KeyError, TypeError, ValueError):
            return f"the server answered with status {error.code}"
