"""A citation of the dataset or of one of its pages, as programs for references read it."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

AUTHORS: Final = "The moonpact authors"
NAME: Final = "moonpact: who agreed what about the Moon, and who says so"
# What TeX reads as more than a letter.
_TEX: Final = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{letter: f"\\{letter}" for letter in "{}$&#%_"},
}


@dataclass(frozen=True)
class Citation:
    """What is cited: the page of this title, of this version of the data."""

    title: str
    """None of its letters is a command, in whatever format it is written; empty for the dataset as a whole."""
    url: str
    version: str
    day: date | None
    """The day of the newest source."""
    view: str = ""

    @property
    def key(self) -> str:
        """What names it in a list of references: small letters, digits and hyphens."""
        found = re.sub("[^a-z0-9]+", "-", f"{self.url.partition('//')[2].lower()}").strip("-")
        return f"moonpact-{found[:80]}-{self.version}"

    @property
    def full_title(self) -> str:
        """The title with that of the dataset, on one line."""
        return _line(f"{self.title}. {NAME}" if self.title else NAME)

    @property
    def note(self) -> str:
        """The version, and the view if it is not of the whole."""
        return _line(f"Version {self.version}{f', {self.view}' if self.view else ''}")


def as_text(cited: Citation) -> str:
    """Return the citation as a sentence."""
    day = f", data of {cited.day}" if cited.day else ""
    return f"{AUTHORS}. {cited.full_title}. {cited.note}{day}. {cited.url}\n"


def as_bibtex(cited: Citation) -> str:
    """Return the citation as an entry of BibTeX."""
    fields = {
        "author": f"{{{AUTHORS}}}",
        "title": f"{{{_tex(cited.full_title)}}}",
        **({"year": str(cited.day.year), "month": str(cited.day.month)} if cited.day else {}),
        "version": _tex(cited.version),
        "note": _tex(cited.note),
        "url": cited.url,
    }
    return f"@misc{{{cited.key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items()) + "}\n"


def as_ris(cited: Citation) -> str:
    """Return the citation as a record of RIS."""
    day = [("PY", f"{cited.day.year}"), ("DA", f"{cited.day:%Y/%m/%d}")] if cited.day else []
    fields = [
        ("TY", "DATA"),
        ("AU", AUTHORS),
        ("TI", cited.full_title),
        *day,
        ("ET", cited.version),
        ("N1", cited.note),
        ("UR", cited.url),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields)


def as_csl(cited: Citation) -> str:
    """Return the citation as an item of CSL-JSON."""
    day = {"issued": {"date-parts": [[cited.day.year, cited.day.month, cited.day.day]]}} if cited.day else {}
    item = {
        "id": cited.key,
        "type": "dataset",
        "author": [{"literal": AUTHORS}],
        "title": cited.full_title,
        **day,
        "version": cited.version,
        "note": cited.note,
        "URL": cited.url,
    }
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


# By the ending of their files: the media type, and how it is written.
STYLES: Final[Mapping[str, tuple[str, Callable[[Citation], str]]]] = {
    "txt": ("text/plain", as_text),
    "bib": ("application/x-bibtex", as_bibtex),
    "ris": ("application/x-research-info-systems", as_ris),
    "csl": ("application/vnd.citationstyles.csl+json", as_csl),
}


def _line(text: str) -> str:
    """The text on one line, without what a terminal or a parser takes for a command."""
    kept = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    return " ".join(kept.split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in text)
