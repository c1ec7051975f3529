"""RDF files of any kind into a store: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD, and the same compressed."""

import gzip
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from moonpact.graph.checking.faults import Fault, InvalidDataError

_COMPRESSED: Final = ".gz"


def load_files(files: Iterable[Path]) -> Store:
    """Return a store with what the files say; formats are told by the endings of their names.

    Raises:
        InvalidDataError: Files are not RDF, or of no known format; all of them are in the error.
        OSError: A file cannot be read.
    """
    store = Store()
    if faults := [fault for file in files if (fault := _load(store, file)) is not None]:
        raise InvalidDataError(tuple(faults))
    return store


def _load(store: Store, file: Path) -> Fault | None:
    format_ = format_of(file)
    if format_ is None:
        endings = ", ".join(f".{each.file_extension}" for each in _FORMATS)
        return Fault(file, 1, f"'{file.name}' has an ending of no known format", f"one of {endings}, also with .gz")
    try:
        if file.suffix == _COMPRESSED:
            with gzip.open(file) as content:
                store.bulk_load(content.read(), format_, base_iri=file.absolute().as_uri())
        else:
            store.bulk_load(path=file, format=format_, base_iri=file.absolute().as_uri())
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        return Fault(file, 1, str(error), "gzip")
    except SyntaxError as error:
        return Fault(file, error.lineno or 1, error.msg.partition(": ")[2] or error.msg, format_.name)
    return None


_FORMATS: Final = (
    RdfFormat.TURTLE,
    RdfFormat.TRIG,
    RdfFormat.N_TRIPLES,
    RdfFormat.N_QUADS,
    RdfFormat.RDF_XML,
    RdfFormat.JSON_LD,
)


def format_of(file: Path) -> RdfFormat | None:
    """Return the format that the ending of a file's name stands for, if any."""
    name = file.name.removesuffix(_COMPRESSED)
    return RdfFormat.from_extension(name.rpartition(".")[2])
