"""Who may change the dataset: whoever sends the token (RFC 6750), where there is one."""

import hmac
from dataclasses import dataclass

from moonpact.server.problems import Problem, ProblemError


@dataclass(frozen=True)
class Gate:
    """The token that changes need; None where nothing may be changed."""

    token: str | None = None

    def check(self, authorization: str) -> None:
        """Let the sender of this header pass.

        Raises:
            ProblemError: Nothing may be changed here, or the header does not have the token.
        """
        if self.token is None:
            raise ProblemError(Problem("read-only", "this dataset is served read-only"))
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), self.token.encode()):
            raise ProblemError(Problem("unauthorized", "a change needs the token of this server"))
