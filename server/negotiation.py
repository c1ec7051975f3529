"""Which of the formats offered the client gets (RFC 9110, section 12.5.1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from moonpact.graph.formats import GRAPH_FORMATS, KINDS, QUADS_FORMATS, ROW_FORMATS, Kind, media_types

# What clients ask for besides the registered media types.
_ALSO = {
    "application/sparql-results+json": ("application/json",),
    "application/sparql-results+xml": ("application/xml", "text/xml"),
    "application/n-triples": ("text/plain",),
    "text/turtle": ("application/x-turtle",),
    "application/ld+json": ("application/json",),
    "application/rdf+xml": ("application/xml", "text/xml"),
    "application/problem+json": ("application/json",),
}
# What clients name with `format=` besides our names: SPARQLWrapper does with every query, whatever its kind.
_ALSO_NAMED = {"turtle": "ttl", "n3": "ttl", "json-ld": "jsonld", "json": "jsonld", "rdf+xml": "rdf", "xml": "rdf"}
_NAMES = {"html", *ROW_FORMATS, *GRAPH_FORMATS, *QUADS_FORMATS, *_ALSO_NAMED}
_TEXT = ("text/", "application/x-turtle")


@dataclass(frozen=True)
class Offer:
    """A format by its name in `format=` and its media type."""

    name: str
    media_type: str

    @property
    def content_type(self) -> str:
        """The media type with the character set, where it has one."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith(_TEXT) else self.media_type


HTML = Offer("html", "text/html")
PROBLEM = Offer("json", "application/problem+json")


class NotAcceptableError(Exception):
    """The client accepts none of the formats offered."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__(", ".join(offer.media_type for offer in offers))
        self.offers = tuple(offers)


class UnknownFormatError(ValueError):
    """There is no format of this name for any answer."""

    def __init__(self, name: str, offers: Sequence[Offer]) -> None:
        super().__init__(f"there is no format '{name}'")
        self.name = name
        self.offers = tuple(offers)


def offers(media_types: Mapping[str, str]) -> list[Offer]:
    """Return the offers for formats given by name and media type."""
    return [Offer(name, media_type) for name, media_type in media_types.items()]


def named_by_media_type(kind: Kind, media_type: str) -> str:
    """Return the name of the format of a media type, or of one that clients use for it.

    Raises:
        KeyError: There is none.
    """
    names = {offer.media_type: offer.name for offer in reversed(_with_other_types(offers(media_types(kind))))}
    return names[media_type]


def choose(offered: Sequence[Offer], accept: MIMEAccept, name: str | None = None) -> Offer:
    """Return the offer of this name, or else the one the client accepts best; the first of equals.

    Raises:
        UnknownFormatError: There is no format of this name.
        NotAcceptableError: The client accepts none, or the format named is one for other answers.
    """
    if name is not None:
        return _by_name(offered, name)
    accepted = _without_parameters(accept)
    if not accepted:
        return offered[0]
    best = max(_with_other_types(offered), key=lambda offer: accepted.quality(offer.media_type))
    if not accepted.quality(best.media_type):
        raise NotAcceptableError(offered)
    return best


@dataclass(frozen=True)
class Choices:
    """The format for each kind of result, or why there is none."""

    by_kind: Mapping[Kind, Offer | NotAcceptableError]

    def of(self, kind: Kind) -> Offer:
        """Return the format for this kind of result.

        Raises:
            NotAcceptableError: The client accepts none.
        """
        chosen = self.by_kind[kind]
        if isinstance(chosen, NotAcceptableError):
            raise chosen
        return chosen

    @cached_property
    def formats(self) -> dict[Kind, str]:
        """The names of the formats, for the kinds that have one."""
        return {kind: chosen.name for kind, chosen in self.by_kind.items() if isinstance(chosen, Offer)}


Place = Literal["first", "last", "elsewhere"]


@lru_cache(maxsize=256)
def choices(accept: str, name: str | None, page: Place) -> Choices:
    """Return the format for each kind of result, by its name or the header Accept.

    Args:
        accept: The header.
        name: What the client names with `format=`.
        page: Where among equals a page stands; elsewhere if it is offered, but chosen before.

    Raises:
        UnknownFormatError: There is no format of this name.
    """
    if name is not None and name not in _NAMES:
        raise UnknownFormatError(name, [*offers(media_types("rows")), *offers(media_types("graph")), HTML])
    accepted = parse_accept_header(accept, MIMEAccept)
    return Choices({kind: _choose_for(kind, accepted, name, page) for kind in KINDS})


def _choose_for(kind: Kind, accepted: MIMEAccept, name: str | None, page: Place) -> Offer | NotAcceptableError:
    files = offers(media_types(kind))
    in_order = {"first": [HTML, *files], "last": [*files, HTML], "elsewhere": files}[page]
    try:
        return choose(in_order, accepted, name)
    except NotAcceptableError:
        return NotAcceptableError([*files, HTML])


@lru_cache(maxsize=256)
def prefers_html(accept: str) -> bool:
    """Tell whether a client with this header Accept is a browser: it accepts a page better than what programs read."""
    try:
        return choose((PROBLEM, HTML), parse_accept_header(accept, MIMEAccept)) == HTML
    except NotAcceptableError:
        return False


def _by_name(offered: Sequence[Offer], name: str) -> Offer:
    for wanted in (name, _ALSO_NAMED.get(name)):
        for offer in offered:
            if offer.name == wanted:
                return offer
    raise NotAcceptableError(offered) if name in _NAMES else UnknownFormatError(name, offered)


def _with_other_types(offered: Iterable[Offer]) -> list[Offer]:
    registered = list(offered)
    others = [Offer(offer.name, other) for offer in registered for other in _ALSO.get(offer.media_type, ())]
    return registered + others


def _without_parameters(accept: MIMEAccept) -> MIMEAccept:
    # A client that asks for text/turtle;charset=utf-8 gets it.
    return MIMEAccept([(value.partition(";")[0].strip(), quality) for value, quality in accept])
