"""What people wait for: building, checking a file, starting the server and making a view, on the project's own data.

Usage: python bench/waits.py [--rounds 5]

Prints a table in Markdown. Each time is the median over the rounds, with the processor time and the peak memory of the
process that took most.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

_PROGRAM = str(Path(sys.executable).with_name("moonpact"))
_FILE = Path(__file__).parents[1] / "graph" / "data" / "source" / "kremlin-2024-06-12.trig"
_PORT = "7904"
_ENDPOINT = f"http://127.0.0.1:{_PORT}/sparql"
_QUERY = "ASK { ?claim a <https://w3id.org/moonpact/ontology#Claim> }"


@dataclass(frozen=True)
class Wait:
    """How long something took, in seconds of the clock and of the processor, and its peak memory in bytes."""

    clock: float
    processor: float | None = None
    memory: int | None = None


def run(*arguments: str) -> Wait:
    """Run the command, and return how long it took."""
    start = time.monotonic()
    process = subprocess.Popen([_PROGRAM, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"moonpact {' '.join(arguments)} ended with status {process.returncode}")
    return Wait(time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def served(days: list[str]) -> dict[str, Wait]:
    """Start the server; return how long its first answer took, and those from new views and from one that is there."""
    start = time.monotonic()
    with subprocess.Popen([_PROGRAM, "serve", "--port", _PORT], stdout=subprocess.DEVNULL) as process:
        try:
            _first_answer()
            first = Wait(time.monotonic() - start)
            views = [_asked(day) for day in days]
            again = _asked(days[-1])
        finally:
            process.terminate()
    return {
        "`moonpact serve`, first answer": first,
        "a new view, first answer": Wait(median(views)),
        "the same view, next answer": Wait(again),
    }


def _first_answer() -> None:
    while True:
        try:
            _asked(None)
        except URLError:
            time.sleep(0.01)
        else:
            return


def _asked(day: str | None) -> float:
    start = time.monotonic()
    # A text of its own each time, so that no kept answer is measured.
    query = f"{_QUERY} # {start}"
    urlopen(f"{_ENDPOINT}?{urlencode({'query': query, **({'as-of': day} if day else {})})}").close()
    return time.monotonic() - start


def measured(rounds: int) -> dict[str, list[Wait]]:
    """Return how long each thing took in each round."""
    with tempfile.TemporaryDirectory() as folder:
        commands: dict[str, Callable[[], Wait]] = {
            "`moonpact build`": lambda: run("build", "--out", folder),
            "`moonpact check FILE`": lambda: run("check", str(_FILE)),
            "`moonpact ask participants`": lambda: run("ask", "participants", "--format", "csv"),
        }
        found: dict[str, list[Wait]] = {}
        for _ in range(rounds):
            for name, command in commands.items():
                found.setdefault(name, []).append(command())
            for name, wait in served(["2022-12-31", "2023-09-30", "2024-12-31"]).items():
                found.setdefault(name, []).append(wait)
    return found


def row(name: str, waits: list[Wait]) -> str:
    """Return the row of the table."""
    clock = median(each.clock for each in waits)
    processor = [each.processor for each in waits if each.processor is not None]
    memory = [each.memory for each in waits if each.memory is not None]
    return (
        f"| {name} | {clock:.2f} s | {f'{median(processor):.2f} s' if processor else ''} "
        f"| {f'{max(memory) / 2**20:.0f} MB' if memory else ''} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    print("| | by the clock | of the processor | peak memory |\n| --- | --- | --- | --- |")
    print("\n".join(row(name, waits) for name, waits in measured(given.rounds).items()))


if __name__ == "__main__":
    main()
