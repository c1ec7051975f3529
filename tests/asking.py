"""Asking the project's own questions in tests: the answers as rows of text."""

from functools import cache

from pyoxigraph import Literal, NamedNode, Store

from moonpact.graph.build import build_dataset
from moonpact.graph.sparql.parameters import substitutions
from moonpact.graph.sparql.query import select
from moonpact.graph.view import parse_view, sources_of
from moonpact.graph.whole import apply_view
from moonpact.queries.question import load_question

Row = dict[str, str]
# Below this IRI stand the things of the graph.
THING = "https://w3id.org/moonpact/id/"


@cache
def built() -> Store:
    """Return the store of the data that comes with the package, built once."""
    return build_dataset(shapes=False).store


@cache
def viewed(as_of: str | None, according_to: str | None) -> Store:
    """Return the store of a view of that data, made once; without a date and names, the whole."""
    view = parse_view(as_of, according_to, sources_of(built()))
    return built() if view is None else apply_view(built(), view)


def ask(name: str, *, as_of: str | None = None, according_to: str | None = None, **values: str) -> list[Row]:
    """Return the rows of an answer as text, with the things' IRIs in short and "" where there is nothing."""
    question = load_question(name)
    chosen = {variable.value: term for variable, term in substitutions(question, values).items()}
    found = select(viewed(as_of, according_to), question.text, chosen)
    return [
        {
            column: term.value.removeprefix(THING) if isinstance(term, (Literal, NamedNode)) else ""
            for column, term in row.items()
        }
        for row in found
    ]


def only(found: list[Row], **values: str) -> list[Row]:
    """Return the rows with these values."""
    return [row for row in found if all(row[column] == value for column, value in values.items())]


def column(found: list[Row], name: str) -> list[str]:
    """Return the values of a column."""
    return [row[name] for row in found]
