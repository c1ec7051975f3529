"""No English is left on the Chinese and Russian pages where it is not marked as English."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from tests.catalogs import TRANSLATED
from tests.page_kinds import FAULTS, KINDS, in_language
from tests.server import BROWSER, Site

OWN = {"zh": re.compile(r"[\u4e00-\u9fff]"), "ru": re.compile(r"[\u0400-\u04ff]")}
ENGLISH = re.compile(r"[a-z]{3}")
# Words that an English sentence has and hardly a name: a sentence of two languages has them outside names.
FUNCTION = re.compile(r"\b(?:and|are|as|at|by|for|from|in|is|it|not|of|on|or|that|the|this|to|was|were|which|with)\b")
# What is the same in each language: formats, programs, and addresses, which are no words.
SAME = {
    *("BibTeX", "CSL-JSON", "Cytoscape JSON", "DOT (Graphviz)", "DOT（Graphviz）", "GEXF (Gephi)", "GEXF（Gephi）"),
    *(
        "GraphML",
        "JSON Graph Format",
        "JSON-LD",
        "N-Quads",
        "N-Triples",
        "TriG",
        "Turtle",
        "moonpact",
        "visionscarto",
        "zst",
    ),
}
ADDRESS = re.compile(r"https?:\S+|_:\w+|[\w-]+:[\w/.-]+|[\w-]+(\.[\w-]+)+")
NO_TEXT = {"code", "pre", "script", "style", "textarea", "title"}
VOID = {"br", "hr", "img", "input", "link", "meta"}
SPOKEN = ("alt", "aria-label", "placeholder", "title")
NAMES = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?name WHERE {
  ?thing skos:prefLabel|skos:altLabel|dcterms:bibliographicCitation ?name FILTER(LANG(?name) IN ("", "en"))
}"""
# A column of an answer, named in a text about it.
QUOTED = re.compile(r"“[\w=:.-]+”|«[\w=:.-]+»")


@dataclass
class Texts(HTMLParser):
    """The texts of a page and the attributes that are read out, each with its language."""

    found: list[tuple[str | None, str]] = field(default_factory=list[tuple[str | None, str]])
    open: list[tuple[str, str | None]] = field(default_factory=list[tuple[str, str | None]])

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the attributes that are read out."""
        given = dict(attrs)
        language = given.get("lang", self.open[-1][1] if self.open else None)
        self.found += [(language, value) for name in SPOKEN if tag != "link" and (value := given.get(name))]
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        """Close what has not been closed within it too."""
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Take a text."""
        if self.open and not NO_TEXT & {tag for tag, _ in self.open}:
            self.found.append((self.open[-1][1], data))


def without_names(text: str, names: set[str]) -> str:
    """Return the text without the names in it, the last of which may be cut."""
    whole, cut, _ = text.replace("…", "...").partition("...")
    for name in sorted(names, key=len, reverse=True):
        whole = whole.replace(name, "")
    begun = (whole[place:] for place in range(len(whole)))
    ending = next((end for end in begun if cut and any(name.startswith(end.rstrip(",;")) for name in names)), "")
    return QUOTED.sub("", whole.removesuffix(ending))


def unmarked(page: str, language: str, names: set[str]) -> Iterator[str]:
    """Yield the texts that claim to be in the language of the page and are English."""
    reader = Texts()
    reader.feed(page)
    for marked, text in reader.found:
        plain = " ".join(text.split()).strip("·,:;≠ ")
        if marked != language or plain in SAME | names or ADDRESS.fullmatch(plain):
            continue
        telling = FUNCTION if OWN[language].search(plain) else ENGLISH
        if telling.search(plain) and telling.search(without_names(plain, names)):
            yield plain


@pytest.fixture(scope="module")
def names(moon: Site) -> set[str]:
    """The names of things in English, which stand on a page where they have no other, and how sources are cited."""
    return {row["name"] for row in csv.DictReader(moon.ask(NAMES, "text/csv").text.splitlines())}


def test_english_is_found_where_it_is_not_marked() -> None:
    page = '<p lang="ru">Это <span>said by</span> <b lang="en">said by</b> <i title="Near side">на Луне by two</i></p>'
    assert list(unmarked(page, "ru", set())) == ["said by", "Near side", "на Луне by two"]


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("path", [*KINDS.values(), *FAULTS.values()])
def test_a_page_marks_what_is_english(moon: Site, names: set[str], path: str, language: str) -> None:
    page = moon.get(in_language(path, language), BROWSER).text
    assert f'<html lang="{language}">' in page
    assert sorted(set(unmarked(page, language, names))) == []
