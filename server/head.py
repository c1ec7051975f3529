"""What the head of a page tells those who list pages and share them: its address, its languages, its data."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from flask import request

from moonpact.server.cards import SIZE, can_draw
from moonpact.server.citation import NAME
from moonpact.server.dataset import here
from moonpact.server.dials import turned
from moonpact.server.documents import LICENSE, address
from moonpact.server.inner import CARD
from moonpact.server.language import language
from moonpact.server.state import served, settings

CARD_SIZE: Final = SIZE
# How Open Graph writes the languages of the pages.
LOCALES: Final = {"en": "en_GB", "zh": "zh_CN", "ru": "ru_RU"}
# The pages that are more than a page to schema.org, by their functions.
_TYPES: Final = {
    "about.about": "AboutPage",
    "disagreements.disagreements": "CollectionPage",
    "downloads.downloads": "CollectionPage",
    "questions.questions": "CollectionPage",
    "search.search": "SearchResultsPage",
    "things.thing": "ItemPage",
}
# Within the page: a client without network reads it, and none asks schema.org for each page.
_CONTEXT: Final = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "@id"} for name in ("contentUrl", "license", "sameAs", "url")},
}
# Two addresses of one page.
_SAME: Final = {"ontology": "ontology.html"}


def canonical(**changed: str) -> str:
    """Return the address of this page on any host, in another language if one is given.

    It keeps what the address of the page names, and so its view, which is other content, but not what is left open.
    """
    path = request.path[1:]
    return f"{settings().base_iri}{address(_SAME.get(path, path), **changed)[1:]}"


def card() -> str:
    """Return the address here of the card of this page, in the language of the page; none where it cannot be drawn."""
    if not can_draw(language()):
        return ""
    return f"{here()}{CARD[1:]}?{urlencode({'of': turned('lang', language())})}"


def in_schema_org(title: str, description: str, main: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return the page in the words of schema.org, as JSON-LD.

    Args:
        title: Its title, as plain text.
        description: What it is, as plain text.
        main: What it is on, if that is one thing.
    """
    return {
        "@context": _CONTEXT,
        "@type": _TYPES.get(request.endpoint or "", "WebPage"),
        "@id": canonical(),
        "url": canonical(),
        "name": title,
        "description": description,
        "inLanguage": language(),
        "license": LICENSE,
        "version": served().version,
        "isPartOf": {"@type": "WebSite", "@id": settings().base_iri, "url": settings().base_iri, "name": NAME},
        **({"mainEntity": main} if main else {}),
    }
