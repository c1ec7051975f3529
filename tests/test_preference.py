"""The order of preference between kinds of source is read from its file, and every kind has its place."""

import re
from pathlib import Path

import pytest

from moonpact.graph.conclusion.position import RULES
from moonpact.graph.conclusion.preference import Order, Preference, Row, Table, load_preference, load_table
from moonpact.ontology.files import folder as ontology_folder

ORDER = Preference(("editorial", "news", "web"), {"signer": ("web", "news", "editorial")})


TABLE = """\
[[rule]]
name = "recency"
reason = "Later."
[[kind]]
name = "a"
reason = "First."
[[kind]]
name = "b"
reason = "Second."
[[order]]
property = "signer"
kinds = ["b", "a"]
reason = "It signs."
"""


def concepts(scheme: str) -> set[str]:
    """Return the slugs of the concepts of a scheme."""
    text = (ontology_folder() / "schemes" / f"{scheme}.ttl").read_text(encoding="utf-8")
    return set(re.findall(rf"^{scheme}:([\w-]+) a skos:Concept", text, re.MULTILINE))


def test_a_kind_has_its_place() -> None:
    assert [ORDER.rank("status", kind) for kind in ORDER.default] == [0, 1, 2]


def test_a_property_may_have_an_order_of_its_own() -> None:
    assert [ORDER.rank("signer", kind) for kind in ORDER.default] == [2, 1, 0]


@pytest.mark.parametrize("name", ["status", "signer"])
def test_an_unknown_kind_is_an_error(name: str) -> None:
    with pytest.raises(ValueError, match=r"tuple\.index\(x\): x not in tuple"):
        ORDER.rank(name, "rumour")


def test_the_order_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "order.toml"
    file.write_text(TABLE, encoding="utf-8")
    assert load_preference(file) == Preference(("a", "b"), {"signer": ("b", "a")})
    rules, kinds = (Row("recency", "Later."),), (Row("a", "First."), Row("b", "Second."))
    assert load_table(file) == Table(rules, kinds, (Order("signer", ("b", "a"), "It signs."),))


@pytest.mark.parametrize("left_out", ['reason = "Later."', 'name = "b"', 'reason = "It signs."'])
def test_a_row_without_a_reason_or_a_name_is_an_error(tmp_path: Path, left_out: str) -> None:
    file = tmp_path / "order.toml"
    file.write_text(TABLE.replace(left_out, ""), encoding="utf-8")
    with pytest.raises(KeyError):
        load_table(file)


def test_the_rules_of_the_project_are_those_that_decide_in_their_order() -> None:
    rules = [row.name for row in load_table().rules]
    assert rules == list(dict.fromkeys(RULES))
    assert {*rules, "agreement"} == concepts("rule")


def test_every_row_of_the_project_has_a_reason() -> None:
    table = load_table()
    reasons = [row.reason for row in (*table.rules, *table.kinds)] + [order.reason for order in table.orders]
    assert [reason for reason in reasons if not reason.endswith(".")] == []


def test_every_kind_of_source_has_one_place_in_every_order_of_the_project() -> None:
    preference, kinds = load_preference(), sorted(concepts("source-kind"))
    orders = {"default": preference.default, **preference.by_property}
    assert {name: sorted(order) for name, order in orders.items()} == dict.fromkeys(orders, kinds)


def test_only_what_is_compared_has_an_order_of_its_own() -> None:
    text = (ontology_folder() / "moonpact.ttl").read_text(encoding="utf-8")
    compared = set(re.findall(r"^mp:(\w+) a (?:.+\n)*?    mp:comparedAs ", text, re.MULTILINE))
    assert set(load_preference().by_property) - compared == set()
