"""Starting the process that holds the store."""

import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Final

from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.execution.allocator import allocator_variables
from moonpact.graph.execution.errors import LoadError
from moonpact.graph.execution.frames import Header, receive_frame
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.workers import Parent

_LOG: Final = logging.getLogger(__name__)


def start_parent(
    files: Sequence[Path],
    limits: Limits,
    journal: Path | None = None,
    history_bytes: int = 0,
    shapes: Path | None = None,
    *,
    built: bool = False,
) -> Parent:
    """Start the process that holds the store, and return when it has loaded the files and the journal.

    What views of a built dataset are made of is read ahead. So much is kept of journals that are replaced.

    Raises:
        InvalidDataError: A file is not RDF.
        LoadError: A file or the journal cannot be read.
    """
    control, theirs = socket.socketpair()
    settings = {
        "files": list(map(str, files)),
        "journal": journal and str(journal),
        "historyBytes": history_bytes,
        "shapes": shapes and str(shapes),
        "limits": asdict(limits),
        "built": built,
    }
    process = subprocess.Popen(  # noqa: S603 - our own program.
        [sys.executable, "-m", "moonpact.graph.execution.parent", str(theirs.fileno()), json.dumps(settings)],
        pass_fds=[theirs.fileno()],
        env={**allocator_variables(), **os.environ},  # What the operator sets counts.
        stdin=subprocess.DEVNULL,
    )
    theirs.close()
    with ExitStack() as undo:
        undo.enter_context(process)
        undo.enter_context(control)
        undo.callback(process.kill)
        header, _ = receive_frame(control, None)
        _raise_load_error(header)
        if header.get("torn"):
            _LOG.warning("%s ended in a change that was never acknowledged; it is taken off", journal)
        undo.pop_all()
    return Parent(control, limits, header.get("operations", 0), process, header.get("base", ""))


def _raise_load_error(header: Header) -> None:
    if "faults" in header:
        raise InvalidDataError(
            tuple(Fault(Path(file), line, message, expected) for file, line, message, expected in header["faults"])
        )
    if "failure" in header:
        raise LoadError(header["failure"])
