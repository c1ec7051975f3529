"""One hostile query to ten good ones: how many good ones are answered in a second, here and by Oxigraph's server.

Usage: python bench/attack.py [--quads 100000] [--seconds 10] [--rounds 2]

Eight good clients look up points; beside them, a client for each tenth good question asks an endless one, at most 64 at
once, so that a server that stops answering is not asked for more. Prints a table in Markdown.
"""

import argparse
import http.client
import tempfile
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from data import Generator
from servers import Server, running

_QUERIES = Path(__file__).with_name("queries")
_GOOD = (_QUERIES / "01_point.rq").read_text(encoding="utf-8")
_ENDLESS = (_QUERIES / "more" / "endless.rq").read_text(encoding="utf-8")
_HEADERS = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
_CLIENTS, _MOST_HOSTILE, _ONE_IN = 8, 64, 10


@dataclass
class Outcome:
    """What became of the good queries: the milliseconds of each answer, and how many had none."""

    times: list[float] = field(default_factory=list[float])
    failed: int = 0


def attack(server: Server, seconds: float, *, hostile: bool) -> Outcome:
    """Ask the server good queries for so long, and, if it is to be, a hostile one to ten of them."""
    found, numbers, places = Outcome(), count(), threading.BoundedSemaphore(_MOST_HOSTILE)
    finish_by = time.monotonic() + seconds

    def be_good() -> None:
        while time.monotonic() < finish_by:
            number = next(numbers)
            if hostile and number % _ONE_IN == 0 and places.acquire(blocking=False):
                threading.Thread(target=be_hostile, args=(number,), daemon=True).start()
            started = time.monotonic()
            text = _GOOD.replace("{{N}}", str(number % 1000))
            if _ask(server, f"{text}\n# {number}", finish_by + 5 - started) == 200:
                found.times.append(1e3 * (time.monotonic() - started))
            else:
                found.failed += 1

    def be_hostile(number: int) -> None:
        _ask(server, f"{_ENDLESS}# {number}", 30)
        places.release()

    clients = [threading.Thread(target=be_good) for _ in range(_CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return found


def _ask(server: Server, text: str, seconds: float) -> int:
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=seconds)
    try:
        connection.request("POST", address.path, text, _HEADERS)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):  # It has no answer.
        return 0
    finally:
        connection.close()
    return answer.status


def _row(server: Server, quiet: list[Outcome], loud: list[Outcome], seconds: float) -> str:
    rates = [f"{median(len(each.times) for each in outcomes) / seconds:.0f}" for outcomes in (quiet, loud)]
    slowest = median(quantiles(each.times, n=100)[-1] if len(each.times) > 1 else 0 for each in loud)
    return f"| {server.name} | {' | '.join(rates)} | {slowest:.0f} | {sum(each.failed for each in loud)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quads", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data.nq"
        with data.open("w", encoding="utf-8") as file:
            file.writelines(Generator(given.quads).lines())
        print("| server | good answers in a second | under attack | p99 then, ms | failed |")
        print("| --- | --- | --- | --- | --- |")
        for place in range(3):
            # Each is attacked while the others are not there: an endless query would slow down all.
            quiet, loud = list[Outcome](), list[Outcome]()
            for _ in range(given.rounds):
                with running(data, Path(name)) as servers:
                    quiet.append(attack(servers[place], given.seconds, hostile=False))
                    loud.append(attack(servers[place], given.seconds, hostile=True))
            print(_row(servers[place], quiet, loud, given.seconds), flush=True)


if __name__ == "__main__":
    main()
