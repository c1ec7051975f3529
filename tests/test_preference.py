"""The order of preference between kinds of source is read from its file, and every kind has its place."""

import re
from pathlib import Path

import pytest

from moonpact.graph.preference import Preference, load_preference
from moonpact.ontology.files import folder as ontology_folder

ORDER = Preference(("editorial", "news", "web"), {"signer": ("web", "news", "editorial")})


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
    file.write_text('default = ["a", "b"]\n[property]\nsigner = ["b", "a"]\n', encoding="utf-8")
    assert load_preference(file) == Preference(("a", "b"), {"signer": ("b", "a")})


def test_every_kind_of_source_has_one_place_in_every_order_of_the_project() -> None:
    preference, kinds = load_preference(), sorted(concepts("source-kind"))
    orders = {"default": preference.default, **preference.by_property}
    assert {name: sorted(order) for name, order in orders.items()} == dict.fromkeys(orders, kinds)


def test_only_what_is_compared_has_an_order_of_its_own() -> None:
    text = (ontology_folder() / "moonpact.ttl").read_text(encoding="utf-8")
    compared = set(re.findall(r"^mp:(\w+) a (?:.+\n)*?    mp:comparedAs ", text, re.MULTILINE))
    assert set(load_preference().by_property) - compared == set()
