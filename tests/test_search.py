"""Search: what a few words find first, in the data that comes with the package."""

from collections import defaultdict
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis.strategies import text

from moonpact.graph.search.index import NAMES, QUERY, Index, make_index
from moonpact.graph.search.things import MOST_CHARACTERS, SearchTooLongError, search
from moonpact.graph.search.words import compact, fold, words
from moonpact.graph.sparql.query import select
from moonpact.queries.files import read_query
from tests.asking import THING, built

# What is looked for by its name, as against what is said of it: sources, records, claims.
NAMED = {
    "Agency",
    "Country",
    "Facility",
    "Initiative",
    "Instrument",
    "Mission",
    "Organization",
    "Payload",
    "Phase",
    "Spacecraft",
}
FIRST = {
    # Names in other letters, misspelt, unfinished, without what keyboards lack.
    "Roscosmos": "organization/roscosmos",
    "Roskosmos": "organization/roscosmos",
    "роскосмос": "organization/roscosmos",
    "Роскосмоса": "organization/roscosmos",
    "俄罗斯国家航天集团": "organization/roscosmos",
    "俄罗斯国家航天集团公司": "organization/roscosmos",
    "egyptian space agency": "organization/egsa",
    "EGSA": "organization/egsa",
    "egiptian spase agency": "organization/egsa",
    "Chang'e 7": "mission/change-7",
    "Chang’e-7": "mission/change-7",
    "CHANGE7": "mission/change-7",
    "Чанъэ-7": "mission/change-7",
    "嫦娥七号": "mission/change-7",
    "嫦娥7号": "mission/change-7",
    "luna 25": "mission/luna-25",
    "Луна-25": "mission/luna-25",
    "ILRS": "initiative/ilrs",
    "I.L.R.S.": "initiative/ilrs",
    "国际月球科研站": "initiative/ilrs",
    "月球科研站": "initiative/ilrs",
    "Международная научная лунная станция": "initiative/ilrs",
    "artemis acords": "initiative/artemis-accords",
    "Artemis": "initiative/artemis-accords",
    "нaса": "organization/nasa",
    "Тайланд": "country/thailand",
    "turkiye": "country/turkey",
    "Türkiye": "country/turkey",
    "Senegl": "country/senegal",
    "UAE": "country/united-arab-emirates",
    "Белоруссия": "country/belarus",
    "Republic of Korea": "country/south-korea",
    "委内瑞拉": "country/venezuela",
    # Identifiers.
    "EG": "country/egypt",
    "EGY": "country/egypt",
    "818": "country/egypt",
    "Q79": "country/egypt",
    "http://www.wikidata.org/entity/Q79": "country/egypt",
    "https://w3id.org/moonpact/id/country/egypt": "country/egypt",
    "country:egypt": "country/egypt",
    "02r28hc23": "organization/egsa",
    # Some words of a name, with what the thing is or whose it is.
    "MoU Egypt": "instrument/egypt-space-mou-2023",
    "egypt in the ilrs": "participation/egypt--ilrs",
    "china russia memorandum 2021": "instrument/mou-ilrs-2021",
    "launch chang'e 7": "launch/change-7",
    "south african agency": "organization/sansa",
    "who leads the station": "leadership/ilrs",
}
# Names that do not tell one thing from another, and whose they are.
SHARED = {
    "artemis accords": ["initiative/artemis-accords", "instrument/artemis-accords"],
    "clep": ["initiative/clep", "organization/clep"],
    "isa": ["organization/isa-iran", "organization/isa-israel"],
    "соглашения «артемиды»": ["initiative/artemis-accords", "instrument/artemis-accords"],
    "阿尔忒弥斯协定": ["initiative/artemis-accords", "instrument/artemis-accords"],
}


@cache
def index() -> Index:
    """Return the index of the data that comes with the package."""
    return make_index(select(built(), read_query(QUERY)))


def first(asked: str, *, unfinished: bool = False) -> str:
    """Return what is found first, without what all IRIs begin with."""
    hits = search(index(), asked, 1, unfinished=unfinished).hits
    return hits[0].thing.removeprefix(THING) if hits else ""


def test_what_is_meant_comes_first() -> None:
    assert {asked: first(asked) for asked in FIRST} == FIRST


def test_every_name_of_every_thing_finds_it_first_or_one_of_the_same_name() -> None:
    bearers = defaultdict(set)
    for each in index().texts:
        if each.role in NAMES:
            bearers[compact(each.folded)].add(each.thing)
    wrong = {}
    for each in index().texts:
        classes = {class_.rpartition("#")[2] for class_ in index().classes.get(each.thing, ())}
        if each.role == "name" and classes & NAMED:
            found = search(index(), each.value, len(bearers[compact(each.folded)])).hits
            if {hit.thing for hit in found} != bearers[compact(each.folded)]:
                wrong[each.value] = [hit.thing for hit in found]
    assert wrong == {}


def test_the_names_that_several_things_share_are_these() -> None:
    bearers = defaultdict(set)
    for each in index().texts:
        classes = {class_.rpartition("#")[2] for class_ in index().classes.get(each.thing, ())}
        if each.role == "name" and classes & NAMED:
            bearers[each.folded].add(each.thing.removeprefix(THING))
    assert {name: sorted(things) for name, things in bearers.items() if len(things) > 1} == SHARED


def test_a_name_without_one_of_its_letters_still_finds_the_thing() -> None:
    names = [
        each
        for each in index().texts
        if each.role == "name" and each.value.isalpha() and each.value.isascii() and len(each.value) > 6
        if {class_.rpartition("#")[2] for class_ in index().classes.get(each.thing, ())} & NAMED
    ]
    misspelt = {each.value: each.value[:3] + each.value[4:] for each in names}
    missed = {each.value for each in names if each.thing.removeprefix(THING) != first(misspelt[each.value])}
    assert len(names) > 50
    assert missed == set()


def test_what_is_being_written_is_completed() -> None:
    begun = {
        "rosc": "organization/roscosmos",
        "Вен": "country/venezuela",
        "嫦娥七": "mission/change-7",
        "eg": "country/egypt",
    }
    assert {asked: first(asked, unfinished=True) for asked in begun} == begun


def test_a_number_is_never_taken_for_another() -> None:
    found = search(index(), "Chang'e-9", 50).hits
    assert not [hit for hit in found if hit.score >= 0.9]


@pytest.mark.parametrize(
    "asked", ["", " ", "***", "\0", "' OR 1=1 --", "\ud7ff", ".*", "NEAR(a b)", '"', "(((", "a\0b", "🌕"]
)
def test_what_has_no_words_finds_nothing_or_little_and_breaks_nothing(asked: str) -> None:
    assert all(0 <= hit.score <= 1 for hit in search(index(), asked, 5).hits)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text(max_size=60))
def test_any_text_is_searched(asked: str) -> None:
    found = search(index(), asked, 3)
    assert len(found.hits) <= min(3, found.total)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(SearchTooLongError, match="10,000 characters; a search may have 1,000"):
        search(index(), "x" * 10 * MOST_CHARACTERS, 1)


def test_words_are_compared_without_what_writers_do_differently() -> None:
    assert words(fold("Chang’E-7 Réunion Łódź 嫦娥七号")) == ["change", "7", "reunion", "lodz", "嫦娥", "7", "号"]
