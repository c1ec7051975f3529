"""`/llms.txt` names every question and every address that can be read, and what it links to is there."""

import re

import pytest

from moonpact.queries.question import list_questions
from tests.server import Site, problem

LINK = re.compile(r"^- \[(?P<title>.+)\]\((?P<address>/[^)]*)\)", re.MULTILINE)
COUNT = "SELECT (COUNT(DISTINCT ?each) AS ?n) {{ ?each a <https://w3id.org/moonpact/ontology#{}> }}"


def count(site: Site, name: str) -> str:
    """Return how many things of the class there are."""
    return site.ask(COUNT.format(name), "text/csv").text.split()[1]


def test_it_is_a_text_with_a_title_and_a_summary(club: Site) -> None:
    answer = club.get("/llms.txt")
    version = club.get("/health").text.partition('"version":"')[2].partition('"')[0]
    assert (answer.status, answer.type) == (200, "text/plain; charset=utf-8")
    assert answer.text.startswith("# moonpact\n\n> Who agreed what about the Moon, and who says so: ")
    assert f"the dataset's version, which is {version}.\n" in answer.text
    sources, claims, disagreements = (count(club, name) for name in ("Source", "Claim", "Disagreement"))
    said = f" {sources} sources make {claims} claims; on {disagreements} matters they contradict each other.\n"
    assert said in answer.text
    assert "\n\n\n" not in answer.text


def test_it_names_every_question(club: Site) -> None:
    linked = dict(LINK.findall(club.get("/llms.txt").text))
    assert linked.items() >= {(each.titles["en"], f"/questions/{each.name}") for each in list_questions()}


def test_what_it_links_to_is_there(club: Site) -> None:
    text = club.get("/llms.txt").text
    addresses = {match["address"] for match in LINK.finditer(text)}
    assert addresses >= {"/", "/disagreements", "/ontology", "/questions", "/sparql", "/llms.txt"}
    # Downloads are made when first asked for. Some ask for more: the Graph Store Protocol for the name of a graph.
    assert {address: club.get(address).status for address in addresses}.items() <= {
        (address, status) for address in addresses for status in (200, 202, 303, 400)
    }
    answered = "in the format accepted or of the name's ending"
    assert f"\n- `/questions/<name>`: Answer the question, with the parameters of the request, {answered}.\n" in text


@pytest.mark.parametrize("view", ["as-of=2024-02-30", "according-to=gossip"])
def test_a_view_that_is_none_is_refused(club: Site, view: str) -> None:
    assert problem(club.get(f"/llms.txt?{view}"))["title"] == "Invalid parameter"
