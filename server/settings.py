"""The settings of the server: one table of name, default and sentence."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypeVar

_T = TypeVar("_T")


def _setting(default: _T, sentence: str) -> _T:
    # The type is that of the value, as for dataclasses.field itself.
    value: _T = field(default=default, metadata={"sentence": sentence})
    return value


@dataclass(frozen=True)
class Settings:
    """What may differ from one server to the next."""

    dataset: Path = _setting(Path("dataset"), "Folder of the built dataset.")
    host: str = _setting("127.0.0.1", "Address to listen on; 0.0.0.0 for all of the machine's.")
    port: int = _setting(8000, "Port to listen on; 0 for any that is free.")
    threads: int = _setting(4, "Number of requests answered at the same time.")
    base_iri: str = _setting(
        "https://w3id.org/moonpact/", "Start of the dataset's IRIs; what follows it is the path here."
    )
    max_query_bytes: int = _setting(100_000, "Largest query text in bytes; a larger one is refused.")
    rows_shown: int = _setting(1_000, "Rows of an answer shown on a page; downloads have all.")
    links_shown: int = _setting(12, "Links of one kind shown on a thing's page before 'show all'.")
    claims_shown: int = _setting(30, "Claims shown on a thing's page before 'show all'.")


def describe_settings() -> Iterator[tuple[str, object, str]]:
    """Yield the name, the default and the sentence of every setting."""
    for each in fields(Settings):
        yield each.name, each.default, each.metadata["sentence"]
