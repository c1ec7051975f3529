"""The fastest memory allocator that the system has is used."""

from contextlib import closing
from pathlib import Path

import pytest

from moonpact.graph.execution.allocator import allocator_variables
from moonpact.graph.execution.limits import Limits
from moonpact.graph.execution.request import Request
from moonpact.graph.execution.serving import serve_files

LARGE_PAGES = {"libmimalloc.so.2": ("MIMALLOC_LARGE_OS_PAGES", "1"), "libjemalloc.so.2": ("MALLOC_CONF", "thp:always")}


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        ({"libjemalloc.so.2"}, "libjemalloc.so.2"),
        ({"libmimalloc.so.2"}, "libmimalloc.so.2"),
        ({"libjemalloc.so.2", "libmimalloc.so.2"}, "libmimalloc.so.2"),
    ],
)
def test_what_is_there_is_used_with_large_pages(tmp_path: Path, there: set[str], chosen: str) -> None:
    for name in there:
        (tmp_path / name).touch()
    variables = allocator_variables([tmp_path / "none", tmp_path])
    assert variables == dict([("LD_PRELOAD", str(tmp_path / chosen)), LARGE_PAGES[chosen]])


def test_without_one_only_large_pages_are_used(tmp_path: Path) -> None:
    assert allocator_variables([tmp_path]) == {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


def test_the_answers_are_the_same_where_the_operator_wants_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "data.ttl"
    file.write_text("<x:s> <x:p> 1, 2 .", encoding="utf-8")
    answers: list[bytes] = []
    for preload in (None, ""):
        if preload is not None:
            monkeypatch.setenv("LD_PRELOAD", preload)
        with closing(serve_files([file], Limits(fast_workers=1))) as served:
            answers.append(served.answer(Request("SELECT (SUM(?o) AS ?n) { ?s ?p ?o }", {"rows": "csv"})).body)
    assert answers == [b"n\r\n3\r\n"] * 2
