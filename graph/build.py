"""From the files of the evidence to the dataset: parse, check, conclude, merge."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from moonpact.graph.checking.checks import check_expected, check_violations
from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.checking.parse import Document, parse_documents
from moonpact.graph.checking.report import Report
from moonpact.graph.checking.vocabulary import check_vocabulary, read_vocabulary
from moonpact.graph.conclusion.conclude import conclude, direct_triples
from moonpact.graph.conclusion.rows import select
from moonpact.graph.dataset import Dataset, merged, version_of
from moonpact.graph.executables import executables
from moonpact.graph.names import ONTOLOGY_GRAPH, REGISTER_GRAPH, local_name
from moonpact.ontology.files import term_files

Progress = Callable[[str, float], None]

DATA: Final = Path(__file__).with_name("data")


def build_dataset(data: Path | None = None, progress: Progress | None = None, *, shapes: bool = True) -> Dataset:
    """Build the dataset from the folder of the evidence, by default the one that comes with the package.

    Args:
        data: The folder with `source/*.trig`, `register/*.ttl`, `expected.toml` and `left-out.md`.
        progress: Called with the name of each step and the share of the work that is done, from 0 to 1.
        shapes: Whether to hold the data to the SHACL shapes, the slowest step.

    Raises:
        InvalidDataError: The data has faults; all of them are in the error, and nothing was built.
    """
    folder, tell = data or DATA, progress or _silent
    tell("read", 0.0)
    documents = _checked_documents(folder)
    store = Store()
    store.bulk_extend(merged(quad for document in documents for quad in document.quads))
    _add(store, executables())
    tell("check", 0.2)
    notes = _check(documents, store, shapes=shapes)
    tell("conclude", 0.8)
    _conclude(store)
    numbers = numbers_of(store)
    stop_at(check_expected(numbers, folder / "expected.toml"))
    tell("done", 1.0)
    return Dataset(store, version_of(store), _report(numbers, folder, notes))


def _silent(_step: str, _share: float) -> None:
    pass


def _checked_documents(folder: Path) -> list[Document]:
    if not any(folder.glob("source/*.trig")):
        stop_at([Fault(folder, 1, "no sources", "files source/*.trig, and registers of things in register/*.ttl")])
    documents, faults = parse_documents(data_files(folder))
    stop_at([*faults, *check_vocabulary(documents, read_vocabulary(documents))])
    return documents


def data_files(folder: Path) -> list[tuple[Path, NamedNode | None]]:
    """Return the files to read, each with the graph it goes to; a source's file names its own."""
    registers = sorted((folder / "register").glob("*.ttl"))
    sources = sorted((folder / "source").glob("*.trig"))
    return [
        *((file, ONTOLOGY_GRAPH) for file in term_files()),
        *((file, REGISTER_GRAPH) for file in registers),
        *((file, None) for file in sources),
    ]


def _check(documents: list[Document], store: Store, *, shapes: bool) -> tuple[Fault, ...]:
    if not shapes:
        stop_at(check_violations(store, documents))
        return ()
    # Loading pySHACL takes a good part of the time in which a server has begun to answer.
    from moonpact.graph.checking.shapes import check_must, check_should

    stop_at([*check_must(documents), *check_violations(store, documents)])
    return tuple(check_should(documents))


def _conclude(store: Store) -> None:
    _add(store, list(conclude(store)))
    _add(store, list(direct_triples(store)))


def _add(store: Store, quads: Iterable[Quad]) -> None:
    store.extend(merged(quads))


def numbers_of(store: Store) -> Counter[str]:
    """Return how many of each class the store holds."""
    rows = select(store, "conclusions/counts")
    return Counter({local_name(row["class"].value): int(row["number"].value) for row in rows})


def _report(numbers: Counter[str], folder: Path, notes: tuple[Fault, ...]) -> Report:
    return Report(
        sources=numbers["Source"],
        claims=numbers["Claim"],
        records=numbers["Record"],
        conclusions=numbers["Conclusion"],
        disagreements=numbers["Disagreement"],
        left_out=_left_out(folder / "left-out.md"),
        notes=notes,
    )


def _left_out(file: Path) -> int:
    """The claims on the list of what was left out: its items, which begin with the claim's name in backquotes."""
    if not file.exists():
        return 0
    return sum(line.startswith("- `") for line in file.read_text(encoding="utf-8").splitlines())


def stop_at(faults: Iterable[Fault]) -> None:
    """Raise the faults, if there are any.

    Raises:
        InvalidDataError: There are faults; all of them are in the error, sorted.
    """
    if found := tuple(sorted(set(faults))):
        raise InvalidDataError(found)
