"""The code keeps the rules of the house."""

import ast
import re
import tomllib
from collections.abc import Iterator
from statistics import median

from tests.checkout import ROOT, files

Function = ast.FunctionDef | ast.AsyncFunctionDef

TEXT = {name: (ROOT / name).read_text(encoding="utf-8") for name in files() if name.endswith(".py")}
TREE = {name: ast.parse(text) for name, text in TEXT.items()}
CODE = [name for name in TEXT if not name.startswith("tests/")]

BROAD = {"Exception", "BaseException"}
REASON = re.compile(r"#\s*(?!noqa|type:|pyright:|pragma)\w+ \w+")
SPARQL = re.compile(r"[\"'].*\b(SELECT|CONSTRUCT|INSERT DATA|DELETE WHERE)\b.*(\{|\?)")
UNFINISHED = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X]|NotImplementedErro[r])\b")
WRITTEN = (".css", ".html", ".js", ".py", ".rq", ".toml", ".trig", ".ts", ".ttl")


def functions(names: list[str]) -> Iterator[tuple[str, Function]]:
    """Yield every function of the files, with the place it stands."""
    for name in names:
        for node in ast.walk(TREE[name]):
            if isinstance(node, Function):
                yield f"{name}:{node.lineno} {node.name}", node


def lines(node: ast.stmt | ast.expr) -> int:
    """Return how many lines the node takes."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def length(function: Function) -> int:
    """Return how many lines the function takes without its docstring."""
    return lines(function) - (lines(function.body[0]) if ast.get_docstring(function) else 0)


def is_annotated(function: Function) -> bool:
    """Tell whether the result and every argument but self and cls have a type."""
    given = function.args
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    untyped = [each.arg for each in arguments if each and each.annotation is None and each.arg not in ("self", "cls")]
    return function.returns is not None and not untyped


def is_broad(handler: ast.ExceptHandler) -> bool:
    """Tell whether the handler takes every error."""
    caught = [handler.type] if not isinstance(handler.type, ast.Tuple) else handler.type.elts
    return any(each is None or ast.unparse(each) in BROAD for each in caught)


def strings(name: str) -> Iterator[tuple[str, str]]:
    """Yield the strings of the file, as written and on one line, without its docstrings."""
    docstrings = {node.value for node in ast.walk(TREE[name]) if isinstance(node, ast.Expr)}
    for node in ast.walk(TREE[name]):
        if isinstance(node, ast.Constant | ast.JoinedStr) and node not in docstrings:
            written = ast.get_source_segment(TEXT[name], node) or ""
            yield f"{name}:{node.lineno}", " ".join(written.splitlines())


def test_functions_are_short() -> None:
    lengths = [length(function) for _, function in functions(CODE)]
    assert not lengths or median(lengths) <= 8
    assert sum(each <= 20 for each in lengths) >= 0.9 * len(lengths)


def test_no_function_is_over_50_lines() -> None:
    assert [place for place, function in functions(CODE) if length(function) > 50] == []


def test_no_file_is_over_300_lines() -> None:
    assert [name for name, text in TEXT.items() if len(text.splitlines()) > 300] == []


def test_every_function_is_annotated() -> None:
    assert [place for place, function in functions(list(TREE)) if not is_annotated(function)] == []


def test_every_broad_except_has_a_reason() -> None:
    handlers = [(name, node) for name in TREE for node in ast.walk(TREE[name]) if isinstance(node, ast.ExceptHandler)]
    broad = [(name, node.lineno) for name, node in handlers if is_broad(node)]
    assert [place for place in broad if not REASON.search(TEXT[place[0]].splitlines()[place[1] - 1])] == []


def test_no_sparql_in_python() -> None:
    assert [place for name in CODE for place, text in strings(name) if SPARQL.search(text)] == []


def test_nothing_is_unfinished() -> None:
    written = [name for name in files() if name.endswith(WRITTEN) and not name.endswith(".min.js")]
    assert [name for name in written if UNFINISHED.search((ROOT / name).read_text(encoding="utf-8"))] == []


def test_the_two_lists_of_tools_are_equal() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["dependency-groups"]["dev"] == settings["project"]["optional-dependencies"]["dev"]
