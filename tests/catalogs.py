"""The messages of the pages and their catalogs, which `python -m tests.catalogs` brings up to date."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from moonpact.graph.network.formats import NETWORK_FORMATS
from moonpact.queries.question import LANGUAGES, Question, list_questions
from moonpact.server.dataset import ANSWERS, FILES
from moonpact.server.filters import BORROWED
from moonpact.server.pictures.answer_columns import VIEWS
from moonpact.server.problems import PROBLEM_TYPES
from moonpact.server.result_table import shown_names, title
from moonpact.server.terms import plain_name
from tests.checkout import ROOT

TRANSLATED = tuple(name for name in LANGUAGES if name != "en")
_SERVER = ROOT / "server"
_TEMPLATES = ("templates/**.html", "templates/**.svg")
_METHODS = [(pattern, "jinja2.ext:babel_extract") for pattern in _TEMPLATES]
_OPTIONS = {pattern: {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"} for pattern in _TEMPLATES}
_WIDTH = 120
# No dates: a catalog changes with its words only.
_HEADER = """# {language}: the words of the pages.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

Message = str | tuple[str, ...]


def messages() -> dict[Message, None]:
    """Return all messages that pages show, in the order in which they are found."""
    titles = (ANSWERS, FILES, *(each.title for each in NETWORK_FORMATS.values()), *filter(None, VIEWS.values()))
    of_programs = (*_of_templates(), *_of_modules(), *_of_problems())
    return dict.fromkeys((*of_programs, *BORROWED.values(), *titles, *_of_questions(list_questions())))


def path_of(language: str) -> Path:
    """Return where the catalog of a language lies."""
    return _SERVER / "locale" / f"{language}.po"


def read_catalog(language: str) -> Catalog:
    """Return the catalog of a language."""
    with path_of(language).open("rb") as written:
        return read_po(written, locale=language)


def _of_templates() -> Iterator[Message]:
    for _, _, message, _, _ in extract_from_dir(_SERVER, _METHODS, _OPTIONS):
        yield tuple(message[:2]) if isinstance(message, tuple) else message


def _of_modules() -> Iterator[str]:
    for _, _, message, _, _ in extract_from_dir(_SERVER, [("**.py", "python")], keywords={"translate": None}):
        if isinstance(message, str):
            yield message


def _of_problems() -> Iterator[str]:
    for each in PROBLEM_TYPES.values():
        yield from (each.title, each.sentence)


def _of_questions(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        yield from (parameter.description for parameter in question.parameters)
        with (ROOT / "tests" / "answers" / f"{question.name}.csv").open(encoding="utf-8", newline="") as answer:
            yield from (plain_name(title(name)) for name in shown_names(next(csv.reader(answer))))


def _update(language: str) -> None:
    old = read_catalog(language) if path_of(language).exists() else Catalog(locale=language)
    new = Catalog(locale=language, fuzzy=False)
    for message in messages():
        there = old.get(message if isinstance(message, str) else message[0])
        new.add(message, there.string if there else ("" if isinstance(message, str) else ("",) * new.num_plurals))
    body = BytesIO()
    write_po(body, new, width=_WIDTH, no_location=True, omit_header=True)
    header = _HEADER.format(language=language, plural_forms=new.plural_forms)
    path_of(language).write_bytes(header.encode() + body.getvalue())


if __name__ == "__main__":
    for each in TRANSLATED:
        _update(each)
