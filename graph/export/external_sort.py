"""Sorting of more lines than memory holds: runs on the disk, merged (Knuth, The Art of Computer Programming, 5.4)."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Final

_RUN_LINES: Final = 100_000


def sorted_lines(lines: Iterable[bytes], run_lines: int = _RUN_LINES) -> Iterator[bytes]:
    """Yield the lines, each with its end, in order; at most `run_lines` of them are held in memory."""
    rest = iter(lines)
    with ExitStack() as opened:
        runs = []
        while run := sorted(islice(rest, run_lines)):
            file = opened.enter_context(tempfile.TemporaryFile())
            file.writelines(run)
            file.seek(0)
            runs.append(file)
        yield from heapq.merge(*runs)
