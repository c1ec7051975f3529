"""The tokens that requests may carry, in a file with a line of JSON for each: a name, what it is for, and its hash.

A token is 256 random bits. That it is guessed from its SHA-256 is as improbable as that it is guessed at once; a slow
hash with a salt is for what people think up.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, cast, get_args

Scope = Literal["read", "write", "admin"]

SCOPES: Final = cast("tuple[Scope, ...]", get_args(Scope))
FILE: Final = "tokens.jsonl"
# Scanners of published texts find leaked tokens by such a beginning.
_BEGINNING: Final = "moonpact_"
_BYTES: Final = 32
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_WRITABLE_BY_OTHERS: Final = 0o022


class InvalidTokensError(ValueError):
    """The file of tokens is not as it must be, or a token cannot be added to it or revoked."""


@dataclass(frozen=True)
class Token:
    """What is known of a token, which is not the token itself; it is good until the end of its last day, in UTC."""

    name: str
    scopes: tuple[Scope, ...]
    sha256: str
    created: str
    expires: str | None = None

    def allows(self, scope: Scope) -> bool:
        """Tell whether a request of this scope may carry it; who may write or administer may read."""
        return scope in self.scopes or scope == "read"

    def has_expired(self) -> bool:
        """Tell whether its day is over."""
        return self.expires is not None and self.expires < today()


def today() -> str:
    """Return the day, in UTC."""
    return datetime.now(UTC).date().isoformat()


def token_of(text: str, name: str, scopes: tuple[Scope, ...], expires: str | None = None) -> Token:
    """Return what is known of a token of this text."""
    return Token(name, scopes, _hash(text), today(), expires)


def find(tokens: Iterable[Token], text: str) -> Token | None:
    """Return which of the tokens the text is; how long that takes does not depend on the text."""
    given = _hash(text)
    found = [token for token in tokens if hmac.compare_digest(token.sha256, given)]
    return found[0] if found else None


def read_tokens(file: Path) -> list[Token]:
    """Return the tokens of a file; none where there is no file.

    Raises:
        InvalidTokensError: Others than its owner may write to it, or it is not as `moonpact token` wrote it.
    """
    if not file.exists():
        return []
    if os.name == "posix" and file.stat().st_mode & _WRITABLE_BY_OTHERS:
        raise InvalidTokensError(f"{file}: others may write to it, and so give themselves tokens; chmod 600 ends that")
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_parse(line, f"{file}:{number}") for number, line in enumerate(lines, start=1)]


def add_token(file: Path, name: str, scopes: tuple[Scope, ...], expires: str | None = None) -> str:
    """Add a new token to the file and return it; it stands nowhere else.

    Raises:
        InvalidTokensError: The name is not one, or is taken; or the file is not as it must be.
    """
    if not _NAME.fullmatch(name):
        raise InvalidTokensError(f"'{name}' is no name: up to 64 letters, digits, '.', '_' and '-'")
    text = f"{_BEGINNING}{secrets.token_urlsafe(_BYTES)}"
    with _changed(file) as tokens:
        if name in {token.name for token in tokens}:
            raise InvalidTokensError(f"there is a token of the name '{name}'; revoke it first")
        tokens.append(token_of(text, name, scopes, expires))
    return text


def revoke_token(file: Path, name: str) -> None:
    """Take the token of this name out of the file.

    Raises:
        InvalidTokensError: There is none; or the file is not as it must be.
    """
    with _changed(file) as tokens:
        kept = [token for token in tokens if token.name != name]
        if len(kept) == len(tokens):
            raise InvalidTokensError(f"there is no token of the name '{name}' in {file}")
        tokens[:] = kept


@contextmanager
def _changed(file: Path) -> Generator[list[Token]]:
    """The tokens of the file, which are written to it afterwards, all in one step; one such change at a time."""
    new = file.with_name(f"{file.name}.new")
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        message = f"another change of {file} is being made; where it was cut off, remove {new.name}"
        raise InvalidTokensError(message) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            tokens = read_tokens(file)
            yield tokens
            written.writelines(f"{json.dumps(asdict(token))}\n" for token in tokens)
            written.flush()
            os.fsync(written.fileno())
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _parse(line: str, place: str) -> Token:
    try:
        table = json.loads(line)
        token = replace(Token(**table), scopes=tuple(table["scopes"]))
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidTokensError(f"{place}: no token as `moonpact token` writes it") from error
    if not set(token.scopes) <= set(SCOPES):
        raise InvalidTokensError(f"{place}: a scope is none of {', '.join(SCOPES)}")
    return token
