"""The example notebook runs from its first cell to its last, and finds what the questions find."""

import ast
import json
from typing import Any, Final

import pytest

from tests.asking import ask
from tests.checkout import ROOT

NOTEBOOK: Final = ROOT / "docs" / "who-takes-part.ipynb"


@pytest.fixture(scope="module")
def cells() -> list[dict[str, Any]]:
    """The code cells of the notebook."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


@pytest.fixture(scope="module")
def found(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """The names that the cells leave behind, and what each shows under its number."""
    # Jupyter's own way to run a notebook brings a kernel, a message queue and a web server: this is what a kernel does.
    names: dict[str, Any] = {"__name__": "__main__"}
    shown = [run(f"cell {number}", "".join(cell["source"]), names) for number, cell in enumerate(cells)]
    return {**names, "shown": shown}


def run(name: str, source: str, names: dict[str, Any]) -> object:
    """Run a cell and return what it shows: the value of its last line, if that is an expression."""
    body = ast.parse(source, name).body
    last = body[-1]
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(body[:-1], []), name, "exec"), names)  # noqa: S102 - our own notebook.
    return eval(compile(ast.Expression(last.value), name, "eval"), names)  # noqa: S307 - the same.


def test_the_notebook_is_kept_without_outputs(cells: list[dict[str, Any]]) -> None:
    assert [cell for cell in cells if cell["outputs"] or cell["execution_count"] is not None] == []


def test_every_cell_shows_something(found: dict[str, Any]) -> None:
    assert [number for number, shown in enumerate(found["shown"]) if not len(shown)] == []


def test_the_notebook_finds_what_the_questions_find(found: dict[str, Any]) -> None:
    seventeen = [row["sourceLabel"] for row in ask("how-many-partners") if row["number"] == "17"]
    assert found["seventeen"]["sourceLabel"].tolist() == seventeen
    taking_part = [row["countryLabel"] for row in ask("participants") if row["takesPart"] == "true"]
    assert found["by_word"]["all sources"] == set(taking_part)
    assert sum(found["claims"].values()) == len(ask("newest-claims", since="1900-01-01"))


def test_views_differ(found: dict[str, Any]) -> None:
    assert found["known"].iloc[0] < found["known"].iloc[-1]
    assert {"China", "Russia"} <= found["by_word"]["Roscosmos"] != found["by_word"]["all sources"]
