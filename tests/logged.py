"""A server whose log is read."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.server import MOONPACT, Site, served


@dataclass(frozen=True)
class Log:
    """What a server has written to standard error."""

    file: Path

    @property
    def text(self) -> str:
        """All of it."""
        return self.file.read_text(encoding="utf-8")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each line as the JSON that it must be."""
        return [json.loads(line) for line in self.text.splitlines()]


@contextmanager
def logging_site(folder: Path, *arguments: str, token: str = "") -> Generator[tuple[Site, Log]]:
    """Yield a server of one statement, started with these arguments, and its log."""
    (folder / "data.ttl").write_text("<x:a> <x:b> <x:c> .", encoding="utf-8")
    log = folder / "log"
    program = ("sh", "-c", f'exec "$0" "$@" 2>"{log}"', MOONPACT)
    with served(folder / "data.ttl", *arguments, token=token, program=program) as site:
        yield site, Log(log)
