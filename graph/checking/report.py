"""What a build found, in numbers."""

import json
from dataclasses import asdict, dataclass

from moonpact.graph.checking.faults import Fault


@dataclass(frozen=True)
class Report:
    """How much the dataset holds, and what should be better in the data."""

    sources: int
    claims: int
    records: int
    conclusions: int
    disagreements: int
    left_out: int
    notes: tuple[Fault, ...] = ()

    def to_json(self) -> str:
        """Return the numbers as JSON text, sorted by key; the notes are of the files, not of the dataset."""
        numbers = {name: value for name, value in asdict(self).items() if name != "notes"}
        return json.dumps(numbers, indent=2, sort_keys=True) + "\n"


def report_from_json(text: str) -> Report:
    """Return the report that `Report.to_json` wrote."""
    return Report(**json.loads(text))
