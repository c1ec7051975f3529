"""What the page of a thing tells first, by the kind of thing."""

import re

from tests.server import BROWSER, Site


def shown(site: Site, path: str) -> str:
    """Return the text of the content of a page, in one line."""
    content = site.get(path, BROWSER).text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return re.sub(r" ([:;,])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", content).split()))


def test_the_page_of_a_country_begins_with_how_it_stands_and_since_when(moon: Site) -> None:
    page = shown(moon, "/id/country/senegal.html")
    assert "Senegal in the ILRS: signed contested; joined on September 2024" in page
    assert "Senegal in the Artemis Accords: signed Explore" in page
    assert "Explore its network Map of the camps" in page
    assert "same as Wikidata Q1041" in page


def test_the_page_of_a_mission_tells_plans_from_what_happened(moon: Site) -> None:
    page = shown(moon, "/id/mission/change-7.html")
    assert "Launch of Chang&#39;e-7: not flown contested" in page
    assert "Launch of Chang&#39;e-7 (plan): planned; planned for August 2026 contested" in page
    assert "flown rejected by the editors" in page


def test_the_page_of_a_disagreement_has_its_positions_with_their_claims_at_once(moon: Site) -> None:
    answer = moon.get("/id/disagreement/participation-senegal--ilrs-status.html", BROWSER).text
    assert "On this the sources contradict each other: 11 claims hold 2 positions." in answer
    assert answer.count("<details open>") == 2


def test_what_the_editors_leave_open_is_no_contradiction(moon: Site) -> None:
    path = "/id/disagreement/launch-change-7-occurredOn.html"
    page = shown(moon, path)
    assert page.startswith("Left open by the editors")
    assert "This is no contradiction between sources: one value is said, and the editors do not adopt it." in page
    assert "mark contested" not in moon.get(path, BROWSER).text.partition("<main")[2]
    assert "The positions" not in page


def test_the_page_of_a_statement_has_the_verdict_and_the_claims_for_and_against(moon: Site) -> None:
    page = shown(moon, "/id/statement/shared-with-17-countries.html")
    assert "supported in part The editors: The six countries named have papers with China." in page
    assert re.search(r"Claims for it 9 .+ Claims against it 3 .+ Claims that qualify it 4 ", page)


def test_the_page_of_a_source_leads_to_the_source(moon: Site) -> None:
    page = shown(moon, "/id/source/cnsa-ce6-geping.html")
    assert "Ge Ping on the Chang&#39;e-6 mission space agency · CNSA · Read the source" in page


def test_the_page_of_a_claim_names_its_source_first(moon: Site) -> None:
    page = shown(moon, "/id/claim/count-17-ghnotes.html")
    assert page.index("Said in: Research Notes") < page.index("What the claim says")


def test_the_page_of_a_record_names_first_what_it_is_of(moon: Site) -> None:
    page = shown(moon, "/id/signature/senegal--artemis-accords.html")
    assert page.startswith(
        "signature contested Signing of Artemis Accords by Senegal Artemis Accords · Senegal Timeline"
    )


def test_a_page_of_other_data_has_no_lead_that_it_cannot_have(club: Site) -> None:
    page = shown(club, "/id/country/ruritania.html")
    assert "Ruritania in the Moon Club" in page
    assert "joined" in page
