"""Where the files of the ontology are."""

from pathlib import Path


def folder() -> Path:
    """Return the folder of the ontology's files."""
    return Path(__file__).parent


def term_files() -> list[Path]:
    """Return the files of the classes, properties and concepts, and of how they stand to other vocabularies."""
    return [folder() / "moonpact.ttl", folder() / "alignment.ttl", *sorted((folder() / "schemes").glob("*.ttl"))]


def reused_file() -> Path:
    """Return the file of the terms of other vocabularies that the data may use."""
    return folder() / "reused.ttl"


def shapes_file(severity: str) -> Path:
    """Return the file of the SHACL shapes that data must or should conform to."""
    return folder() / "shapes" / f"{severity}.ttl"


def context_file() -> Path:
    """Return the file of the JSON-LD context."""
    return folder() / "context.jsonld"
