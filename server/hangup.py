"""SIGHUP, by which operators ask a server to load its data anew."""

import signal
import sys
from collections.abc import Callable
from threading import Thread


def hold_back() -> None:
    """Let SIGHUP wait, here and in the threads and processes that are started from here, until somebody acts on it.

    It then neither ends them nor is lost while they start.
    """
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})


def on_hangup(act: Callable[[], None]) -> None:
    """Act, in a thread of its own, each time that this process gets SIGHUP, which is held back."""
    hold_back()
    Thread(target=_act_each_time, args=(act,), daemon=True, name="hangup").start()


def _act_each_time(act: Callable[[], None]) -> None:
    if sys.platform != "win32":
        while True:
            signal.sigwait({signal.SIGHUP})
            act()
