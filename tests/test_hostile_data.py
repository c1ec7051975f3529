"""Data that was written to harm its readers harms none: it is text, in every form in which it is handed out."""

from collections.abc import Generator
from html.parser import HTMLParser
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser

from tests import browser as chromium
from tests.server import BASE, BROWSER, Site, served

NAMES = {
    "script": "</title></script><script>document.harmed = 1</script>",
    "image": '"><img src=x onerror="document.harmed = 1">',
    "style": "</style><style>*{display:none}</style>",
    "template": "{{ 7 * 191 }}{% raw %}",
    "formula": '=HYPERLINK("http://127.0.0.1:9/","more")',
    "entity": "]]></title><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "turned": "abc\u202edcba\u2066",
    "line": "first\nsecond\r\nX-Evil: yes",
    "large": "very " * 20_000 + "large",
}
REACHING = ("javascript:document.harmed=1", "data:text/html,harm", "vbscript:harm", "file:///etc/passwd")
QUERY = "SELECT ?thing ?label WHERE { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?thing"
PAGES = [
    "/",
    "/search?q=script",
    "/explore",
    "/map",
    "/timeline",
    "/disagreements",
    f"/sparql?{urlencode({'query': QUERY})}",
    *(f"/id/country/{name}.html" for name in NAMES),
    "/network/country/script",
    "/reconcile/preview/country/script",
]


def escaped(text: str) -> str:
    """Return the text as it stands between the quotes of Turtle."""
    signs = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
    return "".join(signs.get(sign, sign) for sign in text)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A server of data with hostile names, addresses and relations."""
    file = tmp_path_factory.mktemp("data") / "hostile.ttl"
    described = (
        f'<{BASE}id/country/{name}> a mp:Country ; rdfs:label "{escaped(text)}" ; '
        f'skos:prefLabel "{escaped(text)}"@en ; '
        f"schema:url {', '.join(f'<{iri}>' for iri in REACHING)} ; skos:related <{BASE}id/country/script> .\n"
        for name, text in NAMES.items()
    )
    prefixes = (
        "PREFIX mp: <https://w3id.org/moonpact/ontology#> PREFIX schema: <https://schema.org/>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    )
    file.write_text(prefixes + "".join(described), encoding="utf-8")
    with served(file) as running:
        yield running


class Harmful(HTMLParser):
    """Collects what a page should not have: scripts in it, handlers, and links that run or read something."""

    def __init__(self) -> None:
        """Begin without findings."""
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        for name, value in attrs:
            if name.startswith("on") or (value or "").startswith(("javascript:", "data:text", "vbscript:", "file:")):
                self.found.append(f"<{tag} {name}={value}")
        of = dict(attrs)
        if tag == "script" and "src" not in of and of.get("type") not in ("application/json", "application/ld+json"):
            self.found.append("a script in the page")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_takes_data_for_markup(site: Site, path: str) -> None:
    answer = site.follow(path, BROWSER)
    assert answer.status == 200, answer.text
    parser = Harmful()
    parser.feed(answer.text)
    assert parser.found == []
    assert "1337" not in answer.text
    assert "x-evil" not in answer.headers


@chromium.needed
@pytest.mark.parametrize("path", PAGES)
def test_no_page_runs_what_the_data_says(browser: Browser, site: Site, path: str) -> None:
    with chromium.opened(browser, site) as page:
        page.on("dialog", lambda dialog: pytest.fail(f"{path}: {dialog.message}"))
        page.goto(path, wait_until="load")
        assert page.evaluate("document.harmed") is None
        assert page.locator("body").is_visible()


@pytest.mark.parametrize("format_", ["svg", "graphml", "gexf"])
def test_xml_of_hostile_names_is_xml_and_reads_nothing(site: Site, format_: str) -> None:
    answer = site.get(f"/network?format={format_}")
    assert answer.status == 200, answer.text
    elements = list(ET.fromstring(answer.text).iter())  # noqa: S314 (written by our own server, which is what is tested)
    assert elements
    assert not {each.tag.rpartition("}")[2] for each in elements} & {"script", "foreignObject", "img"}
    assert "root:" not in answer.text


def test_a_hostile_name_is_no_header(site: Site) -> None:
    for path in (f"/cite?of={quote('/id/country/line')}", "/id/country/line.ttl", "/network/country/line?format=csv"):
        assert "x-evil" not in site.get(path).headers
