"""The pages that are not of one thing, and what holds for all pages."""

import json
from collections import deque
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urldefrag

import pytest
from rdflib import Graph

from moonpact.queries.question import LANGUAGES, list_questions
from moonpact.server.problems import PROBLEM_TYPES
from tests.server import BASE, BROWSER, Answer, Site, problem
from tests.test_server_things import plain

PAGES = [
    "/",
    "/about",
    "/questions",
    "/questions/participants",
    "/disagreements",
    "/explore",
    "/explore?thing=country/egypt",
    "/map",
    "/timeline",
    "/ontology",
    "/sparql",
    "/problems",
]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# How many pages of the whole site are followed; each kind of page is linked from the first ones.
BOUND = 300


class Page(HTMLParser):
    """A page as read: where it links to, its identifiers, and whether its elements are nested well."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.inline: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        # What is data, no browser runs; what is within a picture may have a title of its own.
        is_data = tag == "script" and dict(attrs).get("type") == "application/ld+json"
        self.tags.append("data" if is_data else f"svg:{tag}" if "svg" in self._open else tag)
        if tag not in VOID:
            self._open.append(tag)
        others = dict(attrs).get("rel") == "nofollow" or "hreflang" in dict(attrs)  # The same page by other dials.
        for name, value in attrs:
            if name == "href" and tag in ("a", "link") and not others:
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")
            if name == "style" or name.startswith("on"):
                self.inline.append(name)
        if tag == "style" or (
            tag == "script" and not is_data and not (dict(attrs).get("src") or "").startswith("/static/")
        ):
            self.inline.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element, which must be the one opened last."""
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()} closes another element")


def faults_of(path: str, answer: Answer) -> Iterable[str]:
    """Yield what is wrong with a page."""
    page = Page(answer.text)
    yield from (f"{path}: {fault}" for fault in page.faults)
    if len(page.ids) != len(set(page.ids)):
        yield f"{path}: an id stands twice"
    if page.tags.count("h1") != 1 or page.tags.count("main") != 1 or page.tags.count("title") != 1:
        yield f"{path}: not exactly one h1, main and title"
    if page.inline:
        yield f"{path}: style or script in the page"


def crawl(site: Site, most: int, first: str = "/") -> tuple[int, list[str]]:
    """Follow the links from the first page; return how many pages were read, and what is wrong."""
    waiting, seen, wrong = deque([first]), {first}, list[str]()
    anchors: dict[str, set[str]] = {}
    while waiting and len(anchors) < most:
        path = waiting.popleft()
        answer = site.follow(path, BROWSER)
        if answer.status not in (200, 202):  # Downloads are made when they are first asked for.
            wrong.append(f"{path}: {answer.status}")
            continue
        if answer.type != "text/html; charset=utf-8":
            continue
        wrong += faults_of(path, answer)
        page = Page(answer.text)
        anchors[path] = set(page.ids)
        for link in page.links:
            target, fragment = urldefrag(link)
            if fragment and (target or path) in anchors and fragment not in anchors[target or path]:
                wrong.append(f"{path}: {link} leads nowhere")
            # Each page has four citations, which are made of the page itself: tests/test_citation.py.
            if target.startswith("/") and not target.startswith("/cite?") and target not in seen:
                seen.add(target)
                waiting.append(target)
    return len(anchors), wrong


def test_every_link_of_a_small_site_leads_to_a_page_that_is_well_formed(club: Site) -> None:
    read, wrong = crawl(club, 10_000)
    assert (read > 200, wrong) == (True, [])


def test_links_of_the_whole_site_lead_to_pages_that_are_well_formed(moon: Site) -> None:
    assert crawl(moon, BOUND) == (BOUND, [])


def test_links_of_a_page_in_chinese_as_of_a_day_lead_to_pages_that_are_well_formed(moon: Site) -> None:
    assert crawl(moon, 40, "/?as-of=2024-12-31&lang=zh") == (40, [])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_the_browser_has_is_not_sent_again(moon: Site, path: str) -> None:
    tag = moon.get(path, BROWSER).headers["etag"]
    again = moon.request("GET", path, headers={"Accept": BROWSER, "If-None-Match": tag})
    assert (again.status, again.body) == (304, b"")


def test_the_style_sheet_and_the_picture_are_served(club: Site) -> None:
    for path, type_ in [("/static/moonpact.css", "text/css; charset=utf-8"), ("/static/moon.svg", "image/svg+xml")]:
        answer = club.get(path)
        assert (answer.status, answer.type.partition(";")[0]) == (200, type_.partition(";")[0])


def test_the_questions_are_listed_in_three_languages(club: Site) -> None:
    for language in LANGUAGES:
        text = plain(club.get(f"/questions?lang={language}", BROWSER).text).replace("&#34;", '"').replace("&#39;", "'")
        assert all(question.titles[language] in text for question in list_questions())


def test_a_question_is_answered_in_a_table_with_its_query(moon: Site) -> None:
    page = moon.get("/questions/participants", BROWSER).text
    assert '<a href="/id/country/egypt">Egypt</a>' in page
    assert '<strong class="mark contested">contested</strong>' in page
    assert '<a href="/questions/participants.rq" type="application/sparql-query">as a file</a>' in page
    assert "SELECT ?country" in page


def test_a_question_is_answered_in_the_language_that_is_asked_for(moon: Site) -> None:
    answer = moon.get("/questions/participants?lang=zh&format=csv")
    assert (answer.status, answer.type) == (200, "text/csv; charset=utf-8")
    assert "埃及" in answer.text
    assert answer.text.startswith("country,countryLabel,")


@pytest.mark.parametrize("name", ["csv", "json", "tsv", "xml"])
def test_every_question_can_be_had_in_every_format(moon: Site, name: str) -> None:
    for question in list_questions():
        answer = moon.get(f"/questions/{question.name}?format={name}")
        assert (question.name, answer.status) == (question.name, 200)


def test_the_query_of_a_question_is_a_file(club: Site) -> None:
    answer = club.get("/questions/participants.rq")
    [question] = [each for each in list_questions() if each.name == "participants"]
    assert (answer.status, answer.type, answer.text) == (200, "application/sparql-query", question.text)


@pytest.mark.parametrize("path", ["/questions/participant", "/questions/participant.rq"])
def test_an_unknown_question_is_told_with_the_nearest(club: Site, path: str) -> None:
    answer = club.get(path)
    told = problem(answer)
    assert told.pop("nearest")[0] == f"{BASE}questions/participants"
    assert (answer.status, told) == (
        404,
        {
            "type": f"{BASE}problems#unknown-question",
            "title": "Unknown question",
            "status": 404,
            "detail": "there is no question 'participant'",
        },
    )


@pytest.mark.parametrize(
    ("query", "parameter", "detail"),
    [
        ("language=zh", "language", "question 'participants' has no parameter 'language'; it takes lang"),
        ("lang=zh&lang=ru", "lang", "the parameter 'lang' is given 2 times"),
    ],
)
def test_an_invalid_parameter_is_refused(club: Site, query: str, parameter: str, detail: str) -> None:
    answer = club.get(f"/questions/participants?{query}")
    assert (answer.status, problem(answer)) == (
        400,
        {
            "type": f"{BASE}problems#invalid-parameter",
            "title": "Invalid parameter",
            "status": 400,
            "detail": detail,
            "parameter": parameter,
        },
    )


def test_a_hostile_parameter_is_shown_as_text(club: Site) -> None:
    page = club.get("/questions/participants?lang=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", BROWSER).text
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page
    assert "<script" not in page


def test_the_disagreements_are_listed_in_brief(club: Site) -> None:
    text = plain(club.get("/disagreements", BROWSER).text)
    assert "Status 1 Ruritania in the Moon Club joined adopted not taking part 2 claims" in text
    assert "Leader 1 Who leads the Moon Club" in text


def test_the_disagreements_on_one_property_are_shown_with_their_positions(club: Site) -> None:
    text = plain(club.get("/disagreements?on=status", BROWSER).text)
    assert "Status 1 Ruritania in the Moon Club joined adopted gazette, 2024-01-01" in text
    assert "Who leads the Moon Club" not in text


def test_disagreements_on_a_property_without_any_are_refused(club: Site) -> None:
    answer = club.get("/disagreements?on=%3Cb%3E")
    assert answer.status == 400
    assert problem(answer)["detail"] == "there are none on '<b>'; there are disagreements on value, leader, status"


def test_the_ontology_explains_its_terms_at_their_addresses(club: Site) -> None:
    page = club.get("/ontology", BROWSER).text
    assert '<div id="Participation">' in page
    assert '<div id="status">' in page
    assert "One country&#39;s or organization&#39;s place in one initiative." in page


def test_the_ontology_comes_in_turtle(club: Site) -> None:
    answer = club.get("/ontology", "text/turtle")
    assert (answer.status, answer.type) == (200, "text/turtle; charset=utf-8")
    assert len(Graph().parse(data=answer.text, format="turtle")) > 1000


def test_every_problem_is_explained_at_its_address(club: Site) -> None:
    ids = Page(club.get("/problems", BROWSER).text).ids
    assert [name for name in PROBLEM_TYPES if name not in ids] == []


def test_an_unknown_address_is_a_problem(club: Site) -> None:
    answer = club.get("/nowhere")
    assert (answer.status, problem(answer)) == (
        404,
        {
            "type": f"{BASE}problems#not-found",
            "title": "Not found",
            "status": 404,
            "detail": "Nothing has this address.",
        },
    )


def test_a_page_takes_no_post(club: Site) -> None:
    answer = club.request("POST", "/questions", b"")
    assert (answer.status, {each.strip() for each in answer.headers["allow"].split(",")}) == (
        405,
        {"GET", "HEAD", "OPTIONS"},
    )


def test_health_is_told_with_the_version(club: Site) -> None:
    answer = club.get("/health")
    version = json.loads(answer.body)["version"]
    assert (answer.status, answer.type) == (200, "application/json")
    assert json.loads(answer.body) == {"status": "ok", "version": version}
    assert version in club.get("/").text
