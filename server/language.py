"""The language of a page: the one that the reader chooses, and the words of the pages in it."""

from collections.abc import Callable
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final, cast

from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, has_request_context, request
from jinja2 import Environment

from moonpact.queries.question import LANGUAGES
from moonpact.server.problems import Problem, ProblemError

NAMES: Final = {"en": "English", "zh": "中文", "ru": "Русский"}
_LOCALES: Final = {"en": "en_GB", "zh": "zh_Hans", "ru": "ru"}
_SKELETONS: Final = {"year": "y", "month": "yMMMM"}


def language() -> str:
    """Return the language of the page: the parameter `lang`, else what the header Accept-Language prefers.

    Raises:
        ProblemError: There are no pages in the language that `lang` names.
    """
    if not has_request_context():
        return LANGUAGES[0]
    if "language" not in g:
        g.language = request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])  # For the page of the error.
        g.language = _asked() or g.language
    return cast("str", g.language)


def translate(message: str) -> str:
    """Return a message of the pages in the language of the page."""
    return _translations(language()).gettext(message)


def translate_plural(one: str, several: str, count: int) -> str:
    """Return the form of a message that goes with the count, in the language of the page."""
    return _translations(language()).ngettext(one, several, count)


def long_date(day: date, precision: str, in_language: str) -> str:
    """Return a date in words, as far as its precision (`day`, `month` or `year`) goes."""
    # Not the locale of the machine: a page is the same everywhere.
    locale = _LOCALES[in_language]
    if precision in _SKELETONS:
        return format_skeleton(_SKELETONS[precision], day, locale=locale)
    return format_date(day, "long", locale=locale)


def install(app: Flask) -> None:
    """Let the templates of the application speak the language of the page."""
    environment = app.jinja_env
    environment.policies["ext.i18n.trimmed"] = True
    environment.add_extension("jinja2.ext.i18n")
    # The extension adds this method to the environment; its types do not know it.
    add = cast("Callable[..., None]", getattr(cast("Environment", environment), "install_gettext_callables"))  # noqa: B009
    add(translate, translate_plural, newstyle=True)


def _asked() -> str | None:
    asked = request.args.get("lang")
    if asked and asked not in LANGUAGES:
        there = ", ".join(LANGUAGES)
        raise ProblemError(
            Problem("invalid-parameter", f"there are no pages in '{asked}'; 'lang' is one of {there}", parameter="lang")
        )
    return asked


@cache
def _translations(name: str) -> NullTranslations:
    if name == LANGUAGES[0]:
        return NullTranslations()
    with (Path(__file__).parent / "locale" / f"{name}.po").open("rb") as written:
        catalog = read_po(written, locale=_LOCALES[name])
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
