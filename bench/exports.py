"""How long the export of RDF takes, and how much memory, by the size of a made-up dataset.

Usage: python bench/exports.py TRIPLES…
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moonpact.graph.export.rdf import export_rdf
from moonpact.graph.prefixes import PREFIXES

_SOURCES: Final = 200
# The triples of a claim, below.
_EACH: Final = 6


def quads(triples: int) -> Iterator[str]:
    """Yield the sorted lines of a dataset of claims by 200 sources, each in its graph and in the default graph."""
    kind, mp, prov = f"<{PREFIXES['rdf']}type>", PREFIXES["mp"], PREFIXES["prov"]
    for number in range(triples // _EACH):
        subject, source = f"<{PREFIXES['claim']}{number:09}>", f"<{PREFIXES['source']}{number % _SOURCES:03}>"
        for said in (
            f'<{PREFIXES["dcterms"]}description> "Party {number} is said to take part."@en',
            f"{kind} <{mp}Claim>",
            f"<{prov}wasDerivedFrom> {source}",
            f"<{mp}about> <{PREFIXES['participation']}{number % 1000}--ilrs>",
            f'<{mp}certainty> "stated"',
            f"<{mp}status> <{PREFIXES['status']}joined>",
        ):
            yield f"{subject} {said} .\n"
            yield f"{subject} {said} {source} .\n"


def measure(triples: int) -> dict[str, float]:
    """Return the seconds, the peak memory in MB, and the MB and number of the files of one export."""
    with tempfile.TemporaryDirectory() as place:
        file, folder = Path(place) / "dataset.nq", Path(place) / "files"
        with file.open("w", encoding="utf-8") as output:
            output.writelines(quads(triples))
        folder.mkdir()
        start = time.monotonic()
        files = list(export_rdf(file, folder, "moonpact-made-up"))
        seconds = time.monotonic() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "memory": memory, "size": sum(file.size for file in files) / 1e6, "files": len(files)}


def main() -> None:
    """Print a table; each export is made in a process of its own, so that its memory is its own."""
    if sys.argv[1] == "--one":
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    print("| triples | by the clock | peak memory | files | in all |\n| --- | --- | --- | --- | --- |")
    for triples in map(int, sys.argv[1:]):
        command = [sys.executable, __file__, "--one", str(triples)]
        found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        row = f"| {triples:,} | {found['seconds']:.0f} s | {found['memory']:.0f} MB | {found['files']:.0f} |"
        print(f"{row} {found['size']:,.0f} MB |", flush=True)


if __name__ == "__main__":
    main()
