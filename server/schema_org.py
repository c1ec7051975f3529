"""The dataset and its things in the words of schema.org, as search engines read them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from moonpact.graph.catalog import Distribution
from moonpact.graph.engine import NamedNode
from moonpact.graph.prefixes import PREFIXES
from moonpact.server.citation import AUTHORS, NAME
from moonpact.server.documents import LICENSE, only_date
from moonpact.server.pages import rows, rows_on
from moonpact.server.state import served, settings, view
from moonpact.server.terms import text
from moonpact.server.thing import Thing

_DESCRIPTION: Final = (
    "Claims of published documents on the International Lunar Research Station and the lunar cooperation around it, "
    "each with its source and date; what follows from them, and every disagreement between sources."
)
_SAME: Final = NamedNode(f"{PREFIXES['skos']}exactMatch")
_KEYWORDS: Final = (
    "International Lunar Research Station",
    "Artemis Accords",
    "Moon",
    "space policy",
    "knowledge graph",
)


def dataset_in_schema_org(here: str, distributions: Sequence[Distribution]) -> Mapping[str, Any]:
    """Return the dataset as schema:Dataset.

    Args:
        here: The address of the server.
        distributions: The forms in which the dataset is to be had.
    """
    newest = only_date(rows("newest"), "newest")
    seen = view()
    return {
        "@type": "Dataset",
        "@id": f"{settings().base_iri}dataset",
        "name": NAME,
        "description": _DESCRIPTION,
        "url": f"{here}dataset.html",
        "license": LICENSE,
        "creator": {"@type": "Organization", "name": AUTHORS, "url": here},
        "isAccessibleForFree": True,
        "keywords": list(_KEYWORDS),
        "inLanguage": ["en", "zh", "ru"],
        "version": f"{served().version} ({seen})" if seen else served().version,
        **({"dateModified": newest.value} if newest else {}),
        "distribution": [_distribution(each) for each in distributions],
    }


def thing_in_schema_org(thing: Thing) -> Mapping[str, Any]:
    """Return a thing by its names, as what the alignment of the ontology makes of its class; else as schema:Thing."""
    types = [text(row["type"]).rpartition(":")[2] for row in rows_on("schema-types", thing.iri.value)]
    names = list(dict.fromkeys(text(name) for name in thing.names))
    same = [each.value for each in thing.statements.get(_SAME, ()) if isinstance(each.value, NamedNode)]
    return {
        "@type": types or "Thing",
        "@id": thing.iri.value,
        "name": names[0] if names else text(thing.iri),
        **({"alternateName": names[1:]} if names[1:] else {}),
        **({"sameAs": [iri.value for iri in same]} if same else {}),
    }


def question_in_schema_org(title: str, sentence: str) -> Mapping[str, Any]:
    """Return a question, with the sentence that sums up its answer if there is one."""
    answer = {"acceptedAnswer": {"@type": "Answer", "text": sentence}} if sentence else {}
    return {"@type": "Question", "name": title, **answer}


def _distribution(each: Distribution) -> Mapping[str, Any]:
    size = {"contentSize": f"{each.bytes} B"} if each.bytes is not None else {}
    checksum = {"sha256": each.sha256} if each.sha256 is not None else {}
    found = {"name": each.title, "encodingFormat": each.media_type, "contentUrl": each.access_url}
    return {"@type": "DataDownload", **found, **size, **checksum}
