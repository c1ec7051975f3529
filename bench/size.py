"""How size tells: load, start, memory and the fourteen queries, in memory and on the disk, beside Oxigraph's server.

Usage: python bench/size.py [--quads 10000 100000 1000000 10000000] [--rounds 3]

The number of quads is that of all graphs, the default graph among them. Needs `wrk` and `pip install oxigraph`.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import geometric_mean, median

from compare import measure
from data import Generator
from servers import Server, started

_QUERIES = sorted(Path(__file__).with_name("queries").glob("*.rq"))
_BIN = Path(sys.executable).parent
_PSS = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True)
class Contender:
    """What is measured: its server, how its data is loaded, and how it is started."""

    server: Server
    load: list[str]
    serve: list[str]
    folder: Path


def contenders(data: Path, folder: Path, most_in_memory: int, quads: int) -> list[Contender]:
    """Return moonpact in memory, unless there is too much for it, and on the disk, and Oxigraph on the disk."""
    moonpact, oxigraph = str(_BIN / "moonpact"), str(_BIN / "oxigraph")
    found = [
        Contender(
            Server(f"moonpact, {keep}", f"http://127.0.0.1:{port}/sparql"),
            [moonpact, "load", str(data), "--keep", keep, "--out", str(folder / keep)],
            [moonpact, "serve", str(folder / keep), "--port", str(port), "--timeout", "60"],
            folder / keep,
        )
        for keep, port in (("memory", 7911), ("disk", 7912))
        if keep == "disk" or quads <= most_in_memory
    ]
    location = str(folder / "oxigraph")
    load = [oxigraph, "load", "--location", location, "--file", str(data)]
    serve = [oxigraph, "serve-read-only", "--location", location, "--bind", "127.0.0.1:7913"]
    return [*found, Contender(Server("oxigraph", "http://127.0.0.1:7913/query"), load, serve, folder / "oxigraph")]


def seconds_of(command: list[str]) -> float:
    """Return how long the command takes."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def memory(pid: int) -> int:
    """Return the bytes of the process and of all that it has started, a page that several share counted once."""
    stats = [stat.read_text(encoding="ascii", errors="replace") for stat in Path("/proc").glob("[0-9]*/stat")]
    parents = {int(stat.split()[0]): int(stat.rpartition(")")[2].split()[1]) for stat in stats}
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    rolls = (Path(f"/proc/{each}/smaps_rollup") for each in family)
    return sum(1024 * int(_PSS.findall(roll.read_text(encoding="ascii"))[0]) for roll in rolls if roll.exists())


def times(servers: list[Server], rounds: int) -> dict[tuple[str, str], float]:
    """Return the median time of each query at each server in milliseconds, the servers interleaved."""
    found: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for query in _QUERIES:
            for server in servers:
                found.setdefault((query.stem, server.name), []).append(measure(server, query, "unique", 1, 1).p50)
    return {key: median(each) for key, each in found.items()}


def compare(quads: int, most_in_memory: int, rounds: int) -> None:
    """Print the tables for so many quads."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder, data = Path(name), Path(name) / "data.nq"
        with data.open("w", encoding="utf-8") as file:
            file.writelines(Generator(quads // 2).lines())
        all_ = contenders(data, folder, most_in_memory, quads)
        loads = [seconds_of(each.load) for each in all_]
        starts, pids = list[float](), list[int]()
        for each in all_:
            began = time.perf_counter()
            pids.append(stack.enter_context(started(each.serve, each.server)))
            starts.append(time.perf_counter() - began)
        found = times([each.server for each in all_], rounds)
        print(
            f"\n{quads:,} quads\n",
            "| | load, s | start, s | memory, MB | on the disk, MB |",
            "| --- | --- | --- | --- | --- |",
            sep="\n",
        )
        for each, load, start, pid in zip(all_, loads, starts, pids, strict=True):
            size = sum(path.stat().st_size for path in each.folder.rglob("*") if path.is_file())
            print(f"| {each.server.name} | {load:.1f} | {start:.1f} | {memory(pid) / 1e6:.0f} | {size / 1e6:.0f} |")
        print(*_lines([each.server.name for each in all_], found), sep="\n")


def _lines(names: list[str], found: dict[tuple[str, str], float]) -> list[str]:
    *ours, other = names
    lines = [f"\n| query | {', ms | '.join(names)}, ms |", "| --- " * (1 + len(names)) + "|"]
    for query in _QUERIES:
        lines.append(f"| {query.stem} | {' | '.join(f'{found[query.stem, name]:.2f}' for name in names)} |")
    ratios = (geometric_mean(found[query.stem, name] / found[query.stem, other] for query in _QUERIES) for name in ours)
    return [*lines, f"| geometric mean to {other} | {' | '.join(f'**{ratio:.2f}**' for ratio in ratios)} | 1 |"]


def main() -> None:
    """Print the tables of each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quads", type=int, nargs="+", default=[10_000, 100_000, 1_000_000, 10_000_000])
    parser.add_argument("--memory", type=int, default=20_000_000, help="the most quads that are also kept in memory")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for quads in given.quads:
        compare(quads, given.memory, given.rounds)


if __name__ == "__main__":
    main()
