"""What the data must fulfil as a whole: queries that must find nothing, and numbers that must not fall."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from pyoxigraph import QuerySolutions, Store

from moonpact.graph.checking.faults import Fault
from moonpact.graph.checking.parse import Document
from moonpact.graph.names import RDF_TYPE
from moonpact.graph.prefixes import shorten
from moonpact.queries.check import Check, list_checks


def check_violations(store: Store, documents: Iterable[Document]) -> Iterator[Fault]:
    """Yield what the checks find, each at the place where its subject is described."""
    found = [(check, row) for check in list_checks() for row in cast("QuerySolutions", store.query(check.text))]
    written = _written(documents) if found else {}
    for check, row in found:
        subject, name = row["subject"].value, row["property"].value
        yield _fault(check, _where(written[subject], subject, name), subject, name)


def _written(documents: Iterable[Document]) -> dict[str, list[Document]]:
    """The documents in which each subject is described."""
    written: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents:
        for subject in {statement[0] for statement, _ in document.places}:
            written[subject].append(document)
    return written


def check_expected(numbers: Mapping[str, int], file: Path) -> Iterator[Fault]:
    """Yield where there is less of a class than the file of expected minimum numbers says."""
    if not file.exists():
        return
    text = file.read_text(encoding="utf-8")
    lines = {line.partition("=")[0].strip(" \t\"'"): number for number, line in enumerate(text.splitlines(), start=1)}
    for name, least in tomllib.loads(text).items():
        found = numbers.get(name, 0)
        if found < least:
            message = f"{found:,} of class mp:{name}"
            yield Fault(file, lines[name], message, f"at least {least:,}; lower the number if the fall is meant")


def _where(documents: list[Document], subject: str, name: str) -> Document:
    """Return the document that says it; of several, one that adds to what another describes."""
    saying = [document for document in documents if _says(document, subject, name)] or documents
    return min(saying, key=lambda document: _says(document, subject, RDF_TYPE.value))


def _says(document: Document, subject: str, name: str) -> bool:
    return any(statement[:2] == (subject, name) for statement, _ in document.places)


def _fault(check: Check, document: Document, subject: str, name: str) -> Fault:
    return document.fault((subject, name), f"{shorten(subject)} {check.fault}", check.expected)
