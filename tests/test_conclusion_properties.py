"""What holds of conclusions whatever is said."""

from dataclasses import replace
from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from moonpact.graph.checking.report import Report
from moonpact.graph.conclusion.conclude import conclude, direct_triples
from moonpact.graph.dataset import Dataset, merged
from moonpact.graph.names import CONCLUSIONS_GRAPH, ONTOLOGY_GRAPH, REGISTER_GRAPH
from moonpact.graph.view import View, sources_of
from moonpact.graph.whole import apply_view
from moonpact.ontology.files import term_files
from tests.made_up import EDITORS, HEAD, ISSUED, JOINING, MEMBERS, THINGS, Decides, Says, in_graph, outcome, source_text

KINDS = ("academic", "agency", "government", "news", "news-agency", "state-media", "web")
STATUSES = ("joined", "signed", "negotiating", "applied", "not-taking-part", "withdrawn")
NO_REPORT = Report(sources=0, claims=0, records=0, conclusions=0, disagreements=0, left_out=0)
DAYS = st.dates(date(2022, 1, 1), date(2024, 12, 30))
SOON = settings(max_examples=12, deadline=None, derandomize=True)


def issued_on(day: date) -> str:
    """Return the statements that date a source."""
    return f'dcterms:issued "{day}"^^xsd:date ; mp:datePrecision "day"'


@st.composite
def sources(draw: st.DrawFn, least: int = 1) -> list[Says]:
    """Sources that say something on a status or a number, on some day."""
    return [draw(_source(f"source-{number}")) for number in range(draw(st.integers(least, 5)))]


@st.composite
def _source(draw: st.DrawFn, name: str) -> Says:
    issued = issued_on(draw(DAYS))
    kind, certainty = draw(st.sampled_from(KINDS)), draw(st.sampled_from(("stated", "inferred")))
    about, what = draw(
        st.one_of(
            st.sampled_from(STATUSES).map(lambda status: (JOINING, f"mp:status status:{status}")),
            st.integers(5, 9).map(lambda count: (MEMBERS, f"mp:value {count} ; mp:countOf count-of:countries")),
        )
    )
    return Says(name, about, what, kind=kind, certainty=certainty, issued=issued)


@cache
def _terms() -> list[Quad]:
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, ONTOLOGY_GRAPH)
        for file in term_files()
        for quad in parse(path=file, format=RdfFormat.TURTLE)
    ]
    things = parse((HEAD + THINGS).encode(), format=RdfFormat.TURTLE)
    return merged([*quads, *(Quad(each.subject, each.predicate, each.object, REGISTER_GRAPH) for each in things)])


def dataset(said: list[Says], *decisions: Decides) -> Dataset:
    """Return the dataset of what is said, in this order, and decided."""
    texts = [each.text() for each in said]
    if decisions:
        editors = source_text(EDITORS, "editorial", "The editors", ISSUED)
        texts.append(in_graph(EDITORS, editors, *(each.text() for each in decisions)))
    store = Store()
    store.bulk_extend(_terms())
    store.bulk_extend(merged(quad for text in texts for quad in parse(text.encode(), format=RdfFormat.TRIG)))
    store.extend(merged(list(conclude(store))))
    store.extend(merged(list(direct_triples(store))))
    return Dataset(store, "", NO_REPORT)


def conclusions(found: Dataset) -> set[Quad]:
    """Return what was concluded."""
    return set(found.store.quads_for_pattern(None, None, None, CONCLUSIONS_GRAPH))


def spoken(store: Store) -> set[Quad]:
    """Return what sources say and what was concluded."""
    return {quad for quad in store if quad.graph_name not in (DefaultGraph(), REGISTER_GRAPH)}


def adopted(found: Dataset) -> dict[str, tuple[str, bool]]:
    """Return the value that is adopted on each matter, and whether it is contested."""
    matters = ((JOINING, "status"), (MEMBERS, "value"))
    outcomes = {name: outcome(found, about, name) for about, name in matters}
    return {name: (each.value, bool(each.positions)) for name, each in outcomes.items() if each}


@SOON
@given(st.data(), sources(2))
def test_the_order_of_what_is_said_changes_nothing(data: st.DataObject, said: list[Says]) -> None:
    shuffled = data.draw(st.permutations(said))
    assert conclusions(dataset(shuffled)) == conclusions(dataset(said))


@SOON
@given(sources(), st.integers(0, 4), DAYS, st.sampled_from(KINDS))
def test_a_reprint_of_any_day_and_kind_changes_no_conclusion(
    said: list[Says], number: int, day: date, kind: str
) -> None:
    first = said[number % len(said)]
    more = f'mp:reprintOf "{first.name}" ;'
    reprint = replace(first, name="reprint", publisher="another", more=more, issued=issued_on(day), kind=kind)
    assert adopted(dataset([*said, reprint])) == adopted(dataset(said))


@SOON
@given(sources(), st.sampled_from(STATUSES))
def test_a_decision_wins_and_is_shown(said: list[Says], status: str) -> None:
    spoken = [*said, Says("someone", JOINING, "mp:status status:joined")]
    found = outcome(
        dataset(spoken, Decides("status", JOINING, "mp:status", f"mp:status status:{status}")), JOINING, "status"
    )
    assert found is not None
    assert (found.value, found.rule) == (status, "editorial-decision")
    assert found.reason in ("", "The editors were there.")
    assert bool(found.reason) == bool(found.positions)


@SOON
@given(sources(2), st.integers(0, 4), DAYS, st.sampled_from(KINDS))
def test_a_claim_that_agrees_removes_no_disagreement(said: list[Says], number: int, day: date, kind: str) -> None:
    again = replace(said[number % len(said)], name="again", issued=issued_on(day), kind=kind)
    before, after = adopted(dataset(said)), adopted(dataset([*said, again]))
    assert {name for name, (_, contested) in before.items() if contested} <= {
        name for name, (_, contested) in after.items() if contested
    }


@SOON
@given(sources())
def test_the_view_of_all_sources_on_the_last_day_is_the_whole(said: list[Says]) -> None:
    whole = dataset(said, Decides("open", JOINING, "mp:status", "mp:leavesOpen true"))
    there = sources_of(whole.store)
    view = View(there.last, frozenset(there.kinds))
    assert set(apply_view(whole.store, view)) == set(whole.store)


@SOON
@given(sources(2), DAYS)
def test_a_view_is_what_its_sources_alone_make(said: list[Says], day: date) -> None:
    there = sources_of((whole := dataset(said)).store)
    known = {source.iri for source in there.sources if source.known <= day}
    kept = [each for each in said if NamedNode(f"https://w3id.org/moonpact/id/source/{each.name}").value in known]
    # Of the registers a view has what its sources speak of.
    assert spoken(apply_view(whole.store, View(day))) == spoken(dataset(kept).store)
