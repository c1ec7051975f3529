"""That one process alone writes to a folder, and that one does not outlive another."""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

_PR_SET_PDEATHSIG: Final = 1
_PATIENCE_SECONDS: Final = 10
_PAUSE_SECONDS: Final = 0.02


class FolderInUseError(RuntimeError):
    """Another process writes to the folder."""


def own(folder: Path, patience_seconds: float = _PATIENCE_SECONDS) -> int:
    """Make the folder this process's, and return the descriptor that keeps it so, also in forks that keep it open.

    What wrote to it before may have been killed a moment ago; it is waited for.

    Raises:
        FolderInUseError: Another process goes on writing to it.
        OSError: There is no such folder.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    give_up_by = time.monotonic() + patience_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up_by:
                raise FolderInUseError(f"{folder}: another moonpact writes to it") from None
            time.sleep(_PAUSE_SECONDS)
        else:
            return descriptor


def end_with(parent: int) -> None:
    """Let the kernel end this process with the one that forked it, which has this number."""
    _signal_at_end(signal.SIGKILL)
    if os.getppid() != parent:  # It had ended before.
        os._exit(0)


def outlive_parent() -> None:
    """Go on when the process that forked this one ends."""
    _signal_at_end(0)


def _signal_at_end(number: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
