"""Of claims that agree, the one that says most gives the value."""

from pathlib import Path

from tests.made_up import CHARTER, Says, built, described


def test_who_names_one_kind_says_more_than_who_names_two(tmp_path: Path) -> None:
    one = "mp:instrumentKind instrument-kind:agreement"
    both = f"{one} , instrument-kind:memorandum-of-understanding"
    said = [Says("agency", CHARTER, both, kind="agency"), Says("gazette", CHARTER, one)]
    found = described(built(tmp_path, *said), CHARTER)
    assert found["mp:instrumentKind"] == {"instrument-kind:agreement"}
    assert found["mp:preferredClaim"] == {"claim:gazette"}
