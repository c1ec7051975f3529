"""Whatever process of a server is killed: no acknowledged change is lost, none is seen by half, and it goes on."""

from pathlib import Path

from tests.killed import SEED, run

# Two processors that also run other tests take their time: of 200 kills at a load of 20, the longest took 6 seconds.
WELL_SECONDS = 15


def test_processes_killed_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    told, times = run(12, SEED, tmp_path)
    assert told.wrong == []
    assert (len(told.acknowledged) > 20, told.reads > 20) == (True, True)
    assert max(seconds for _, seconds in times) < WELL_SECONDS
