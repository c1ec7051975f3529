"""What the service manager is told of the server, where there is one that listens (sd_notify(3))."""

import os
import socket
import time
from contextlib import suppress
from typing import Final

_VARIABLE: Final = "NOTIFY_SOCKET"


def tell_ready() -> None:
    """Tell that requests are answered."""
    _tell("READY=1")


def tell_reloading() -> None:
    """Tell that the data is being loaded anew; `tell_ready` ends it."""
    _tell(f"RELOADING=1\nMONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")


def _tell(message: str) -> None:
    if (address := os.environ.get(_VARIABLE)) and hasattr(socket, "AF_UNIX"):
        # A name that begins with @ is of no file (unix(7), abstract sockets).
        name = f"\0{address[1:]}" if address.startswith("@") else address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.sendto(message.encode(), name)
