"""What the application that answers the request serves, and its settings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, cast

from flask import Flask, current_app, g, request

from moonpact.graph.checking.report import Report
from moonpact.graph.difference.datasets import Difference
from moonpact.graph.difference.period import Period
from moonpact.graph.engine import Triple
from moonpact.graph.execution.federation import Federation
from moonpact.graph.execution.served import Served
from moonpact.graph.export.downloads import Exports
from moonpact.graph.network.things import Network
from moonpact.graph.search.index import Index, read_index
from moonpact.graph.view import View
from moonpact.server.cache import Cache
from moonpact.server.edition import Edition, Editions
from moonpact.server.gate import Gate
from moonpact.server.labels import Labels, named_from, read_labels
from moonpact.server.language import language
from moonpact.server.learned import Quarter, read_learned
from moonpact.server.meters import Meters
from moonpact.server.per_version import PerVersion
from moonpact.server.protocol import read_pairs, read_view
from moonpact.server.settings import Settings

_KEY = "moonpact"
# How many networks are kept.
_NETWORKS: Final = 11
# How many comparisons of two days are kept.
_PERIODS: Final = 16
_METADATA: Final = 4_000_000
# How many bytes of cards are kept; one has 40,000.
_CARDS: Final = 8_000_000
# The first memorandum on the station is of March 2021; little is to be learned from the years before.
_FIRST_QUARTER = date(2021, 1, 1)


@dataclass(frozen=True)
class KeptPage:
    """A page as it was made."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


@dataclass
class State:
    """The settings, what is served, who may change it, whom queries may reach, what is counted, and what is kept."""

    settings: Settings
    editions: Editions
    gate: Gate
    federation: Federation
    meters: Meters
    networks: Cache[str, Network] = field(default_factory=lambda: Cache[str, Network](_NETWORKS))
    pages: Cache[tuple[str, ...], KeptPage] = field(init=False)
    changes: Cache[str, Difference] = field(default_factory=lambda: Cache[str, Difference](_PERIODS))
    metadata: Cache[str, Sequence[Triple]] = field(default_factory=lambda: Cache[str, Sequence[Triple]](_METADATA))
    cards: Cache[str, bytes] = field(default_factory=lambda: Cache[str, bytes](_CARDS))

    def __post_init__(self) -> None:
        """Say what is made of the dataset, and of views, once for each version."""
        start = f"{self.settings.base_iri}id/source-kind/"
        self.pages = Cache(self.settings.cache_bytes // 4)
        self.labels = PerVersion(read_labels)
        self.learned = PerVersion(lambda served: read_learned(served, _FIRST_QUARTER))
        self.indexes = PerVersion(lambda served: read_index(served.select))
        self.source_kinds = PerVersion(
            lambda served: {name: named_from(start, known) for name, known in self.labels.of(served).items()}
        )


def set_state(app: Flask, state: State) -> None:
    """Give the application what it works with."""
    app.extensions[_KEY] = state


def state_of(app: Flask) -> State:
    """Return what the application works with."""
    return cast("State", app.extensions[_KEY])


def prepare(app: Flask, edition: Edition) -> None:
    """Make what the first readers of the edition would wait for; the errors are those of `Served.select`."""
    state = state_of(app)
    for each in (state.source_kinds, state.learned, state.indexes):
        each.of(edition.served)


def settings() -> Settings:
    """Return the settings of the application."""
    return _state().settings


def editions() -> Editions:
    """Return the dataset of the application and those that follow it."""
    return _state().editions


def edition() -> Edition:
    """Return the dataset of the application as it was when the request came."""
    if "edition" not in g:
        g.edition = _state().editions.current
    return cast("Edition", g.edition)


def served() -> Served:
    """Return the dataset of the application, or the view of it that the request asks for.

    Raises:
        InvalidViewError, BusyError, …: As `ServedViews.parse` and `ServedViews.get`.
    """
    if "served" not in g:
        g.served = edition().served  # For the page of the error, if there is one.
        g.view = view_asked = edition().views.parse(*read_view(read_pairs(request.query_string)))
        g.served = edition().views.get(view_asked)
    return cast("Served", g.served)


def view() -> View | None:
    """Return the view that the request asks for, if it asks for one."""
    served()
    return cast("View | None", g.get("view"))


def report() -> Report | None:
    """Return the report of the dataset's build, if it was built here."""
    return edition().report


def federation() -> Federation:
    """Return the endpoints that queries may reach."""
    return _state().federation


def meters() -> Meters:
    """Return what is counted of the application."""
    return _state().meters


def gate() -> Gate:
    """Return who may change the dataset of the application."""
    return _state().gate


def labels() -> Labels:
    """Return one name for each IRI that has any: in the language of the page, else in English, else in any other."""
    # Names are of things, and these a view does not change.
    return _state().labels.of(edition().served)[language()]


def learned() -> Sequence[Quarter]:
    """Return when the dataset learned what it knows."""
    return _state().learned.of(edition().served)


def source_kinds() -> Sequence[tuple[str, str]]:
    """Return the slug and the name of each kind of source that there is, by name."""
    return _state().source_kinds.of(edition().served)[language()]


def kept_pages() -> Cache[tuple[str, ...], KeptPage]:
    """Return the pages that are kept."""
    return _state().pages


def known_until() -> date:
    """Return the day from which all sources are known.

    Raises:
        InvalidViewError: The data was not built here.
    """
    return edition().views.sources.last


def changes_in(period: Period) -> Difference:
    """Return what came, went or changed in the period, compared once for each version that is kept.

    Raises:
        BusyError, QueryTimeoutError, …: As `Served.changes`.
    """
    whole, kept = edition().served, _state().changes
    key = f"{whole.version} {period}"
    if (found := kept.get(key)) is None:
        found = whole.changes(period)
        kept.put(key, found, 1)
    return found


def networks() -> Cache[str, Network]:
    """Return the networks that are kept, by the version of the dataset or view that they are of."""
    return _state().networks


def index() -> Index:
    """Return what can be searched of what the request asks.

    Raises:
        QueryTimeoutError, …: As `graph.lanes.Lanes.answer`.
    """
    return _state().indexes.of(served())


def metadata() -> Cache[str, Sequence[Triple]]:
    """Return the descriptions of the dataset that are kept."""
    return _state().metadata


def cards() -> Cache[str, bytes]:
    """Return the cards of pages that are kept."""
    return _state().cards


def exports() -> Exports | None:
    """Return the downloads of the dataset, if it was built here."""
    return edition().exports


def _state() -> State:
    return state_of(current_app)
