"""The settings of the server: one table of name, default, sentence and what is allowed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from moonpact.graph.execution.limits import Limits
from moonpact.server.networks import are_networks

_T = TypeVar("_T")
_DAY: Final = 86_400
_TERABYTE: Final = 10**12
# As `graph.remote.version` takes it from the data.
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# RFC 3987, section 2.2, by way of the SPARQL grammar's IRIREF.
_NOT_IN_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


_IN_SINGULAR: Final = {"trusted_proxies": "trusted_proxy"}


class InvalidSettingError(ValueError):
    """A setting has a value that is not allowed, or no setting has the name, or the file of settings cannot be read."""


def _setting(default: _T, sentence: str, allowed: str, holds: Callable[[_T], bool]) -> _T:
    # The type is that of the value, as for dataclasses.field itself.
    metadata = {"sentence": sentence, "allowed": allowed, "holds": holds}
    value: _T = field(default=default, metadata=metadata)
    return value


def _whole(default: int, sentence: str, least: int, most: int) -> int:
    return _setting(default, sentence, f"a whole number from {least} to {most}", lambda value: least <= value <= most)


def _is_text(value: str) -> bool:
    return "\0" not in value


def _networks(default: tuple[str, ...], sentence: str) -> tuple[str, ...]:
    return _setting(default, sentence, "addresses and networks, such as 10.0.0.0/8, or none", are_networks)


def _are_endpoints(addresses: tuple[str, ...]) -> bool:
    return all(_is_web_address(address) for address in addresses)


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # Brackets that hold no IPv6 address.
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not _NOT_IN_IRI.search(address)


@dataclass(frozen=True)
class Settings:
    """What may differ from one server to the next."""

    host: str = _setting(
        "127.0.0.1", "Address to listen on; 0.0.0.0 for all of the machine's.", "an IP address or a name", bool
    )
    port: int = _whole(8000, "Port to listen on; 0 for any that is free.", 0, 65535)
    threads: int = _whole(16, "Number of requests answered at the same time.", 1, 1024)
    timeout: float = _setting(
        Limits.deadline_seconds,
        "Seconds after which a query or a change is stopped.",
        f"a number over 0, at most {_DAY}",
        lambda value: 0 < value <= _DAY,
    )
    stop_seconds: float = _setting(
        15.0,
        "Seconds that requests have to end when the server stops; none takes longer than a query may, and one more.",
        f"a number over 0, at most {_DAY}",
        lambda value: 0 < value <= _DAY,
    )
    base_iri: str = _setting(
        "https://w3id.org/moonpact/",
        "Start of the dataset's IRIs; what follows it is the path here.",
        "an http or https address that ends in /",
        lambda value: _is_web_address(value) and value.endswith("/"),
    )
    tokens: str = _setting(
        "", "File of the tokens; without it, tokens.jsonl in the folder that may be changed.", "a path", _is_text
    )
    shapes: str = _setting(
        "",
        "File of SHACL shapes; a change after which the data does not conform to them is refused.",
        "a path",
        _is_text,
    )
    readers: str = _setting(
        "anyone", "Who may read: anyone, or who sends a token.", "anyone or token", ("anyone", "token").__contains__
    )
    services: tuple[str, ...] = _setting(
        (),
        "Endpoint that queries may reach by SERVICE, by its whole address; may be given several times.",
        "addresses of endpoints, such as https://query.wikidata.org/sparql",
        _are_endpoints,
    )
    requests_per_minute: int = _whole(0, "Requests that a client may send in a minute; 0 for no limit.", 0, 1_000_000)
    log_format: str = _setting(
        "text", "How lines of the log are written: text or json.", "text or json", ("text", "json").__contains__
    )
    log_requests: str = _setting(
        "off",
        "Whether requests are logged: off, on, or queries, which is on with the texts of queries.",
        "off, on or queries",
        ("off", "on", "queries").__contains__,
    )
    tracing: str = _setting(
        "off",
        "Whether traces are sent by OpenTelemetry, as its variables OTEL_… say; needs moonpact[tracing].",
        "off or on",
        ("off", "on").__contains__,
    )
    trusted_proxies: tuple[str, ...] = _networks(
        (), "Proxy whose headers X-Forwarded-For, -Proto and -Host are believed; may be given several times."
    )
    metrics_for: tuple[str, ...] = _networks(
        ("127.0.0.0/8", "::1"), "Who may read /metrics, directly or by a trusted proxy; may be given several times."
    )
    engine: str = _setting(
        "",
        "Where queries are answered by another SPARQL 1.1 store that holds the graph; see docs/engines.md.",
        "an http or https address without a name or password",
        lambda value: not value or (_is_web_address(value) and "@" not in value),
    )
    engine_default_graph: str = _setting(
        "",
        "Named graph of the engine that is to be the default graph; empty where its own is.",
        "an IRI",
        lambda value: not _NOT_IN_IRI.search(value),
    )
    engine_version: str = _setting(
        "",
        "Version of the data in the engine, if the data does not tell it.",
        "up to 64 letters, digits, points, hyphens and underscores",
        lambda value: not value or bool(_VERSION.fullmatch(value)),
    )
    engine_connections: int = _whole(8, "Most requests that the engine gets at once.", 1, 1024)
    engine_retries: int = _whole(
        2, "How often a query is asked again when the engine is busy or cannot be reached.", 0, 10
    )
    cache_bytes: int = _whole(64_000_000, "Memory for answers that may be asked for again, in bytes.", 0, _TERABYTE)
    upload_bytes: int = _whole(64_000_000, "Largest body of a request in bytes; a larger one is refused.", 1, _TERABYTE)
    history_bytes: int = _whole(
        1_000_000_000,
        "Most that is kept of journals that others have taken the place of, in bytes; from them, what there was is "
        "restored.",
        0,
        _TERABYTE,
    )
    service_bytes: int = _whole(
        1_000_000, "Most that other endpoints may answer to the SERVICE clauses of a query, in bytes.", 1, _TERABYTE
    )
    rows_shown: int = _whole(1_000, "Rows of an answer shown on a page; downloads have all.", 1, 1_000_000)
    items_shown: int = _whole(12, "Items of a list shown at once on a thing's page; the others unfold.", 1, 10_000)


@dataclass(frozen=True)
class Setting:
    """One row of the table."""

    name: str
    default: object
    sentence: str
    allowed: str
    holds: Callable[[Any], bool]

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"MOONPACT_{self.name.upper()}"

    @property
    def flag(self) -> str:
        """The option of the command line; that of a list is given once for each item."""
        name = _IN_SINGULAR.get(self.name, self.name.removesuffix("s")) if self.is_list else self.name
        return f"--{name.replace('_', '-')}"

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self.default, tuple)

    def parse(self, text: str) -> object:
        """Return the value that a text stands for; the items of a list are parted by white space.

        Raises:
            InvalidSettingError: The value is not allowed.
        """
        try:
            return self.check(tuple(text.split()) if self.is_list else type(self.default)(text))  # type: ignore[call-arg]
        except ValueError as error:
            raise self._refusal(text) from error

    def check(self, value: object) -> object:
        """Return a value of TOML, or the texts of an option that was given several times, as the program keeps it.

        Raises:
            InvalidSettingError: The value is not allowed.
        """
        kept = _as_kept(value, self.default)
        if type(kept) is not type(self.default) or not self.holds(kept):
            raise self._refusal(value)
        return kept

    def _refusal(self, value: object) -> InvalidSettingError:
        shown = " ".join(value) if isinstance(value, tuple) else value
        return InvalidSettingError(f"{shown!r} is not allowed; allowed: {self.allowed}")


def _as_kept(value: object, default: object) -> object:
    if isinstance(default, float) and type(value) is int:
        return float(value)
    if isinstance(default, tuple) and isinstance(value, list | tuple):
        items = tuple[object, ...](value)
        return items if all(isinstance(item, str) for item in items) else None
    return value


SETTINGS: Final = tuple(
    Setting(each.name, each.default, **{key: each.metadata[key] for key in ("sentence", "allowed", "holds")})
    for each in fields(Settings)
)


def sentence_on(name: str) -> str:
    """Return what the setting of this name is for."""
    return next(setting.sentence for setting in SETTINGS if setting.name == name)
