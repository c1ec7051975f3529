"""What a worker gives up before it reads its first query: the network, files, other programs and memory without end."""

import ctypes
import platform
import struct
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import resource

_SIZES: Final = Path("/proc/self/statm")
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000
_ERRNO_EPERM: Final = 0x00050001
# Opcodes of classic BPF: load a word, jump if equal, jump if greater or equal, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_OFFSET, _ARCHITECTURE_OFFSET = 0, 4
_X32_NUMBERS: Final = 0x40000000

# Audit architecture, and the numbers of socket, connect, bind, execve, execveat, ptrace, kill,
# process_vm_readv, process_vm_writev, io_uring_setup (which can open sockets past the filter) and pidfd_send_signal.
_BLOCKED: Final = {
    "x86_64": (0xC000003E, (41, 42, 49, 59, 322, 101, 62, 310, 311, 425, 424)),
    "aarch64": (0xC00000B7, (198, 203, 200, 221, 281, 117, 129, 270, 271, 425, 424)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def unenforced() -> list[str]:
    """Return in words what cannot be held on this platform."""
    if sys.platform == "win32":
        return ["nothing but the deadline is enforced: no limit on memory, files and connections of a query"]
    missing: list[str] = []
    if platform.machine() not in _BLOCKED or not sys.platform.startswith("linux"):
        missing.append("system calls are not filtered; connections are prevented by the limit on open files")
    if not _SIZES.exists():
        missing.append("the memory of a query is not limited")
    return missing


def give_up_network() -> None:
    """Give up new connections and other programs, for this process and all that it forks."""
    if sys.platform.startswith("linux") and platform.machine() in _BLOCKED:
        _filter_system_calls(*_BLOCKED[platform.machine()])


def confine(memory_bytes: int) -> None:
    """Give up the network, new files and programs, and more memory than this beyond what is in use."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if _SIZES.exists():
        most = _in_use() + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    give_up_network()


@contextmanager
def limited_memory(memory_bytes: int) -> Generator[None]:
    """Let this process have no more memory than this beyond what is in use, for a while."""
    if sys.platform == "win32" or not _SIZES.exists():
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_in_use() + memory_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def allow_seconds(seconds: float) -> None:
    """Let the kernel end this process when it has used so many more seconds of a processor, where nobody else does."""
    if sys.platform == "win32":
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _in_use() -> int:
    return int(_SIZES.read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def _filter_system_calls(architecture: int, numbers: Iterable[int]) -> None:
    blocked = sorted(numbers)
    code = [
        _instruction(_LOAD, 0, 0, _ARCHITECTURE_OFFSET),
        _instruction(_EQUAL, 1, 0, architecture),
        _instruction(_RETURN, 0, 0, _KILL),
        _instruction(_LOAD, 0, 0, _NUMBER_OFFSET),
        # The x32 numbers of x86-64 name the same calls again.
        _instruction(_AT_LEAST, len(blocked) + 1, 0, _X32_NUMBERS),
        *(_instruction(_EQUAL, len(blocked) - place, 0, number) for place, number in enumerate(blocked)),
        _instruction(_RETURN, 0, 0, _ALLOW),
        _instruction(_RETURN, 0, 0, _ERRNO_EPERM),
    ]
    program = _Program(len(code), b"".join(code))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, None)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program))


def _instruction(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _prctl(option: int, argument: int, pointer: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(option, argument, pointer, 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl({option})")
