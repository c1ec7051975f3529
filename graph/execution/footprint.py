"""How much memory a server takes with all its processes."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_PROCESSES: Final = Path("/proc")
_SHARE: Final = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)
_GROUP: Final = 2


def memory_bytes() -> int | None:
    """Return how many bytes the processes of this process's group use, a page that several share counted once.

    None where the system does not tell (proc(5), `smaps_rollup`).
    """
    if not (_PROCESSES / "self" / "smaps_rollup").exists():
        return None
    told = (_read(folder / "smaps_rollup") for folder in _folders(os.getpgrp()))
    return sum(1024 * int(kilobytes) for each in told for kilobytes in _SHARE.findall(each))


def _folders(group: int) -> Iterator[Path]:
    for folder in _PROCESSES.glob("[0-9]*"):
        # The name of the program stands in brackets, and may have some.
        told = _read(folder / "stat").rpartition(")")[2].split()
        if told and int(told[_GROUP]) == group:
            yield folder


def _read(file: Path) -> str:
    with suppress(OSError):  # The process has just ended.
        return file.read_text(encoding="utf-8", errors="replace")
    return ""
