"""How the answer to a query may be seen: as a table, or as one of the pictures that its columns allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from moonpact.graph.engine import NamedNode, Term
from moonpact.graph.execution.request import Request
from moonpact.graph.reading import READABLE, read_graph, read_rows
from moonpact.graph.sparql.parameters import InvalidParameterError
from moonpact.server.client import watch
from moonpact.server.dials import here
from moonpact.server.pages import rows
from moonpact.server.pictures.answer_chart import WIDTH as CHART_WIDTH
from moonpact.server.pictures.answer_chart import draw_chart
from moonpact.server.pictures.answer_columns import VIEWS, Columns, asked_view, columns_of
from moonpact.server.pictures.answer_map import draw_answer_map, draw_answer_moon
from moonpact.server.pictures.answer_timeline import draw_answer_timeline
from moonpact.server.pictures.atlas import HEIGHT, TENTHS, WIDTH, read_atlas
from moonpact.server.pictures.lunar_disc import MARGIN, RADIUS, SIZE
from moonpact.server.pictures.pictured import drawn
from moonpact.server.pictures.timeline import WIDTH as TIMELINE_WIDTH
from moonpact.server.protocol import Message, QueryRequest, read_query_request
from moonpact.server.result_table import ResultTable, table_of
from moonpact.server.state import federation, served, settings
from moonpact.server.terms import text

blueprint: Final = Blueprint("answer_views", __name__)
_EARTH: Final = {"width": WIDTH, "height": HEIGHT, "tenths": TENTHS}
_MOON: Final = {"size": SIZE, "radius": RADIUS, "margin": MARGIN}


@dataclass(frozen=True)
class Views:
    """The views that an answer has, the one that is shown, and what a view that is asked for would need."""

    names: tuple[str, ...]
    shown: str
    missing: str
    query: str

    def address(self, view: str) -> str:
        """Return where the answer is seen so."""
        return here(f"/sparql?{urlencode({'query': self.query, 'view': view})}")

    @property
    def picture(self) -> str | None:
        """Where the picture is that is shown; None where it is the table."""
        if self.shown == "table":
            return None
        asked = {"query": self.query, **({"format": "svg"} if self.shown == "graph" else {"view": self.shown})}
        return here(f"{'/network/query' if self.shown == 'graph' else '/sparql/picture'}?{urlencode(asked)}")


def views_of(asked: QueryRequest, table: ResultTable | None, view: str) -> Views:
    """Return the views of an answer, of which one may be asked for by name, else by a comment of the query.

    Raises:
        InvalidParameterError: There is no such view.
    """
    wanted = _known(view) if view else asked_view(asked.text)
    # What is drawn is asked for anew, of the whole dataset.
    drawable = table is not None and not asked.default_graphs and not asked.named_graphs
    names = _columns(table).views if table and drawable else ["table"]
    allowed = wanted in names
    return Views(tuple(names), wanted if allowed else "table", "" if allowed else VIEWS[wanted], asked.text)


@blueprint.get("/sparql/picture")
def picture() -> Response:
    """Return an answer as a picture: `view=chart`, `map`, `moon` or `timeline`.

    Raises:
        InvalidParameterError: There is no such picture, or the columns do not allow it.
        InvalidQueryError, QueryTimeoutError, …: As `graph.lanes.Lanes.answer`.
    """
    asked = read_query_request(Message("GET", request.query_string), served().limits.query_bytes)
    view = _known(request.args.get("view", ""))
    query = Request(federation().resolve(asked.text), dict(READABLE), base=settings().base_iri)
    answer = served().answer(query, watch(request.environ))
    table = None if answer.kind == "boolean" else answer_table(answer.kind, answer.body)
    columns = _columns(table) if table else None
    if columns is None or view not in columns.views or view not in _DRAWN:
        raise InvalidParameterError("view", VIEWS[view] or "A table is no picture.")
    return _DRAWN[view](columns)


def answer_table(kind: str, body: bytes) -> ResultTable:
    """Return the rows or triples of an answer as a table."""
    most = settings().rows_shown
    return table_of(read_graph(body) if kind == "graph" else read_rows(body), most)


def _known(view: str) -> str:
    if view not in VIEWS:
        raise InvalidParameterError(
            "view", f"parameter 'view': there is no view '{view}'; there are {', '.join(VIEWS)}"
        )
    return view


def _columns(table: ResultTable) -> Columns:
    return columns_of(table, _codes())


def _codes() -> Mapping[str, str]:
    """The codes of the countries that have an outline, by IRI."""
    outlined = {shape.m49 for shape in read_atlas()}
    found = ((_iri(row["country"]), text(row["m49"])) for row in rows("country-codes"))
    return {iri: code for iri, code in found if code in outlined}


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _title(columns: Columns) -> str:
    return ", ".join(column.name for column in columns.table.columns)


def _chart(columns: Columns) -> Response:
    chart = draw_chart(columns)
    return drawn("pictures/answer-chart.svg", picture=chart, title=_title(columns), chart_width=CHART_WIDTH)


def _timeline(columns: Columns) -> Response:
    timeline = draw_answer_timeline(columns)
    return drawn("pictures/answer-timeline.svg", picture=timeline, title=_title(columns), timeline_width=TIMELINE_WIDTH)


def _map(columns: Columns) -> Response:
    earth = draw_answer_map(columns, read_atlas(), _codes())
    return drawn("pictures/answer-map.svg", picture=earth, title=_title(columns), earth_size=_EARTH)


def _moon(columns: Columns) -> Response:
    moon = draw_answer_moon(columns)
    return drawn("pictures/moon.svg", moon=moon, title=_title(columns), moon_size=_MOON)


_DRAWN: Final = {"chart": _chart, "map": _map, "moon": _moon, "timeline": _timeline}
