"""A request and its answer, as the operator sees them: its name, whose it is, what kind it is of, how it ended."""

import re
import secrets
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

REQUEST_ID: Final = "X-Request-Id"
_KEY: Final = "moonpact.exchange"
_SANE: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
# What differs from one start of the server to the next, and then a number: unique, and cheaper than random names.
_START: Final = secrets.token_hex(4)
_NUMBERS: Final = count(1)


@dataclass(eq=False, slots=True)
class Exchange:
    """What is known of a request and its answer."""

    name: str
    """The name that the client gave it, if that is one, or else one that is unique."""
    client: str
    """The address of the client."""
    kind: str = "other"
    """What is asked: `query`, `update`, or the noun of the site."""
    status: int = 500
    problem: str = ""
    """The name of the problem that the answer tells of, if it does."""
    query: str = ""
    """The query or the update, where it is known."""


def begin_exchange(environ: "WSGIEnvironment", client: str) -> Exchange:
    """Return what is known of the request, which goes with its environment from now on."""
    given: str = environ.get("HTTP_X_REQUEST_ID", "")
    # A name is logged, and must not be a token.
    is_name = given and _SANE.fullmatch(given) and given not in environ.get("HTTP_AUTHORIZATION", "")
    name = given if is_name else f"{_START}-{next(_NUMBERS)}"
    environ[_KEY] = exchange = Exchange(name, client)
    return exchange


def exchange_of(environ: "WSGIEnvironment") -> Exchange:
    """Return what is known of the request of this environment."""
    return cast("Exchange", environ[_KEY])
