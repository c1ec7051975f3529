"""The kinds of page that the site has: of each kind a page of the package's own data."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

_CHART: Final = '#view: chart\nSELECT ?name ?number { VALUES (?name ?number) { ("one" 1) ("two" 2) } }'
_QUERY: Final = "SELECT * { ?subject ?property ?value } ORDER BY ?subject ?property ?value LIMIT 5"
KINDS: Final[Mapping[str, str]] = {
    "home": "/",
    "questions": "/questions",
    "question": "/questions/participants",
    "question-counts": "/questions/how-many-partners",
    "disagreements": "/disagreements",
    "disagreements-on": "/disagreements?on=status",
    "country": "/id/country/senegal.html",
    "country-large": "/id/country/russia.html",
    "body": "/id/organization/cnsa.html",
    "initiative": "/id/initiative/ilrs.html",
    "instrument": "/id/instrument/artemis-accords.html",
    "mission": "/id/mission/change-7.html",
    "payload": "/id/payload/rashid-rover.html",
    "facility": "/id/facility/lunar-power-plant.html",
    "participation": "/id/participation/senegal--ilrs.html",
    "signature": "/id/signature/senegal--artemis-accords.html",
    "count": "/id/count/zhongshan-stations.html",
    "plan": "/id/plan/change-7-launch.html",
    "statement": "/id/statement/shared-with-17-countries.html",
    "claim": "/id/claim/count-17-ghnotes.html",
    "source": "/id/source/cnsa-ce6-geping.html",
    "disagreement": "/id/disagreement/participation-senegal--ilrs-status.html",
    "disagreement-open": "/id/disagreement/launch-change-7-occurredOn.html",
    "conclusion": "/id/conclusion/participation-senegal--ilrs-status.html",
    "decision": "/id/decision/zhongshan-no-link.html",
    "concept": "/id/status/signed.html",
    "explore": "/explore",
    "explore-thing": "/explore?thing=country/egypt",
    "explore-folded": "/explore?thing=initiative/ilrs&source-kind=agency,government",
    "map": "/map",
    "timeline": "/timeline",
    "changes": "/changes?from=2023-09-01&to=2023-12-31",
    "network": "/network/country/egypt",
    "view": "/?as-of=2023-09-30",
    "search": "/search?q=egypt",
    "sparql": "/sparql",
    "answer": f"/sparql?query={quote(_QUERY)}",
    "answer-chart": f"/sparql?query={quote(_CHART)}",
    "ontology": "/ontology",
    "rules": "/rules",
    "about": "/about",
    "documents": "/docs",
    "document": "/docs/data-model",
    "dataset": "/dataset.html",
    "downloads": "/downloads",
    "problems": "/problems",
}
PAGES: Final = tuple(KINDS.values())
FAULTS: Final[Mapping[str, str]] = {
    "missing": "/id/country/atlantis",
    "refused": "/questions/participants?as-of=yesterday",
}


def in_language(path: str, language: str) -> str:
    """Return the address of the page in a language; English is the one without a parameter."""
    if language == "en":
        return path
    return f"{path}{'&' if '?' in path else '?'}lang={language}"
