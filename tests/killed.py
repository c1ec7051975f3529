"""A program for the tests: kills any process of a server at random moments while it is written to and read.

`python -m tests.killed [KILLS] [SEED]` prints what was killed, how long it took until the server answered and wrote
again, and what was wrong, if anything.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Final

from tests.server import MOONPACT, Answer, Processes, Site

SEED: Final = 20261125
_TOKEN: Final = "open sesame"
_BEARER: Final = {"Authorization": f"Bearer {_TOKEN}"}
_LAST_SECONDS: Final = 30
_PAUSE: Final = 0.01
_FAILED: Final = (OSError, HTTPException)
# Each change writes two statements: one alone would be half of it.
_HALVES: Final = "SELECT ?n (COUNT(*) AS ?halves) { GRAPH ?g { ?s ?p ?n } } GROUP BY ?n"
_ENGINE: Final = b"moonpact.graph.execution.parent"


class Server:
    """A server of a folder on one port, which can be started again."""

    def __init__(self, folder: Path, errors: Path) -> None:
        self._folder = folder
        self._errors = errors
        self.site = Site("127.0.0.1", 0)
        self.start()

    def start(self) -> None:
        """Start it; where what was before it still listens, once that has ended."""
        self._close()
        finish_by = time.monotonic() + _LAST_SECONDS
        while not self._start():
            assert time.monotonic() < finish_by, self._errors.read_text(encoding="utf-8")

    def _start(self) -> bool:
        command = [MOONPACT, "serve", "--port", str(self.site.port), "--data", str(self._folder), "--writable"]
        with self._errors.open("ab") as errors:
            process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env={**os.environ, "MOONPACT_TOKEN": _TOKEN},
                start_new_session=True,
            )
        assert process.stdout
        if line := process.stdout.readline():  # It stays open: a front that is started again says so too.
            self.site = Site("127.0.0.1", int(line.rpartition("/ (")[0].rpartition(":")[2]), process)
            return True
        process.stdout.close()
        process.wait()
        return False

    @property
    def has_ended(self) -> bool:
        """Whether the process that was started has ended."""
        assert self.site.process
        with suppress(subprocess.TimeoutExpired):  # What was killed may take a moment to end.
            self.site.process.wait(timeout=_PAUSE)
        return self.site.process.returncode is not None

    def stop(self) -> None:
        """End it in good order."""
        assert self.site.process
        self.site.process.terminate()
        self.site.process.wait(timeout=_LAST_SECONDS)
        self._close()

    def _close(self) -> None:
        if self.site.process and self.site.process.stdout:
            self.site.process.stdout.close()

    def any_process(self, chance: random.Random) -> tuple[str, int]:
        """Return one of its processes and its kind, each kind as probably as the others."""
        kinds: dict[str, list[int]] = {}
        assert self.site.process
        for pid in Processes(self.site.process.pid).pids:
            kinds.setdefault(_kind(pid, self.site.process.pid), []).append(pid)
        kind = chance.choice(sorted(kinds.keys() - {"gone"}))
        return kind, chance.choice(sorted(kinds[kind]))


def _kind(pid: int, first: int) -> str:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        threads = len(list(Path(f"/proc/{pid}/task").iterdir()))
    except (FileNotFoundError, ProcessLookupError):  # It has just ended.
        return "gone"
    if _ENGINE in command:
        return "parent" if threads == 1 else "worker"
    return "supervisor" if pid == first else "front" if threads > 1 else "helper"


@dataclass
class Told:
    """What the server said of each change, and what was wrong."""

    acknowledged: set[int] = field(default_factory=set[int])
    refused: set[int] = field(default_factory=set[int])
    unknown: set[int] = field(default_factory=set[int])
    wrong: list[str] = field(default_factory=list[str])
    reads: int = 0


class Clients:
    """Some that write, each in its own way, and some that read all the time."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._ended = threading.Event()
        self.told = Told()
        ways = (self._write_by_update, self._write_by_graph)
        works: list[Callable[[], None]] = [partial(self._write, act, number) for number, act in enumerate(ways)]
        self._threads = [threading.Thread(target=work) for work in [*works, self._read, self._read]]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let them finish what they do."""
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _write(self, act: Callable[[int], Answer], number: int) -> None:
        while not self._ended.is_set():
            number += 2
            try:
                status = act(number).status
            except _FAILED:
                self.told.unknown.add(number)
                time.sleep(_PAUSE)
                continue
            (self.told.acknowledged if status in (201, 204) else self.told.refused).add(number)

    def _write_by_update(self, number: int) -> Answer:
        text = f"INSERT DATA {{ GRAPH <x:g> {{ <x:a> <x:p> {number} . <x:b> <x:p> {number} }} }}".encode()
        return self._server.site.request(
            "POST", "/sparql", text, {"Content-Type": "application/sparql-update", **_BEARER}
        )

    def _write_by_graph(self, number: int) -> Answer:
        text = f"<x:a> <x:p> {number} . <x:b> <x:p> {number} .".encode()
        return self._server.site.request(
            "PUT", f"/graphs?graph=x:{number}", text, {"Content-Type": "text/turtle", **_BEARER}
        )

    def _read(self) -> None:
        while not self._ended.is_set():
            with suppress(*_FAILED):
                self._look()
            time.sleep(_PAUSE)

    def _look(self) -> None:
        before = set(self.told.acknowledged)
        answer = self._server.site.ask(f"{_HALVES} # {time.monotonic()}", "text/csv")
        if answer.status == 200:
            self.told.reads += 1
            self.told.wrong += faults(answer.text, before)


def faults(table: str, acknowledged: set[int]) -> list[str]:
    """Return what is wrong with an answer: halves of changes, and acknowledged ones that are missing."""
    found = {int(number): int(halves) for number, halves in (row.split(",") for row in table.splitlines()[1:])}
    half = [f"half of {number}" for number, halves in found.items() if halves != 2]
    return [*half, *(f"{number} is lost" for number in sorted(acknowledged - found.keys()))]


def kill_one(server: Server, chance: random.Random) -> tuple[str, float]:
    """Kill a process at a random moment; return its kind, and the seconds until the server answers and writes again."""
    time.sleep(chance.uniform(0, 0.5))
    wait_until_well(server, "a while")
    kind, pid = server.any_process(chance)
    killed = time.monotonic()
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    wait_until_well(server, f"the end of the {kind}")
    return kind, time.monotonic() - killed


def wait_until_well(server: Server, since: str) -> None:
    """Wait until the server answers and writes; start it again where it has ended, as an init system does."""
    finish_by = time.monotonic() + _LAST_SECONDS
    while server.has_ended or not _is_well(server.site):
        assert time.monotonic() < finish_by, f"not well after {since}"
        if server.has_ended:
            server.start()
        time.sleep(_PAUSE)


def _is_well(site: Site) -> bool:
    try:
        written = site.request(
            "POST",
            "/sparql",
            b"INSERT DATA { <x:well> <x:is> <x:well> }",
            {"Content-Type": "application/sparql-update", **_BEARER},
        )
        return written.status == 204 and site.ask("ASK {}").status == 200
    except _FAILED:
        return False


def run(kills: int, seed: int, folder: Path) -> tuple[Told, list[tuple[str, float]]]:
    """Kill so many processes, and return what was told and how long each time took; the end is compared too."""
    chance = random.Random(seed)  # noqa: S311 - the moments are to be the same in each run.
    errors = folder / "errors"
    data = folder / "data"
    data.mkdir()
    server = Server(data, errors)
    clients = Clients(server)
    try:
        times = [kill_one(server, chance) for _ in range(kills)]
    finally:
        clients.stop()
        server.stop()
    server.start()
    told, left = clients.told, server.site.ask(_HALVES, "text/csv").text
    server.stop()
    present = {int(row.split(",")[0]) for row in left.splitlines()[1:]}
    told.wrong += faults(left, told.acknowledged)
    told.wrong += [f"{number} was refused and is there" for number in sorted(told.refused & present)]
    told.wrong += [f"{number} comes from nowhere" for number in sorted(present - told.acknowledged - told.unknown)]
    return told, times


def main(arguments: list[str]) -> None:
    """Print the result; the status is 1 if anything was wrong."""
    kills, seed = int(arguments[0]) if arguments else 200, int(arguments[1]) if arguments[1:] else SEED
    with tempfile.TemporaryDirectory() as folder:
        told, times = run(kills, seed, Path(folder))
    kinds = Counter(kind for kind, _ in times)
    print(f"{kills} kills, seed {seed}: {dict(sorted(kinds.items()))}")
    print(f"acknowledged {len(told.acknowledged)}, refused {len(told.refused)}, without answer {len(told.unknown)}")
    print(f"{told.reads} reads; wrong: {told.wrong[:10] or 'nothing'}")
    for kind in sorted(kinds):
        seconds = sorted(each for name, each in times if name == kind)
        print(f"well again after the {kind}: median {seconds[len(seconds) // 2]:.2f} s, at most {seconds[-1]:.2f} s")
    sys.exit(bool(told.wrong))


if __name__ == "__main__":
    main(sys.argv[1:])
