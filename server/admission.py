"""Which requests are let in."""

from typing import TYPE_CHECKING, Final

from moonpact.server.exchange import exchange_of
from moonpact.server.gate import Gate, refuse_token_in_address
from moonpact.server.http.message import Request
from moonpact.server.problems import Problem, ProblemError
from moonpact.server.rate_limit import RateLimit
from moonpact.server.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

# Whether the server can answer tells nothing of the data.
_OPEN: Final = ("/health",)
# Who watches the server must see it also when clients ask too much, and may come by the same proxy.
_OPERATORS: Final = ("/admin/", "/health", "/metrics")


class Admission:
    """Lets requests in, or refuses them before anybody looks at what they ask."""

    def __init__(self, settings: Settings, gate: Gate) -> None:
        self._needs_token = settings.readers == "token"
        self._gate = gate
        self._rate_limit = RateLimit(settings.requests_per_minute)

    def check(self, request: Request) -> None:
        """Let a request in.

        Raises:
            ProblemError: It is one too many, may not read here, shows its token to all who pass it on, or is packed.
        """
        environ = request.environ
        if not environ["PATH_INFO"].startswith(_OPERATORS):
            self._rate_limit.check(exchange_of(environ).client)
        refuse_token_in_address(environ["QUERY_STRING"])
        if self._needs_token and not _is_open(environ):
            self._gate.check(environ.get("HTTP_AUTHORIZATION", ""), "read")
        if request.body.size and environ.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() != "identity":
            # Not taken to be what it is not, and not unpacked: a few kilobytes can become gigabytes.
            detail = "the body is in a content coding"
            raise ProblemError(Problem("unsupported-media-type", detail, "Send it as it is."))


def _is_open(environ: "WSGIEnvironment") -> bool:
    # Before a browser sends a token to another site, it asks there without one.
    path: str = environ["PATH_INFO"]
    return environ["REQUEST_METHOD"] == "OPTIONS" or path.startswith(_OPEN)
