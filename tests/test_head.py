"""What stands in the head of each page: what search engines list, and what is shown where a page is shared."""

import json
import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from rdflib import RDF, SDO, Graph, Literal, URIRef

from moonpact.queries.question import LANGUAGES
from tests.page_kinds import PAGES
from tests.server import BASE, BROWSER, Site

META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">')
LINK = re.compile(r'<link rel="(canonical|alternate)"(?: hreflang="([^"]+)")? href="([^"]+)">')
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
LOCALES = {"en": "en_GB", "ru": "ru_RU", "zh": "zh_CN"}


class Head:
    """What the head of a page says."""

    def __init__(self, site: Site, path: str) -> None:
        answer = site.get(path, BROWSER)
        text = answer.text.partition("</head>")[0]
        self.link_header = answer.headers.get("link", "")
        self.title = unescape(text.partition("<title>")[2].partition("</title>")[0])
        self.meta = {name: unescape(content) for name, content in META.findall(text)}
        self.links = {hreflang or rel: unescape(href) for rel, hreflang, href in LINK.findall(text)}
        self.data = [json.loads(written) for written in DATA.findall(text)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_what_it_is_where_it_is_and_in_which_languages(moon: Site, path: str, language: str) -> None:
    parts = urlsplit(path)
    asked = {**dict(parse_qsl(parts.query)), "lang": language}
    head = Head(moon, f"{parts.path}?{urlencode(asked)}")
    title = " ".join(head.title.removesuffix(" · moonpact").split())  # The space within a date is a narrow one.
    assert title and len(head.meta["description"]) in range(5, 301)
    assert (head.meta["og:title"], head.meta["og:description"]) == (title, head.meta["description"])
    assert (head.meta["og:url"], head.meta["og:locale"]) == (head.links["canonical"], LOCALES[language])
    address = urlsplit(head.links["canonical"])
    assert head.links["canonical"].startswith(BASE)
    assert dict(parse_qsl(address.query)) == asked
    assert head.links.keys() == {"canonical", "x-default", *LANGUAGES}
    assert head.links[language] == head.links["canonical"]
    page = head.data[0]
    assert [page[name] for name in ("@id", "name", "inLanguage")] == [head.links["canonical"], title, language]
    graph = Graph().parse(data=json.dumps(page), format="json-ld")
    told = {str(each) for each in (*graph.predicates(), *graph.objects(None, RDF.type))}
    assert told - {str(RDF.type)} - set(map(str, dir(SDO))) == set()


def test_the_address_that_lasts_has_the_view_but_nothing_that_is_left_open(moon: Site) -> None:
    head = Head(moon, "/disagreements?as-of=2024-01-31&on=&according-to=government,agency")
    assert head.links["canonical"] == f"{BASE}disagreements?as-of=2024-01-31&according-to=government,agency"
    assert head.links["x-default"] == head.links["canonical"]
    assert head.links["ru"] == f"{head.links['canonical']}&lang=ru"


@pytest.mark.parametrize("path", ["/id/country/egypt.html", "/id/mission/change-7.html?lang=ru", "/ontology"])
def test_the_head_and_the_header_name_the_same_address(moon: Site, path: str) -> None:
    head = Head(moon, path)
    assert f'<{head.links["canonical"]}>; rel="canonical"' in head.link_header


def test_a_thing_is_told_in_the_words_of_schema_org(moon: Site) -> None:
    [page, _] = Head(moon, "/id/country/egypt.html?lang=ru").data
    graph = Graph().parse(data=json.dumps(page), format="json-ld")
    egypt = URIRef(f"{BASE}id/country/egypt")
    assert set(graph.subject_predicates(egypt)) == {(URIRef(f"{BASE}id/country/egypt.html?lang=ru"), SDO.mainEntity)}
    assert set(graph.predicate_objects(egypt)) == {
        (RDF.type, SDO.Country),
        (SDO.name, Literal("Египет")),
        (SDO.alternateName, Literal("Egypt")),
        (SDO.alternateName, Literal("埃及")),
        (SDO.sameAs, URIRef("http://www.wikidata.org/entity/Q79")),
    }


def test_an_error_is_no_page_to_list(moon: Site) -> None:
    answer = moon.get("/id/country/atlantis", BROWSER)
    assert answer.status == 404
    assert not re.search("canonical|og:title|ld\\+json", answer.text)


def test_what_is_asked_cannot_leave_its_place(moon: Site) -> None:
    head = Head(moon, "/search?q=%22%3E%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert head.meta["og:title"] == 'Search: "></script><script>alert(1)</script>'
    assert head.data[0]["name"] == head.meta["og:title"]
