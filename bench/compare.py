"""Side by side with Oxigraph's own server: the same data and queries, interleaved, in one run.

Usage: python bench/compare.py [--quads 100000] [--clients 1 8] [--rounds 5] [--mode unique|fixed]

Needs `wrk` (Debian package) and `pip install oxigraph`. Prints a table in Markdown: for each query the median time of
moonpact and its ratios to the others (below 1 is faster), each the median over the rounds of ratios within one round.
"""

import argparse
import re
import subprocess
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import geometric_mean, median

from data import Generator
from servers import Server, ask, running

_QUERIES = Path(__file__).with_name("queries")
_SETTLE_SECONDS = 5
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


@dataclass(frozen=True)
class Measure:
    """The median time of a request in milliseconds, how many were answered in a second, and whether any was refused."""

    p50: float
    rate: float
    refused: bool


Measures = dict[tuple[str, str], list[Measure]]


def measure(server: Server, query: Path, mode: str, clients: int, seconds: int) -> Measure:
    """Send the query over and over, from so many connections, until some are answered."""
    found = _measure(server, query, mode, clients, seconds)
    # What was asked last is answered before others are measured.
    time.sleep(min(found.p50 / 1e3, _SETTLE_SECONDS) if found.p50 else _SETTLE_SECONDS)
    return found if found.p50 else measure(server, query, mode, clients, 3 * seconds)


def _measure(server: Server, query: Path, mode: str, clients: int, seconds: int) -> Measure:
    script = ["-s", str(Path(__file__).with_name("request.lua")), server.url, "--", str(query), mode]
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--latency", "--timeout", "30s", *script]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    value, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    return Measure(float(value) * _UNITS[unit], float(rate[1]) if rate else 0.0, refused="Non-2xx" in text)


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
    return _lines([server.name for server in servers], measures)


def _lines(names: list[str], measures: Measures) -> list[str]:
    ours, *others = names
    refused = {query for (query, _), found in measures.items() if any(each.refused for each in found)}
    lines = [
        f"| query | {ours}, ms | {' | '.join(f'to {other}' for other in others)} |",
        "| --- " * (2 + len(others)) + "|",
    ]
    ratios: defaultdict[str, list[float]] = defaultdict(list)
    queries = sorted({query for query, _ in measures} - refused)
    for query in queries:
        for other in others:
            pairs = zip(measures[query, ours], measures[query, other], strict=True)
            ratios[other].append(median(one.p50 / two.p50 for one, two in pairs))
        own = median(each.p50 for each in measures[query, ours])
        lines.append(f"| {query} | {own:.2f} | {' | '.join(f'{ratios[other][-1]:.2f}' for other in others)} |")
    means = " | ".join(f"**{geometric_mean(ratios[other]):.2f}**" for other in others)
    rates = " | ".join(f"**{_mix(measures, ours, queries) / _mix(measures, other, queries):.2f}**" for other in others)
    lines += [f"| geometric mean | | {means} |", f"| answers to the mix in a second | | {rates} |"]
    return [
        *lines,
        *(f"\nSome of {query} were refused with 503 or 5xx, and it is left out." for query in sorted(refused)),
    ]


def _mix(measures: Measures, server: str, queries: list[str]) -> float:
    """How often a server answers all the queries, one after the other, in a second."""
    return 1 / sum(1 / median(each.rate for each in measures[query, server]) for query in queries)


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
