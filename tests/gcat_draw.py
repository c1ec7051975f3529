"""Draws thirty matches and thirty rows without one from the report of `moonpact import gcat`, for a person to judge.

Usage: python -m tests.gcat_draw NEW/matches.tsv [SEED]
"""

import csv
import random
import sys
from pathlib import Path

_DRAWN = 30


def draw(report: Path, seed: int) -> list[dict[str, str]]:
    """Return the rows, the matches first."""
    with report.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file, delimiter="\t"), key=lambda row: (row["kind"], row["code"]))
    groups = ([row for row in rows if row["matched"] == matched] for matched in ("yes", "no"))
    return [row for group in groups for row in random.Random(seed).sample(group, _DRAWN)]  # noqa: S311 (no secret)


if __name__ == "__main__":
    for drawn in draw(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2026):
        sys.stdout.write("\t".join(drawn.values()) + "\n")
