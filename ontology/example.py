"""The examples of what can be said, each a file of a made-up source."""

from collections.abc import Sequence
from dataclasses import dataclass

from moonpact.ontology.files import folder


@dataclass(frozen=True)
class Example:
    """An example: what it shows, and its text in TriG without the prefixes."""

    title: str
    text: str


def read_examples() -> Sequence[Example]:
    """Return the examples of what is right, in the order of their names."""
    return [_example(file.read_text(encoding="utf-8")) for file in sorted((folder() / "examples/valid").glob("*.trig"))]


def _example(text: str) -> Example:
    title, _, rest = text.partition("\n")
    kept = (line for line in rest.splitlines() if not line.startswith("@prefix"))
    return Example(title.removeprefix("# "), "\n".join(kept).strip())
