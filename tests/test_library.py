"""The graph from Python gives the same answers without a server and from one, and says by name what is wrong."""

import sys
from collections.abc import Callable, Generator, Mapping
from datetime import date
from pathlib import Path

import pytest
from rdflib import RDF, Dataset, Literal, URIRef
from rdflib.query import ResultRow

from moonpact.graph.build import build_dataset
from moonpact.graph.dataset import NoDatasetError, write_dataset
from moonpact.graph.execution.errors import QueryTimeoutError
from moonpact.graph.sparql.parameters import InvalidParameterError
from moonpact.graph.sparql.query import InvalidQueryError, ServiceNotAllowedError
from moonpact.graph.view import InvalidViewError
from moonpact.library import Graph, KindError, LocalGraph, MissingExtraError, Result, open_graph, questions
from moonpact.queries.question import UnknownQuestionError
from tests.server import COUNTRIES, Site

ID = "https://w3id.org/moonpact/id/"
MP = "https://w3id.org/moonpact/ontology#"
BORDURIA, RURITANIA = URIRef(f"{ID}country/borduria"), URIRef(f"{ID}country/ruritania")
TYPED = """SELECT ?integer ?decimal ?double ?boolean ?day ?instant ?large ?mixed ?text { VALUES
  (?integer ?decimal ?double ?boolean ?day ?instant ?large ?mixed ?text) {
  (1 1.5 1e0 true "2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>
   "2024-02-29T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> 36893488147419103232 2 "=1+1, \\"x\\""@en)
  (UNDEF 2 2 false UNDEF UNDEF 1 <x:two> UNDEF)
} }"""
EARLY = date(2024, 1, 31)
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }"


@pytest.fixture(scope="module")
def local(club_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalGraph]:
    """The made-up graph without a server."""
    folder = tmp_path_factory.mktemp("dataset")
    write_dataset(build_dataset(club_data, shapes=False), folder)
    with open_graph(folder, timeout=2) as graph:
        yield graph


@pytest.fixture(params=["local", "remote"])
def graph(request: pytest.FixtureRequest, local: LocalGraph, club: Site) -> Graph:
    """The made-up graph, without a server and from one."""
    return local if request.param == "local" else open_graph(f"http://{club.host}:{club.port}")


def test_a_query_is_answered_in_terms_of_rdflib(graph: Graph) -> None:
    found = graph.query(COUNTRIES)
    assert list(found) == [
        {"country": BORDURIA, "label": Literal("Borduria", lang="en")},
        {"country": RURITANIA, "label": Literal("Ruritania", lang="en")},
    ]
    assert (found.kind, found.columns, len(found), bool(found), found.view) == (
        "rows",
        ("country", "label"),
        2,
        True,
        "",
    )


def test_a_question_has_the_same_answer_everywhere(local: LocalGraph, club: Site) -> None:
    with open_graph(f"http://{club.host}:{club.port}/") as remote:
        assert remote.version == local.version
        for question in questions():
            here, there = (
                (graph.ask(question.name), graph.ask(question.name, as_of=EARLY, according_to=["news", "editorial"]))
                for graph in (local, remote)
            )
            assert here == there


def test_a_question_is_asked_with_its_parameters_in_a_language(graph: Graph) -> None:
    english, chinese = (graph.ask("names", lang=lang) for lang in ("en", "zh"))
    assert english.columns == chinese.columns
    assert not {"lang", "initiative"} & set(english.columns)
    club = graph.ask("how-many-partners", initiative=URIRef(f"{ID}initiative/moon-club"))
    assert [str(row["number"]) for row in club] == ["7", "at least 9"]
    assert not graph.ask("how-many-partners")


def test_an_answer_tells_of_its_view(graph: Graph) -> None:
    disagreements = f"SELECT ?d {{ ?d a <{MP}Disagreement> }}"
    whole, early = graph.query(disagreements), graph.query(disagreements, as_of="2024-01-31", according_to="news")
    assert (whole.view, early.view) == ("", "as-of=2024-01-31; according-to=news")
    assert len(whole) > len(early)


def test_ask_and_construct_are_answered_too(graph: Graph) -> None:
    assert bool(graph.query("ASK { ?s ?p ?o }"))
    no = graph.query("ASK { <x:s> <x:p> <x:o> }")
    assert (bool(no), no.kind, list(no)) == (False, "boolean", [{"boolean": Literal(False)}])
    made = graph.query(f"CONSTRUCT {{ ?c a <x:Land> }} WHERE {{ ?c a <{MP}Country> }}")
    assert made.columns == ("subject", "predicate", "object")
    assert set(made.to_rdflib()) == {(country, RDF.type, URIRef("x:Land")) for country in (BORDURIA, RURITANIA)}
    with pytest.raises(KindError, match="only the answer to CONSTRUCT or DESCRIBE is a graph"):
        no.to_rdflib()


def test_columns_of_pandas_have_types(graph: Graph) -> None:
    frame = graph.query(TYPED).to_pandas()
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "integer": "Int64",
        "decimal": "Float64",
        "double": "Float64",
        "boolean": "boolean",
        "day": "datetime64[s]",
        "instant": "string",
        "large": "string",
        "mixed": "string",
        "text": "string",
    }
    assert frame["integer"].isna().tolist() == [False, True]
    assert frame["decimal"].tolist() == [1.5, 2.0]
    assert frame["large"].tolist() == [str(2**65), "1"]
    assert frame["mixed"].tolist() == ["2", "x:two"]
    assert frame["day"].dt.strftime("%d.%m.%Y").iloc[0] == "29.02.2024"


def test_columns_of_polars_have_types(graph: Graph) -> None:
    frame = graph.query(TYPED).to_polars()
    assert [str(kind) for kind in frame.dtypes] == [
        *("Int64", "Float64", "Float64", "Boolean", "Date", "String", "String", "String", "String")
    ]
    assert frame["day"].to_list() == [date(2024, 2, 29), None]
    assert frame["mixed"].to_list() == ["2", "x:two"]


def test_an_answer_without_rows_is_a_table_too(graph: Graph) -> None:
    nothing = graph.query("SELECT ?a ?b { ?a <x:nowhere> ?b }")
    assert list(nothing.to_pandas().columns) == nothing.to_polars().columns == ["a", "b"]
    assert (len(nothing.to_pandas()), nothing.to_csv()) == (0, "a,b\r\n")


def test_csv_is_that_of_the_endpoint(graph: Graph, club: Site, tmp_path: Path) -> None:
    text = graph.query(TYPED).to_csv(tmp_path / "typed.csv")
    assert text == club.ask(TYPED, "text/csv").text
    assert (tmp_path / "typed.csv").read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("asked", "kind", "name", "message"),
    [
        ({"sparql": "SELECT * { ?s ?p }"}, InvalidQueryError, "invalid-query", "line 1, column 18: "),
        ({"sparql": "ASK { SERVICE <x:s> {} }"}, ServiceNotAllowedError, "service-not-allowed", "line 1, column 7: "),
        ({"question": "partisipants"}, UnknownQuestionError, "unknown-question", "question 'partisipants'"),
        ({"question": "roles?a=b#c"}, UnknownQuestionError, "unknown-question", r"question 'roles\?a=b#c'"),
        ({"question": "roles", "depth": 1}, InvalidParameterError, "invalid-parameter", "has no parameter 'depth'"),
        ({"question": "roles", "as_of": "2024-02-30"}, InvalidViewError, "invalid-parameter", "no day of the calendar"),
        ({"question": "roles", "according_to": []}, InvalidViewError, "invalid-parameter", "names nothing"),
        ({"question": "roles", "according_to": "gossip"}, InvalidViewError, "invalid-parameter", "called 'gossip'"),
    ],
)
def test_what_is_wrong_is_told_by_name(
    local: LocalGraph, club: Site, asked: Mapping[str, str], kind: type[Exception], name: str, message: str
) -> None:
    for graph in (local, open_graph(f"http://{club.host}:{club.port}")):
        with pytest.raises(Exception, match=message) as caught:
            _ask(graph, **asked)
        assert isinstance(caught.value, kind) or getattr(caught.value, "name", None) == name


def _ask(graph: Graph, **asked: str) -> Result:
    return graph.query(**asked) if "sparql" in asked else graph.ask(**asked)


def test_a_query_without_end_is_stopped_and_the_next_is_answered(local: LocalGraph) -> None:
    with pytest.raises(QueryTimeoutError, match="stopped after 2 s"):
        local.query(ENDLESS)
    assert len(local.query(COUNTRIES)) == 2


def test_rdflib_has_the_same_graph(local: LocalGraph) -> None:
    dataset = local.to_rdflib()
    assert isinstance(dataset, Dataset)
    rows = [row for row in dataset.query(COUNTRIES) if isinstance(row, ResultRow)]
    assert [row["country"] for row in rows] == [BORDURIA, RURITANIA]
    assert {str(name.identifier) for name in dataset.graphs()} >= {f"{ID}source/gazette", f"{ID}graph/conclusions"}
    assert (BORDURIA, RDF.type, URIRef(f"{MP}Country")) in dataset.default_graph
    early = local.to_rdflib(as_of="2024-01-31")
    claims = f"SELECT ?c {{ ?c a <{MP}Claim> }}"
    assert len(dataset.query(claims)) == len(local.query(claims)) > len(early.query(claims))
    dataset.default_graph.remove((None, None, None))
    assert len(local.query(COUNTRIES)) == len(local.to_rdflib().query(COUNTRIES)) == 2


@pytest.mark.parametrize(
    ("library", "extra", "made"),
    [("pandas", "pandas", Result.to_pandas), ("polars", "polars", Result.to_polars)],
)
def test_a_library_that_is_missing_is_named(
    local: LocalGraph, monkeypatch: pytest.MonkeyPatch, library: str, extra: str, made: Callable[[Result], object]
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError) as caught:
        made(local.query(COUNTRIES))
    assert str(caught.value) == f"{library} is not installed; pip install 'moonpact[{extra}]' installs it"


def test_a_missing_oxrdflib_is_named(local: LocalGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "oxrdflib", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'moonpact\[rdflib\]' installs it"):
        local.to_rdflib()


def test_a_folder_without_a_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoDatasetError, match="moonpact build --out"):
        open_graph(tmp_path)


def test_the_graph_of_the_package_is_built_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with open_graph() as graph:
        assert len(graph.ask("participants")) > 20
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())
    for asked in (lambda: graph.query("ASK {}"), graph.to_rdflib):
        with pytest.raises(ValueError, match=r"^the graph is closed$"):
            asked()
    graph.close()
