"""A change of the store, tried where its failure harms nothing, and written to the journal when it is to stay."""

import errno
import threading
from collections.abc import Callable
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Store, serialize

from moonpact.graph.execution.confinement import limited_memory
from moonpact.graph.execution.errors import StorageFullError
from moonpact.graph.execution.frames import Header
from moonpact.graph.execution.journal import Journal
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.operation import Operation, apply
from moonpact.graph.sparql.query import QUERY_ERRORS, InternalError

# There is no room on the disk, or none for this user, or the file may not be larger.
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def change(store: Store, operation: Operation, limits: Limits) -> Header:
    """Apply the operation; return the error that kept it from that, if any."""
    try:
        with limited_memory(limits.memory_bytes + limits.stack_bytes):
            _with_large_stack(lambda: apply(store, operation), limits.stack_bytes)
    except QUERY_ERRORS as error:
        return {"error": type(error).__name__, "fields": vars(error)}
    return {}


def write_down(store: Store, operation: Operation, by: str, journal: Journal) -> Header:
    """Write to the journal what was applied, and by whom; return the error that kept it from that, if any."""
    try:
        journal.write(operation, by, lambda: everything(store))
    except OSError as error:
        return failure(error)
    return {}


def failure(error: OSError) -> Header:
    """Return the error that tells that something could not be written."""
    if error.errno in _FULL:
        return {"error": StorageFullError.__name__, "fields": {}}
    return {"error": InternalError.__name__, "fields": {"cause": str(error)}}


def everything(store: Store) -> Operation:
    """Return the operation that makes a store as this one is: its statements, and its graphs that have none."""
    quads = serialize(store, format=RdfFormat.N_QUADS) or b""
    return Operation("restore", quads.decode(), empty_graphs=empty_graphs(store))


def empty_graphs(store: Store) -> list[str]:
    """Return the names of the graphs that have no statements."""
    named = [graph for graph in store.named_graphs() if isinstance(graph, NamedNode)]
    return [graph.value for graph in named if not any(store.quads_for_pattern(None, None, None, graph))]


def _with_large_stack(work: Callable[[], None], stack_bytes: int) -> None:
    errors: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # Every error goes on to the caller, in whose thread it belongs.
            errors.append(error)

    before = threading.stack_size(stack_bytes)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    threading.stack_size(before)
    if errors:
        raise errors[0]
