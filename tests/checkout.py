"""The files of the checkout, as git knows them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent


def files() -> list[str]:
    """Return the names of all files that git tracks or would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    return sorted({name for name in listing.split("\0") if name and (ROOT / name).exists()})
