"""A change of the store, tried where its failure harms nothing, and written to the journal when it is to stay."""

import threading
from collections.abc import Callable, Iterator

from pyoxigraph import NamedNode, RdfFormat, Store, serialize

from moonpact.graph.execution.confinement import limited_memory
from moonpact.graph.execution.frames import Header
from moonpact.graph.execution.journal import Journal
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.operation import Operation, apply
from moonpact.graph.sparql.query import QUERY_ERRORS, InternalError


def change(store: Store, operation: Operation, limits: Limits) -> Header:
    """Apply the operation; return the error that kept it from that, if any."""
    try:
        with limited_memory(limits.memory_bytes + limits.stack_bytes):
            _with_large_stack(lambda: apply(store, operation), limits.stack_bytes)
    except QUERY_ERRORS as error:
        return {"error": type(error).__name__, "fields": vars(error)}
    return {}


def write_down(store: Store, operation: Operation, journal: Journal | None) -> Header:
    """Write to the journal what was applied; return the size of the store, or the error that kept it from that."""
    try:
        if journal is not None:
            journal.write(operation, lambda: _everything(store))
    except OSError as error:
        return {"error": InternalError.__name__, "fields": {"cause": str(error)}}
    return {"quads": len(store)}


def _everything(store: Store) -> Iterator[Operation]:
    """The operations that make the store as it is: its statements, and its graphs that have none."""
    yield Operation("restore", (serialize(store, format=RdfFormat.N_QUADS) or b"").decode())
    for graph in store.named_graphs():
        if isinstance(graph, NamedNode) and not any(store.quads_for_pattern(None, None, None, graph)):
            yield Operation("merge", graph=graph.value)


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
