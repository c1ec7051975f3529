"""A progress bar for what takes longer than a second."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

_PATIENCE = 1.0

Report = Callable[[str, float], None]


@contextmanager
def progress_bar(console: Console, patience: float = _PATIENCE) -> Generator[Report]:
    """Yield a function that takes the step and the share done; the bar shows in a terminal only, when it is late."""
    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %")
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task("", total=1.0)
    # A timer and not the next report starts the bar: the first step may be the long one.
    late = Timer(patience, bar.start)
    if console.is_terminal:
        late.start()
    try:
        yield lambda step, share: bar.update(task, description=step, completed=share)
    finally:
        late.cancel()
        if late.ident is not None:
            late.join()
            bar.stop()
