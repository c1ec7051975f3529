"""What bounding costs, and how soon: the hop to a worker, a new worker, an update, loading, memory.

Usage: python bench/bounds.py [--quads 100000] [--large 1000000]

Prints a table in Markdown. A time is the median of many; the hop is compared with the same work in this process.
"""

import argparse
import json
import os
import re
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median

from data import Generator

from moonpact.graph.engine import NamedNode
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.request import Request
from moonpact.graph.execution.serving import serve_folder
from moonpact.graph.execution.starting import start_parent
from moonpact.graph.execution.worker import answer
from moonpact.graph.loading import load_files

_QUERIES = Path(__file__).with_name("queries")
_FORMATS = {"rows": "json"}
_PAUSE = 0.05
_SHARE = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)


def _query(name: str) -> str:
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def write_data(quads: int, folder: Path) -> Path:
    """Return a file of so many quads."""
    file = folder / f"{quads}.nq"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(Generator(quads).lines())
    return file


def milliseconds(act: Callable[[], object], times: int) -> float:
    """Return the median time of the act."""
    taken: list[float] = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append(1e3 * (time.perf_counter() - started))
    return median(taken)


def hop(data: Path) -> tuple[float, float]:
    """Return the milliseconds of a point lookup in this process and in a worker, measured in turns."""
    text = _query("01_point").replace("{{N}}", "20")
    request, store = Request(text, _FORMATS), load_files([data])
    parent = start_parent([data], Limits())
    worker = parent.fork()

    def ask() -> None:
        worker.ask(request)
        worker.receive()

    pairs = [(milliseconds(lambda: answer(store, request, 1 << 26), 200), milliseconds(ask, 200)) for _ in range(30)]
    worker.kill()
    parent.close()
    return median(one for one, _ in pairs), median(two for _, two in pairs)


def respawn(data: Path) -> tuple[float, float]:
    """Return the seconds of a load, and the milliseconds until a new worker has answered."""
    started = time.perf_counter()
    parent = start_parent([data], Limits())
    seconds = time.perf_counter() - started

    def fork() -> None:
        worker = parent.fork()
        worker.ask(Request(_query("more/known"), {"boolean": "json"}, {"thing": NamedNode("x:s")}))
        worker.receive()
        worker.kill()

    found = milliseconds(fork, 100)
    parent.close()
    return seconds, found


def visible(data: Path, folder: Path, pause: float = 0) -> float:
    """Return the milliseconds from the beginning of an update until a query has seen it, so many seconds apart."""
    folder.mkdir()
    with closing(serve_folder(folder, [data], Limits())) as served:
        numbers = iter(range(1000))

        def change() -> float:
            time.sleep(pause)
            started = time.perf_counter()
            thing = NamedNode(f"x:s{next(numbers)}")
            served.write(Operation("merge", f'{thing} <x:p> "1" .'))
            seen = served.answer(Request(_query("more/known"), {"boolean": "json"}, {"thing": thing}))
            if not json.loads(seen.body)["boolean"]:
                raise RuntimeError("the update is not seen")
            return 1e3 * (time.perf_counter() - started)

        return median(change() for _ in range(50))


def sync(file: Path) -> float:
    """Return the milliseconds in which the disk has a line that is added to a file."""
    with file.open("ab", buffering=0) as opened:

        def write() -> None:
            opened.write(b"x" * 100)
            os.fsync(opened.fileno())

        return milliseconds(write, 50)


def memory(data: Path, folder: Path) -> tuple[float, float]:
    """Return the bytes of a quad, and the megabytes of all processes after an answer of 50,000 rows."""
    folder.mkdir()
    text = _query("12_big50k")
    before = _share(os.getpid())
    with closing(serve_folder(folder, [data], Limits())) as served:
        held = _children()
        quads = served.select(_query("more/everything"))[0]["n"]
        empty = sum(map(_share, held))
        served.answer(Request(text, _FORMATS))
        time.sleep(0.5)
        total = sum(map(_share, _children())) + _share(os.getpid()) - before
        return empty / int(str(quads.value)), total / 1e6  # type: ignore[union-attr]


def _children() -> list[int]:
    started = os.getpid()
    parents = {int(each.name): _parent(each) for each in Path("/proc").glob("[0-9]*")}
    found = {started}
    while new := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= new
    return [*found - {started}]


def _parent(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except OSError:  # It has just ended.
        return 0


def _share(pid: int) -> int:
    try:
        return 1024 * int(_SHARE.findall(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"))[0])
    except OSError:  # It has just ended.
        return 0


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quads", type=int, default=100_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    given = parser.parse_args()
    threading.stack_size(256 * 1024 * 1024)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = write_data(given.quads, folder), write_data(given.large, folder)
        inside, outside = hop(small)
        each, total = memory(small, folder / "memory")
        seconds, forked = respawn(large)
        print("| what | measured |\n| --- | --- |")
        print(f"| point lookup in this process, in a worker | {1e3 * inside:.0f} µs, {1e3 * outside:.0f} µs |")
        print(f"| an update is seen, {given.quads:,} quads | {visible(small, folder / 'visible', _PAUSE):.1f} ms |")
        print(f"| the same, one after the other without a pause | {visible(small, folder / 'busy'):.1f} ms |")
        print(f"| of which the disk syncs what is written | {sync(folder / 'synced'):.1f} ms |")
        print(f"| bytes a quad, {given.quads:,} quads in the named graphs | {each:.0f} |")
        print(f"| all processes after an answer of 50,000 rows | {total:.0f} MB |")
        print(f"| load of {given.large:,} quads in the named graphs | {seconds:.1f} s |")
        print(f"| a new worker has answered, {given.large:,} quads | {forked:.1f} ms |")


if __name__ == "__main__":
    main()
