"""Checks: query files that must find nothing, each with the fault it finds and what is expected, in `#+` lines."""

import re
from dataclasses import dataclass

from moonpact.queries.files import folder

_HEAD = re.compile(r"#\+ fault: (?P<fault>.+)\n#\+ expected: (?P<expected>.+)\n")


@dataclass(frozen=True)
class Check:
    """A query whose rows name what is wrong: a subject, and the property on which it is."""

    name: str
    fault: str
    expected: str
    text: str


class InvalidCheckError(ValueError):
    """The head of a check's file is not as it must be."""


def list_checks() -> list[Check]:
    """Return all checks, by name.

    Raises:
        InvalidCheckError: A file does not begin with a line on the fault and one on what is expected.
    """
    files = sorted((folder() / "checks").glob("*-violation.rq"))
    return [_parse(file.stem, file.read_text(encoding="utf-8")) for file in files]


def _parse(name: str, text: str) -> Check:
    if not (head := _HEAD.match(text)):
        raise InvalidCheckError(f"{name}: expected the lines '#+ fault: …' and '#+ expected: …' at the head")
    return Check(name, head["fault"], head["expected"], text)
