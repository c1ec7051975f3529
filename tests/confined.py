"""A program for the tests: asks the engine itself, in a confined process, for what is at an address outside.

`python -m tests.confined USER`, with lines of JSON, each a text and whether it is an update, on its standard input.
"""

import codecs
import json
import os
import sys

from pyoxigraph import Store

from moonpact.graph.execution.confinement import confine

_MEMORY: int = 1024 * 1024 * 1024


def main(user: str) -> None:
    """Be this user, give up what a worker gives up, ask everything, and print how many were refused by the engine."""
    codecs.lookup("ascii")  # The other user may not be allowed to read where Python is.
    if os.getuid() != int(user):
        os.setgroups([])
        os.setgid(int(user))
        os.setuid(int(user))
    lines = sys.stdin.read().splitlines()
    confine(_MEMORY)
    print(os.getuid(), sum(_fails(*json.loads(line)) for line in lines))


def _fails(text: str, is_update: bool) -> bool:
    store = Store()
    try:
        store.update(text) if is_update else store.query(text)
    except (OSError, RuntimeError, SyntaxError):
        return True
    return False


if __name__ == "__main__":
    main(sys.argv[1])
