"""The documents in `docs/`, on the site and as they are written: what they link to is there, what they show is true."""

import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from moonpact.graph.prefixes import PREFIXES
from tests.checkout import ROOT
from tests.server import BASE, BROWSER, Site, problem
from tests.test_server_pages import Page, faults_of

DOCS = sorted((ROOT / "docs").glob("*.md"))
NAMES = [path.stem for path in DOCS if path.stem != "README"]
EXAMPLE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def examples(name: str, language: str) -> list[str]:
    """Return the examples in a language that stand in a document."""
    text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    return [example for written, example in EXAMPLE.findall(text) if written == language]


def test_the_index_names_every_document(club: Site) -> None:
    linked = set(Page(club.get("/docs", BROWSER).text).links)
    assert {f"/docs/{name}" for name in (*NAMES, "licence")} - linked == set()


@pytest.mark.parametrize("name", [*NAMES, "licence"])
def test_a_document_is_a_page_and_a_file_and_its_links_lead_somewhere(club: Site, name: str) -> None:
    answer = club.get(f"/docs/{name}?lang=ru", BROWSER)
    assert (answer.status, list(faults_of(name, answer))) == (200, [])
    article = answer.text.partition('<article class="prose" lang="en">')[2].partition("</article>")[0]
    links = {link for link in Page(article).links if link.startswith("/")}
    # Downloads are made when they are first asked for.
    assert [link for link in links if club.follow(link, BROWSER).status not in (200, 202)] == []
    assert not [link for link in Page(article).links if not link.startswith(("/", "#", "http"))]
    written = ROOT / ("graph/data/LICENSE.md" if name == "licence" else f"docs/{name}.md")
    file = club.get(f"/docs/{name}.md")
    assert (file.type, file.text) == ("text/markdown; charset=utf-8", written.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_a_link_within_the_repository_leads_to_a_file(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("query", examples("querying", "sparql"))
def test_an_example_query_is_answered(moon: Site, query: str) -> None:
    answer = moon.ask(query, "text/csv")
    assert (answer.status, len(answer.text.splitlines()) > 1) == (200, True)


def test_the_example_of_the_data_model_is_in_the_data(moon: Site) -> None:
    [written] = examples("data-model", "turtle")
    short = set(re.findall(r"\b([a-z]+):[a-z]", written)) - PREFIXES.keys()
    prefixes = {**PREFIXES, **{name: f"{BASE}id/{name}/" for name in short}}
    head = "".join(f"PREFIX {name}: <{start}>\n" for name, start in prefixes.items())
    triples = [quad.triple for quad in parse(head + written, format=RdfFormat.TURTLE)]
    assert len(triples) == 18
    assert [str(each) for each in triples if "true" not in moon.ask(f"ASK {{ {each} }}").text] == []


def test_the_pictures_of_documents_are_served(club: Site) -> None:
    shown = [
        (name, image)
        for name in NAMES
        for image in re.findall(r'<img src="([^"]+)"', club.get(f"/docs/{name}", BROWSER).text)
        if not image.startswith("/static/")
    ]
    assert {image for _, image in shown} == {f"pictures/{each.name}" for each in (ROOT / "docs/pictures").iterdir()}
    for _, image in shown:
        answer = club.get(f"/docs/{image}")
        assert (image, answer.type, answer.body) == (image, "image/webp", (ROOT / "docs" / image).read_bytes())
    assert club.get("/docs/pictures/..%2FREADME.md").status == 404


def test_no_other_document_is_handed_out(club: Site) -> None:
    for name in ("nothing", "README", "..%2FREADME.md", "__init__.py", "netwrk"):
        answer = club.get(f"/docs/{name}")
        assert (name, answer.status) == (name, 404)
    assert problem(club.get("/docs/netwrk"))["nearest"] == [f"{BASE}docs/network"]
