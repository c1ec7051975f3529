"""Side by side with Oxigraph's own server: the same data and queries, interleaved, in one run.

Usage: python bench/compare.py [--quads 100000] [--clients 1 8] [--rounds 5] [--mode unique|fixed]

Needs `wrk` (Debian package) and `pip install oxigraph`. Prints a table in Markdown: for each query the median time of
moonpact and its ratios to the others (below 1 is faster), each the median over the rounds of ratios within one round.
"""

import argparse
import re
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import geometric_mean, median

from data import Generator
from servers import Server, ask, running

_QUERIES = Path(__file__).with_name("queries")
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


@dataclass(frozen=True)
class Measure:
    """The median time of a request in milliseconds, and how many were answered in a second."""

    p50: float
    rate: float


def measure(server: Server, query: Path, mode: str, clients: int, seconds: int) -> Measure:
    """Send the query over and over, from so many connections."""
    script = ["-s", str(Path(__file__).with_name("request.lua")), server.url, "--", str(query), mode]
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--latency", "--timeout", "30s", *script]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if errors := re.search(r"Non-2xx.*", text):
        raise RuntimeError(f"{server.name}, {query.name}: {errors[0]}")
    value, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    return Measure(float(value) * _UNITS[unit], float(rate[1]) if rate else 0.0)


def check_sizes(servers: list[Server], queries: list[Path]) -> None:
    """Hold that all servers answer with as many rows or triples.

    Raises:
        RuntimeError: One answers with more or fewer.
    """
    for query in queries:
        text = re.sub(r"\{\{N\}\}", "20", query.read_text(encoding="utf-8")).encode()
        sizes = {server.name: _size(ask(server, text)) for server in servers}
        if len(set(sizes.values())) > 1:
            raise RuntimeError(f"{query.name}: {sizes}")


def _size(body: bytes) -> int:
    return body.count(b'"value"') if body.startswith(b"{") else len(set(body.splitlines()))


def table(servers: list[Server], mode: str, clients: int, rounds: int, seconds: int) -> list[str]:
    """Return the lines of the table for so many connections."""
    queries = sorted(_QUERIES.glob("*.rq"))
    check_sizes(servers, queries)
    measures: defaultdict[tuple[str, str], list[Measure]] = defaultdict(list)
    for turn in range(rounds):
        for query in queries:
            for server in servers[turn % len(servers) :] + servers[: turn % len(servers)]:
                measures[query.stem, server.name].append(measure(server, query, mode, clients, seconds))
    ours, *others = [server.name for server in servers]
    lines = [
        f"| query | {ours}, ms | {' | '.join(f'to {other}' for other in others)} |",
        "| --- " * (2 + len(others)) + "|",
    ]
    ratios: defaultdict[str, list[float]] = defaultdict(list)
    for query in queries:
        for other in others:
            pairs = zip(measures[query.stem, ours], measures[query.stem, other], strict=True)
            ratios[other].append(median(one.p50 / two.p50 for one, two in pairs))
        own = median(each.p50 for each in measures[query.stem, ours])
        lines.append(f"| {query.stem} | {own:.2f} | {' | '.join(f'{ratios[other][-1]:.2f}' for other in others)} |")
    means = " | ".join(f"**{geometric_mean(ratios[other]):.2f}**" for other in others)
    return [*lines, f"| geometric mean | | {means} |"]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quads", type=int, default=100_000)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--mode", choices=["unique", "fixed"], default="unique")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.nq"
        with data.open("w", encoding="utf-8") as file:
            file.writelines(Generator(given.quads).lines())
        with running(data, Path(folder)) as servers:
            for clients in given.clients:
                print(f"\n{given.quads:,} quads, {clients} clients, {given.mode} texts\n")
                print("\n".join(table(servers, given.mode, clients, given.rounds, given.seconds)))


if __name__ == "__main__":
    main()
