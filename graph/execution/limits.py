"""How much one query may take, in one table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits of a query, and of how many run at once."""

    query_bytes: int = 64 * 1024
    service_bytes: int = 0
    fast_seconds: float = 0.02
    fast_cpu_seconds: float = 0.01
    deadline_seconds: float = 10.0
    answer_bytes: int = 64 * 1024 * 1024
    memory_bytes: int = 1024 * 1024 * 1024
    stack_bytes: int = 256 * 1024 * 1024
    recycle_bytes: int = 4 * 1024 * 1024
    fast_workers: int = 4
    slow_workers: int = 8
    patience_seconds: float = 5.0
