"""The formats in which a network is written, by the names people give them in `format=`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from moonpact.graph.network_document import NetworkDocument, as_json


@dataclass(frozen=True)
class NetworkFormat:
    """A format: its title, its media type, and what writes it."""

    title: str
    media_type: str
    write: Callable[[NetworkDocument], bytes]


NETWORK_FORMATS: Final[Mapping[str, NetworkFormat]] = {
    "json": NetworkFormat("JSON", "application/json", as_json),
}
