"""Who may read, change and administer: whoever sends a token of that scope (RFC 6750)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from moonpact.server.problems import Problem, ProblemError
from moonpact.server.tokens import SCOPES, Scope, Token, find, read_tokens, token_of

ENVIRONMENT: Final = "MOONPACT_TOKEN"
_IN_ADDRESS: Final = "access_token"
_GLANCE: Final = "token"


class Gate:
    """The tokens that are good here: those of a file, as it is now, and one of all scopes."""

    def __init__(self, file: Path | None = None, token: str = "", *, writable: bool = False) -> None:
        """Let requests pass that carry a token.

        Args:
            file: Where the tokens are; it may come, change and go while the server runs.
            token: One for everything, named `MOONPACT_TOKEN`; empty if there is none.
            writable: Whether anything may be changed here.

        Raises:
            InvalidTokensError: The file is not as it must be.
        """
        self._file = file
        self._always = [token_of(token, ENVIRONMENT, SCOPES)] if token else []
        self._writable = writable
        self._stamp: object = None
        self._of_file: Sequence[Token] = ()
        self._tokens()

    @property
    def has_tokens(self) -> bool:
        """Whether anybody may have a token now."""
        return bool(self._tokens())

    def check(self, authorization: str, scope: Scope) -> str:
        """Let the sender of this header pass, and return the name of the token.

        Raises:
            ProblemError: Nothing may be changed here; or the header has no token, one that is not good, or one that is
                for other things.
        """
        if scope == "write" and not self._writable:
            raise ProblemError(Problem("read-only", "this dataset is served read-only"))
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() != "bearer" or not given.strip():
            raise ProblemError(
                Problem("unauthorized", f"this needs a token of the scope '{scope}'", challenge="Bearer")
            )
        token = find(self._tokens(), given.strip())
        if token is None or token.has_expired():
            reason = "the token is unknown here" if token is None else f"the token expired after {token.expires}"
            raise ProblemError(Problem("unauthorized", reason, challenge='Bearer error="invalid_token"'))
        if not token.allows(scope):
            challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
            reason = f"the token '{token.name}' is not of the scope '{scope}'"
            raise ProblemError(Problem("insufficient-scope", reason, challenge=challenge))
        return token.name

    def _tokens(self) -> Sequence[Token]:
        """The tokens that are good now: what is added to the file or revoked in it counts from the next request on."""
        if self._file is not None:
            stamp = _stamp(self._file)
            if stamp != self._stamp:
                self._of_file, self._stamp = read_tokens(self._file), stamp
        return (*self._always, *self._of_file)


def refuse_token_in_address(query_string: str) -> None:
    """Refuse a request whose address has a token: it would stand in logs, and is not looked at (RFC 6750, section 2.3).

    Raises:
        ProblemError: It has one.
    """
    if _GLANCE in query_string and _IN_ADDRESS in parse_qs(query_string, keep_blank_values=True):
        hint = "Send it in the header 'Authorization: Bearer …', and revoke the one that was sent."
        detail = "a token stands in the address, where logs and histories keep it"
        raise ProblemError(Problem("invalid-parameter", detail, hint, parameter=_IN_ADDRESS))


def _stamp(file: Path) -> object:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
