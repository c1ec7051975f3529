"""Citations of the dataset and of its pages, with version and view, for programs for references."""

import json
import re
import tomllib
from datetime import date
from urllib.parse import quote, urlencode

import pytest

from moonpact.server.citation import STYLES, Citation
from tests.checkout import ROOT
from tests.server import BASE, BROWSER, Site, problem

HOSTILE = "A_1 {50%} & $x$ #2 ~^ \\input{/etc/passwd}\r\nER  - \nTY  - JOUR\x1b[2J}\n@misc{x, \u2028"
NAME = "moonpact: who agreed what about the Moon, and who says so"


def cited(site: Site, of: str, style: str) -> str:
    """Return the citation of a page."""
    answer = site.get(f"/cite?{urlencode({'of': of, 'format': style})}")
    assert (of, answer.status, answer.type.partition(";")[0]) == (of, 200, STYLES[style][0])
    return answer.text


def version(site: Site) -> str:
    """Return the version of the dataset."""
    return str(json.loads(site.get("/health").text)["version"])


def test_a_page_is_cited_in_bibtex_in_full(club: Site) -> None:
    number = version(club)
    assert cited(club, "/id/country/ruritania.html", "bib") == (
        f"@misc{{moonpact-w3id-org-moonpact-id-country-ruritania-{number},\n"
        "  author = {{The moonpact authors}},\n"
        f"  title = {{{{Ruritania. {NAME}}}}},\n"
        "  year = {2024},\n"
        "  month = {3},\n"
        f"  version = {{{number}}},\n"
        f"  note = {{Version {number}}},\n"
        f"  url = {{{BASE}id/country/ruritania}},\n"
        "}\n"
    )


def test_the_dataset_is_cited_in_ris_in_full(club: Site) -> None:
    number = version(club)
    assert cited(club, "/", "ris") == (
        f"TY  - DATA\r\nAU  - The moonpact authors\r\nTI  - {NAME}\r\nPY  - 2024\r\nDA  - 2024/03/31\r\n"
        f"ET  - {number}\r\nN1  - Version {number}\r\nUR  - {BASE}\r\nER  - \r\n"
    )


def test_a_view_of_an_answer_is_cited_with_its_day(club: Site) -> None:
    of = "/questions/contradictions?as-of=2024-01-31"
    [item] = json.loads(cited(club, of, "csl"))
    assert item["note"].endswith(", as-of=2024-01-31")
    assert item["version"].startswith(f"{version(club)}-")
    assert (item["URL"], item["issued"]) == (f"{BASE}{of[1:]}", {"date-parts": [[2024, 1, 1]]})
    sentence = cited(club, of, "txt")
    assert sentence.endswith(f", as-of=2024-01-31, data of 2024-01-01. {BASE}{of[1:]}\n")


@pytest.mark.parametrize(
    "of", ["/", "/dataset.html", "/questions", "/disagreements", "/ontology.html", "/id/claim/gazette.html"]
)
def test_every_page_leads_to_its_citations(club: Site, of: str) -> None:
    page = club.get(of, BROWSER).text
    for style in STYLES:
        address = f"/cite?{urlencode({'of': of, 'format': style})}".replace("&", "&amp;")
        assert f'href="{address}"' in page
        assert cited(club, of, style)


def test_a_citation_comes_in_the_style_that_is_accepted(club: Site) -> None:
    for name, (media_type, _) in STYLES.items():
        assert club.get("/cite?of=/", media_type).text == cited(club, "/", name)
    assert club.get("/cite?of=/", "image/png").status == 406
    assert club.get("/cite?of=/&format=endnote").status == 400


@pytest.mark.parametrize(
    "of",
    [
        "https://example.org/",
        "//example.org/",
        "id/country/ruritania",
        "/cite?of=/",
        "/%63ite?of=/",
        "/nowhere",
        "/id/country/none.html",
        "/id/country/ruritania.ttl",
        "/id/country/ruritania",
        "/questions?as-of=never",
        "/static/moon.svg",
        "/a\r\nb",
        "/" + "a" * 5000,
    ],
)
def test_what_is_no_page_is_not_cited(club: Site, of: str) -> None:
    answer = club.get(f"/cite?of={quote(of)}")
    told = problem(answer)
    assert (answer.status, told["type"].rpartition("#")[2]) == (400, "invalid-parameter")
    assert told["detail"].startswith("the parameter 'of' is no address of a page here: ")
    assert len(answer.body) < 1_000


def test_no_title_is_a_command_in_any_style() -> None:
    hostile = Citation(HOSTILE, f"{BASE}id/x", "v1", date(2024, 1, 1))
    written = {name: write(hostile) for name, (_, write) in STYLES.items()}
    assert [line[:6] for line in written["ris"].split("\r\n")] == [
        f"{tag}  - " for tag in ("TY", "AU", "TI", "PY", "DA", "ET", "N1", "UR", "ER")
    ] + [""]
    [title] = re.findall(r"^  title = \{\{(.*)\}\},$", written["bib"], re.MULTILINE)
    bare = re.sub(r"\\(textbackslash|textasciicircum|textasciitilde)\{\}|\\[{}$&#%_]", "", title)
    assert not set(bare) & set("\\{}$&#%_~^")
    assert written["bib"].count("\n@misc") == 0
    assert "\x1b" not in "".join(written.values())
    assert written["txt"].count("\n") == 1
    assert json.loads(written["csl"])[0]["title"].endswith(NAME)


def test_the_citation_of_the_program_is_of_its_version() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert f"\nversion: {settings['project']['version']}\n" in text
    assert f"\nlicense: {settings['project']['license']}\n" in text
    assert text.startswith("cff-version: 1.2.0\nmessage: ")
    assert f'title: "{NAME}"' in text
