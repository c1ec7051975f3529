"""The processes of workers, as the front sees them."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

_SLOW_NICENESS: Final = 10
# How Linux numbers the clock of a process (clock_getcpuclockid(3)).
_CLOCK_OF_PROCESS: Final = 2


class Process(Protocol):
    """The process of a worker."""

    def seconds(self) -> float:
        """Return how much of a processor it has used; where that is not told, how long it has been there."""
        ...

    def demote(self) -> None:
        """Let other processes go first from now on."""
        ...

    def kill(self) -> None:
        """End the process at once."""
        ...


@dataclass(frozen=True)
class Forked:
    """A process forked by another: its number, and a descriptor that stays its own when the number is used again."""

    pid: int
    descriptor: int

    def seconds(self) -> float:
        """Return how much of a processor it has used."""
        try:
            return time.clock_gettime(~self.pid << 3 | _CLOCK_OF_PROCESS)
        except OSError:  # It may have ended, which receive() tells.
            return 0.0

    def demote(self) -> None:
        """Let other processes go first from now on."""
        with suppress(ProcessLookupError):  # It may have ended, which receive() tells.
            os.setpriority(os.PRIO_PROCESS, self.pid, _SLOW_NICENESS)

    def kill(self) -> None:
        """End the process at once."""
        with suppress(ProcessLookupError):  # It may have ended by itself.
            signal.pidfd_send_signal(self.descriptor, signal.SIGKILL)
        os.close(self.descriptor)
