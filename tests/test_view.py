"""Dataset views: as known on a date, according to some sources."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from moonpact.graph.dataset import Dataset
from moonpact.graph.sparql.query import select
from moonpact.graph.view import InvalidViewError, View, parse_view, sources_of
from moonpact.graph.whole import apply_view
from moonpact.server.command import main
from tests.made_up import CHARTER, JOINING, MEMBERS, SIGNING, Decides, Outcome, Says, built, outcome, project_dataset

PREFIXES = "PREFIX mp: <https://w3id.org/moonpact/ontology#> PREFIX id: <https://w3id.org/moonpact/id/> "
ESTIMATED = 'mp:issuedEstimate "2024-03-01"^^xsd:date ; mp:datePrecision "month"'


@pytest.fixture
def club(tmp_path: Path) -> Dataset:
    """Three sources, one of which is dated by an estimate, and a decision of 2024-01-01."""
    return built(
        tmp_path,
        Says("gazette", JOINING, "mp:status status:joined", kind="government"),
        Says("courier", JOINING, "mp:status status:not-taking-part", kind="web", issued=ESTIMATED),
        Says("herald", JOINING, "mp:status status:negotiating", issued='dcterms:issued "2023-05-01"^^xsd:date ; '
             'mp:datePrecision "day"'),
        Decides("joining", JOINING, "mp:status", "mp:rejects claim:gazette ; mp:prefers claim:courier"),
    )  # fmt: skip


def concluded(club: Dataset, as_of: str | None = None, according_to: str | None = None) -> Outcome | None:
    """Return the outcome on the joining in the view."""
    view = parse_view(as_of, according_to, sources_of(club.store))
    assert view is not None
    return outcome(Dataset(apply_view(club.store, view), "", club.report), JOINING, "status")


def test_a_date_leaves_out_what_was_not_known(club: Dataset) -> None:
    found = concluded(club, "2023-12-31")
    assert found == Outcome("negotiating", "agreement", "herald")
    assert concluded(club, "2023-04-30") is None


def test_an_estimate_counts_from_its_last_day(club: Dataset) -> None:
    before, after = concluded(club, "2024-03-30"), concluded(club, "2024-03-31")
    assert before is not None and "courier" not in before.supported
    assert after is not None and (after.value, after.rule) == ("not-taking-part", "editorial-decision")


def test_kinds_and_single_sources_and_both(club: Dataset) -> None:
    values = {}
    for names in ("government", "courier", "government,courier", "news"):
        found = concluded(club, None, names)
        assert found is not None
        values[names] = (found.value, bool(found.positions))
    assert values == {
        "government": ("joined", False),
        "courier": ("not-taking-part", False),
        "government,courier": ("joined", True),
        "news": ("negotiating", False),
    }


def test_a_decision_counts_where_its_source_does(club: Dataset) -> None:
    found = concluded(club, None, "government,courier,editorial")
    assert found is not None
    assert (found.value, found.rule) == ("not-taking-part", "editorial-decision")


def test_a_decision_on_claims_that_are_left_out_decides_nothing(club: Dataset) -> None:
    found = concluded(club, None, "news,editorial")
    assert found is not None
    assert (found.value, found.rule) == ("negotiating", "agreement")


def test_a_record_or_paper_of_which_nobody_in_the_view_speaks_is_not_in_it(tmp_path: Path) -> None:
    signed = f"mp:instrument {CHARTER} ; mp:status status:signed"
    club = built(
        tmp_path,
        Says("gazette", f"{JOINING} , {SIGNING}", signed, issued='dcterms:issued "2023-05-01"^^xsd:date ; '
             'mp:datePrecision "day"'),
        Says("courier", JOINING, "mp:status status:joined"),
        Says("herald", MEMBERS, 'mp:value 3'),
    )  # fmt: skip
    query = (
        PREFIXES + "SELECT ?it ?said WHERE { GRAPH <https://w3id.org/moonpact/id/graph/register> { ?it ?is ?said } }"
    )
    there: dict[str, bool] = {}
    for day in ("2023-04-30", "2023-05-01", "2024-01-01"):
        rows = select(apply_view(club.store, View(date.fromisoformat(day))), query)
        named = {str(term) for row in rows for term in row.values()}
        for name in (JOINING, SIGNING, CHARTER, MEMBERS, "country:ruritania"):
            there[f"{name} {day}"] = f"<https://w3id.org/moonpact/id/{name.replace(':', '/')}>" in named
    assert [name for name, found in there.items() if not found] == [
        f"{JOINING} 2023-04-30",
        f"{SIGNING} 2023-04-30",
        f"{CHARTER} 2023-04-30",
        f"{MEMBERS} 2023-04-30",
        f"{MEMBERS} 2023-05-01",
    ]


def test_a_date_and_kinds_go_together(club: Dataset) -> None:
    assert concluded(club, "2024-03-30", "web") is None
    found = concluded(club, "2024-03-31", "web")
    assert found is not None and found.value == "not-taking-part"


QUOTING = Says("wire", JOINING, "mp:status status:applied ; mp:statedBy organization:moonlab", kind="news-agency")


def test_a_body_that_is_quoted_and_what_only_quotes_it(tmp_path: Path) -> None:
    club = built(tmp_path, Says("gazette", JOINING, "mp:status status:joined"), QUOTING)
    for name in ("organization:moonlab", "organization/moonlab", "https://w3id.org/moonpact/id/organization/moonlab"):
        assert concluded(club, None, name) == Outcome("applied", "agreement", "wire")
    both = concluded(club, None, "organization:moonlab,gazette")
    assert both is not None and both.positions == ("*applied: wire", "joined: gazette")
    assert concluded(club, "2023-12-31", "organization:moonlab") is None
    there = sources_of(club.store)
    with pytest.raises(
        InvalidViewError, match=r"called 'moonlab'; there are .*, the bodies organization:moonlab, and "
    ):
        parse_view(None, "moonlab", there)
    with pytest.raises(InvalidViewError, match=r"called 'moonlabs'; .* such as organization:moonlab$"):
        parse_view(None, "moonlabs", there)


def test_a_view_of_a_body_has_only_its_claims_and_their_sources(tmp_path: Path) -> None:
    also = Says("own", CHARTER, "mp:instrumentKind instrument-kind:letter-of-intent")
    club = built(tmp_path, Says("gazette", JOINING, "mp:status status:joined"), QUOTING, also)
    view = apply_view(club.store, View(according_to=frozenset({"organization:moonlab"})))
    query = PREFIXES + "SELECT ?it WHERE { VALUES ?class { mp:Claim mp:Source } ?it a ?class }"
    assert {str(row["it"]) for row in select(view, query)} == {
        f"<https://w3id.org/moonpact/id/{name}>" for name in ("claim/wire", "source/wire")
    }


@pytest.mark.parametrize(
    ("as_of", "according_to", "message"),
    [
        ("2024-02-30", None, "'2024-02-30' is no day of the calendar; expected is one such as 2023-09-30"),
        ("20240201", None, "'20240201' is no day of the calendar; expected is one such as 2023-09-30"),
        (None, " , ", "according-to names nothing; there are the kinds academic, agency, "),
        (
            None,
            "news,gossip",
            "no kind of source, no source and no body that is quoted is called 'gossip'; there are ",
        ),
        (None, "gazete", "'gazete'; there are the kinds .*, and 4 sources by their slugs, such as gazette$"),
    ],
)
def test_what_is_no_view_is_refused(club: Dataset, as_of: str | None, according_to: str | None, message: str) -> None:
    with pytest.raises(InvalidViewError, match=message):
        parse_view(as_of, according_to, sources_of(club.store))


def test_a_view_in_words_and_back() -> None:
    view = View(date(2023, 9, 30), frozenset({"government", "agency"}))
    assert str(view) == "as-of=2023-09-30; according-to=agency,government"
    assert View.from_json(view.to_json()) == view
    assert View.from_json(View().to_json()) == View()


def test_all_of_the_data_is_the_view_of_its_last_day() -> None:
    store = project_dataset().store
    assert set(apply_view(store, View(sources_of(store).last))) == set(store)


def test_the_command_answers_in_a_view(tmp_path: Path) -> None:
    built(tmp_path, Says("gazette", JOINING, "mp:status status:joined"))
    query = PREFIXES + "SELECT (COUNT(*) AS ?claims) WHERE { ?claim a mp:Claim }"
    answers = [
        CliRunner().invoke(main, ["query", query, "--data", str(tmp_path), "--as-of", day, "--according-to", "news"])
        for day in ("2023-12-31", "2024-01-01", "soon")
    ]
    assert [answer.output.split()[-1] for answer in answers[:2]] == ["0", "1"]
    assert (answers[2].exit_code, "'soon' is no day of the calendar" in answers[2].output) == (2, True)
    asked = CliRunner().invoke(main, ["ask", "contradictions", "--data", str(tmp_path), "--according-to", "gossip"])
    assert (
        asked.exit_code,
        "no kind of source, no source and no body that is quoted is called 'gossip'" in asked.output,
    ) == (2, True)
