"""A running server as its operator reaches it from the command line."""

import json
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Final
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
        if urlsplit(self.address).scheme not in ("http", "https"):
            raise OperatorError(f"{self.address} is no http or https address")
        headers = {"Accept": "application/json", "Authorization": f"Bearer {self.token}"}
        try:
            request = Request(f"{self.address.rstrip('/')}{path}", method=method, headers=headers)  # noqa: S310
            with urlopen(request, timeout=seconds) as answer:  # noqa: S310 - the scheme is one of the web's.
                body = answer.read(_MOST_BYTES)
        except HTTPError as error:
            raise OperatorError(_reason(error)) from error
        except (HTTPException, OSError, ValueError) as error:
            reason = error.reason if isinstance(error, URLError) else error
            raise OperatorError(f"{self.address} cannot be asked: {reason}") from error
        return json.loads(body) if body else None


def _reason(error: HTTPError) -> str:
    with error:
        try:
            return str(json.loads(error.read(_MOST_BYTES))["detail"])
        except (KeyError, TypeError, ValueError):
            return f"the server answered with status {error.code}"
