"""The dataset is the same bytes for the same data, is replaced in one step, and is read by other parsers."""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import (
    CanonicalizationAlgorithm,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
)
from pyoxigraph import Dataset as Quads

from moonpact.graph import build
from moonpact.graph.build import build_dataset
from moonpact.graph.checking.faults import Fault
from moonpact.graph.checking.parse import Document, parse_documents
from moonpact.graph.dataset import Dataset, NoDatasetError, merged, open_dataset, version_of, write_dataset
from tests.checkout import ROOT
from tests.made_up import JOINING, Says, built, project_dataset


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Return the dataset of the project's data."""
    return project_dataset()


@pytest.fixture(scope="module")
def folder(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the dataset of the project's data."""
    written = tmp_path_factory.mktemp("dataset")
    write_dataset(dataset, written)
    return written


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return a small dataset."""
    return built(tmp_path_factory.mktemp("older"), Says("gazette", JOINING, "mp:status status:negotiating"))


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return a small dataset that says something else."""
    return built(tmp_path_factory.mktemp("newer"), Says("gazette", JOINING, "mp:status status:joined"))


def quads(dataset: Dataset) -> set[Quad]:
    """Return the quads, with blank nodes named by what is said on them; a parser gives them names of its own."""
    canonical = Quads(dataset.store)
    canonical.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(canonical)


def difference(one: Dataset, other: Dataset) -> list[object]:
    """Return in what two datasets differ; of many thousand quads, pytest cannot show it."""
    told = [(one.version, other.version), (replace(one.report, notes=()), replace(other.report, notes=()))]
    return [*(pair for pair in told if pair[0] != pair[1]), *sorted(quads(one) ^ quads(other), key=str)[:10]]


def quads_file(folder: Path) -> bytes:
    """Return the bytes of the dataset that the folder serves."""
    version = (folder / "version").read_text(encoding="utf-8").strip()
    return (folder / version / "dataset.nq").read_bytes()


def is_same(one: bytes, other: bytes) -> bool:
    """Tell whether both are the same bytes."""
    return one == other


def names(folder: Path) -> list[str]:
    """Return the names of all that is in a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def names_of(*datasets: Dataset) -> list[str]:
    """Return the names of what a folder holds in which these datasets alone are."""
    versions = [dataset.version for dataset in datasets]
    files = [f"{version}{file}" for version in versions for file in ("", "/dataset.nq", "/report.json")]
    return sorted(["version", *files])


# Reading back


def test_what_was_written_is_opened(folder: Path, dataset: Dataset) -> None:
    assert difference(open_dataset(folder), dataset) == []


def test_the_folder_holds_the_dataset_under_its_version(folder: Path, dataset: Dataset) -> None:
    assert names(folder) == names_of(dataset)
    assert (folder / "version").read_text(encoding="utf-8") == f"{dataset.version}\n"
    assert re.fullmatch("[0-9a-f]{12}", dataset.version)
    assert (folder / dataset.version).stat().st_mode & 0o777 == 0o755


def test_the_quads_are_sorted_and_each_stands_once(folder: Path) -> None:
    content = quads_file(folder)
    assert is_same(content, b"".join(sorted(set(content.splitlines(keepends=True)))))


def test_a_folder_without_dataset_says_how_to_make_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(NoDatasetError) as caught:
            open_dataset(folder)
        assert str(caught.value) == f"no dataset in {folder}; `moonpact build --out {folder}` makes one"


# The same bytes


def test_two_copies_of_the_data_give_the_same_bytes(folder: Path, dataset: Dataset, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "graph" / "data", tmp_path / "elsewhere" / "copy")
    copy = build_dataset(tmp_path / "elsewhere" / "copy", shapes=False)
    write_dataset(copy, tmp_path / "out")
    assert copy.version == dataset.version
    assert is_same(quads_file(tmp_path / "out"), quads_file(folder))


def test_the_order_of_the_files_does_not_matter(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse_backwards(files: Iterable[tuple[Path, NamedNode | None]]) -> tuple[list[Document], list[Fault]]:
        return parse_documents(reversed(list(files)))

    monkeypatch.setattr(build, "parse_documents", parse_backwards)
    assert build_dataset(shapes=False).version == dataset.version


def test_another_statement_is_another_version(older: Dataset, newer: Dataset) -> None:
    assert version_of(older.store) == older.version
    assert version_of(newer.store) == newer.version
    assert older.version != newer.version


def test_the_names_of_blank_nodes_do_not_matter() -> None:
    def texts() -> Iterator[bytes]:
        for one, other in (("a", "b"), ("z", "y")):
            store = Store()
            turtle = f"_:{one} <http://x.example/p> _:{other} . _:{other} <http://x.example/p> 1 ."
            store.load(turtle, RdfFormat.TURTLE, to_graph=NamedNode("http://x.example/g"))
            quads = merged(store)
            yield b"\n".join(sorted(str(quad).encode() for quad in quads))

    one, other = texts()
    assert one == other


# The default graph


def test_the_default_graph_is_the_merge_of_the_named_graphs(dataset: Dataset) -> None:
    in_default, in_named = set[Triple](), set[Triple]()
    for quad in dataset.store:
        (in_default if quad.graph_name == DefaultGraph() else in_named).add(quad.triple)
    assert in_default ^ in_named == set()


def test_what_two_graphs_say_stands_in_the_default_graph_once() -> None:
    graphs = [NamedNode(f"http://x.example/{name}") for name in ("g", "h")]
    subject, predicate, value = NamedNode("http://x.example/s"), NamedNode("http://x.example/p"), Literal("o")
    store = Store()
    store.extend(merged(Quad(subject, predicate, value, graph) for graph in graphs))
    in_named = {Quad(subject, predicate, value, graph) for graph in graphs}
    assert set(store) == {*in_named, Quad(subject, predicate, value)}


# Replacing


def test_a_new_dataset_takes_the_place_of_the_old(tmp_path: Path, older: Dataset, newer: Dataset) -> None:
    write_dataset(older, tmp_path)
    write_dataset(newer, tmp_path)
    assert difference(open_dataset(tmp_path), newer) == []
    # Who works with the old one may need it until he opens the new one.
    assert names(tmp_path) == names_of(older, newer)
    write_dataset(newer, tmp_path)
    assert names(tmp_path) == names_of(newer)


def test_who_opened_the_old_dataset_reads_on(tmp_path: Path, older: Dataset, newer: Dataset) -> None:
    write_dataset(older, tmp_path)
    reader = open_dataset(tmp_path)
    write_dataset(newer, tmp_path)
    assert difference(reader, older) == []


def test_the_same_dataset_again_changes_nothing(tmp_path: Path, older: Dataset) -> None:
    write_dataset(older, tmp_path)
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in names_of(older) if name != "version"}
    write_dataset(older, tmp_path)
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in before} == before
    assert names(tmp_path) == names_of(older)


def test_what_else_is_in_the_folder_stays(tmp_path: Path, older: Dataset, newer: Dataset) -> None:
    write_dataset(older, tmp_path)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("kept\n", encoding="utf-8")
    write_dataset(newer, tmp_path)
    assert names(tmp_path) == sorted([*names_of(older, newer), "notes", "notes/mine.txt"])


class CrashError(OSError):
    """The machine stops here."""


def crash(*_arguments: object, **_options: object) -> None:
    """Stop."""
    raise CrashError


# Before the quads are written, before the report is, before the new folder is in its place, before the pointer is.
CRASHES = [(Path, "write_bytes"), (Path, "write_text"), (Path, "rename"), (os, "replace")]


@pytest.mark.parametrize(("owner", "name"), CRASHES)
def test_a_crash_while_writing_leaves_the_old_dataset(
    tmp_path: Path, older: Dataset, newer: Dataset, owner: object, name: str
) -> None:
    write_dataset(older, tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, crash)
        with pytest.raises(CrashError):
            write_dataset(newer, tmp_path)
    assert difference(open_dataset(tmp_path), older) == []


@pytest.mark.parametrize(("owner", "name"), CRASHES)
def test_what_a_crash_left_is_cleared_by_the_next_build(
    tmp_path: Path, older: Dataset, newer: Dataset, owner: object, name: str
) -> None:
    write_dataset(older, tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, crash)
        with pytest.raises(CrashError):
            write_dataset(newer, tmp_path)
    write_dataset(newer, tmp_path)
    assert names(tmp_path) == names_of(older, newer)
    assert difference(open_dataset(tmp_path), newer) == []


def test_a_crash_in_a_new_folder_leaves_no_dataset(tmp_path: Path, newer: Dataset) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", crash)
        with pytest.raises(CrashError):
            write_dataset(newer, tmp_path)
    with pytest.raises(NoDatasetError):
        open_dataset(tmp_path)
