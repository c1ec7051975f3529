"""What a build found, in numbers."""

import json
from dataclasses import asdict, dataclass

from moonpact.graph.faults import Fault


@dataclass(frozen=True)
class Report:
    """How much the dataset holds, what is wrong with it, and what should be better."""

    sources: int
    claims: int
    records: int
    conclusions: int
    disagreements: int
    left_out: int
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()

    def to_json(self) -> str:
        """Return the report as JSON text, sorted by key."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def report_from_json(text: str) -> Report:
    """Return the report that `Report.to_json` wrote."""
    table = json.loads(text)
    faults = tuple(Fault(**fault) for fault in table.pop("faults"))
    notes = tuple(Fault(**note) for note in table.pop("notes"))
    return Report(**table, faults=faults, notes=notes)
