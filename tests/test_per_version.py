"""What is made of a dataset is made once for each version of it."""

import threading
import time
from contextlib import closing
from pathlib import Path

from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.operation import Operation
from moonpact.graph.execution.served import Served
from moonpact.graph.execution.serving import serve_folder
from moonpact.server.per_version import PerVersion


def test_what_several_need_at_the_same_time_is_made_once_for_each_version(tmp_path: Path) -> None:
    made: list[str] = []

    def make(served: Served) -> str:
        time.sleep(0.05)
        made.append(served.version)
        return served.version

    with closing(serve_folder(tmp_path, [], Limits(fast_workers=1))) as served:
        each = PerVersion(make)
        threads = [threading.Thread(target=each.of, args=(served,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        before = served.version
        served.write(Operation("update", "INSERT DATA { <x:a> <x:b> <x:c> }"))
        assert each.of(served) == served.version != before
        assert made == [before, served.version]
