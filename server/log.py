"""The log of a server: to standard error, as text or as JSON, each line with the name of its request."""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from moonpact.graph.execution.activity import asked_by

_OURS: Final = "moonpact"
_FIELDS: Final = "fields"


def set_up_log(log_format: str) -> None:
    """Write what is logged from now on to standard error.

    Args:
        log_format: `text`, or `json` for one object on each line.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_AsJson() if log_format == "json" else _AsText())
    logging.getLogger().addHandler(handler)
    logging.getLogger(_OURS).setLevel(logging.INFO)


def with_fields(fields: Mapping[str, object]) -> dict[str, object]:
    """Return what to give a logger as `extra` for a line of JSON to have these members too."""
    return {_FIELDS: fields}


class _AsText(logging.Formatter):
    """The message, and in brackets the name of the request in which it was logged."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name.
        name = asked_by.get()
        return f"{record.message} [{name}]" if name else record.message


class _AsJson(logging.Formatter):
    """An object on a line; what is longer than one line is within a string."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if name := asked_by.get():
            told["requestId"] = name
        told.update(getattr(record, _FIELDS, {}))
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
