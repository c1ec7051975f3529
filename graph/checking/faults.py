"""What is wrong with the data, and where."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong: its file and line, what it is, and what was expected instead."""

    file: Path
    line: int
    message: str
    expected: str


class InvalidDataError(ValueError):
    """The data has faults."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults" if len(faults) != 1 else "1 fault")
        self.faults = faults
