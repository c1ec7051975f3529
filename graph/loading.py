"""RDF files of any kind into a store: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD, and the same compressed."""

from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

from pyoxigraph import RdfFormat, Store

from moonpact.graph.checking.faults import Fault, InvalidDataError
from moonpact.graph.decompression import DAMAGES, ENDINGS, decompressed, without_ending

FORMATS: Final = {
    each.file_extension: each
    for each in (
        RdfFormat.TURTLE,
        RdfFormat.TRIG,
        RdfFormat.N_TRIPLES,
        RdfFormat.N_QUADS,
        RdfFormat.RDF_XML,
        RdfFormat.JSON_LD,
    )
}
"""The formats by the endings of the names of their files."""
_MORE: Final = {"json": RdfFormat.JSON_LD, "owl": RdfFormat.RDF_XML, "xml": RdfFormat.RDF_XML}


def load_files(files: Iterable[Path]) -> Store:
    """Return a store with what the files say; formats are told by the endings of their names.

    Raises:
        InvalidDataError: Files are not RDF, or of no known format; all of them are in the error.
        OSError: A file cannot be read.
    """
    store = Store()
    if faults := [fault for file in files if (fault := _load_file(store, file)) is not None]:
        raise InvalidDataError(tuple(faults))
    return store


def _load_file(store: Store, file: Path) -> Fault | None:
    with file.open("rb") as raw:
        return load(store, file, raw, format_of(file))


def load(store: Store, file: Path, raw: IO[bytes], format_: RdfFormat | None) -> Fault | None:
    """Add what a file says to the store, and return what is wrong with it; then nothing of it is added.

    Args:
        store: It may be a large one on the disk: no more of the file than a piece is in memory.
        file: Its name; the ending tells whether it is compressed, and relative IRIs are relative to it.
        raw: Its content, as it stands there.
        format_: Of the content; None is a fault.

    Raises:
        OSError: The content cannot be read.
    """
    if format_ is None:
        endings = ", ".join(f".{each}" for each in FORMATS)
        message = f"'{file.name}' has an ending of no known format"
        return Fault(file, 1, message, f"one of {endings}, also with {', '.join(ENDINGS)}")
    try:
        store.bulk_load(decompressed(file, raw), format_, base_iri=file.absolute().as_uri())
    except SyntaxError as error:
        return Fault(file, error.lineno or 1, error.msg.partition(": ")[2] or error.msg, format_.name)
    except DAMAGES as error:
        if isinstance(error, OSError) and error.errno is not None:  # One of the disk, which has a number.
            raise
        return Fault(file, 1, str(error), f"what {file.suffix} is the ending of")
    return None


def format_of(file: Path) -> RdfFormat | None:
    """Return the format that the ending of a file's name stands for, if any."""
    ending = Path(without_ending(file)).suffix.removeprefix(".")
    return {**FORMATS, **_MORE}.get(ending)
