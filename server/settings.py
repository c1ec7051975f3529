"""The settings of the server: one table of name, default and sentence."""

from dataclasses import dataclass, field, fields
from typing import TypeVar

from moonpact.graph.limits import Limits

_T = TypeVar("_T")


def _setting(default: _T, sentence: str) -> _T:
    # The type is that of the value, as for dataclasses.field itself.
    value: _T = field(default=default, metadata={"sentence": sentence})
    return value


@dataclass(frozen=True)
class Settings:
    """What may differ from one server to the next."""

    host: str = _setting("127.0.0.1", "Address to listen on; 0.0.0.0 for all of the machine's.")
    port: int = _setting(8000, "Port to listen on; 0 for any that is free.")
    threads: int = _setting(16, "Number of requests answered at the same time.")
    timeout: float = _setting(Limits.deadline_seconds, "Seconds after which a query or a change is stopped.")
    base_iri: str = _setting(
        "https://w3id.org/moonpact/", "Start of the dataset's IRIs; what follows it is the path here."
    )
    services: tuple[str, ...] = _setting(
        (), "Endpoint that queries may reach by SERVICE, by its whole address; may be given several times."
    )
    cache_bytes: int = _setting(64_000_000, "Memory for answers that may be asked for again, in bytes.")
    upload_bytes: int = _setting(64_000_000, "Largest body of a request in bytes; a larger one is refused.")
    service_bytes: int = _setting(1_000_000, "Most that other endpoints may answer to the SERVICE clauses of a query.")
    rows_shown: int = _setting(1_000, "Rows of an answer shown on a page; downloads have all.")
    items_shown: int = _setting(12, "Items of a list shown at once on a thing's page; the others unfold.")


def sentence_on(name: str) -> str:
    """Return what the setting of this name is for."""
    return next(str(each.metadata["sentence"]) for each in fields(Settings) if each.name == name)
