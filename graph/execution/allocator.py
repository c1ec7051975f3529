"""The memory allocator of the processes that answer: mimalloc or jemalloc where the system has one of them.

With its large pages, mimalloc answered the bench's queries in three quarters of the processor time of the C library's
allocator; jemalloc came close to it.
"""

import platform
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

_MACHINE: Final = platform.machine()
_FOLDERS: Final = tuple(map(Path, (f"/usr/lib/{_MACHINE}-linux-gnu", "/usr/lib64", "/usr/lib")))
# By the names of their libraries (Debian: libmimalloc2.0, libjemalloc2), the variables that give them large pages.
_ALLOCATORS: Final[Mapping[str, Mapping[str, str]]] = {
    "libmimalloc.so.2": {"MIMALLOC_LARGE_OS_PAGES": "1"},
    "libjemalloc.so.2": {"MALLOC_CONF": "thp:always"},
}
# The C library's own in large pages (glibc 2.35 and later; others ignore it).
_OWN: Final = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


def allocator_variables(folders: Iterable[Path] = _FOLDERS) -> Mapping[str, str]:
    """Return the environment variables with which a program uses the fastest allocator found in these folders."""
    places = list(folders)
    for name, variables in _ALLOCATORS.items():
        for folder in places:
            if (library := folder / name).exists():
                return {"LD_PRELOAD": str(library), **variables}
    return _OWN
