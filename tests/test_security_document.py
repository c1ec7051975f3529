"""Every line of docs/security.md that names a test names one that is there."""

import ast
import re

from tests.checkout import ROOT

NAMED = re.compile(r"`(tests/\w+\.py)(?:::(\w+))?`")


def functions(path: str) -> set[str]:
    """Return the names of the functions of a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_every_test_that_is_named_is_there() -> None:
    named = NAMED.findall((ROOT / "docs" / "security.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    assert [(path, name) for path, name in named if name and name not in functions(path)] == []


def test_every_threat_but_one_has_its_test() -> None:
    rows = re.findall(r"^\| .+ \| .+ \| (.*) ?\|$", (ROOT / "docs" / "security.md").read_text(encoding="utf-8"), re.M)
    shown = [row.strip() for row in rows if not row.startswith(("shown by", "---"))]
    assert shown.count("") == 1
