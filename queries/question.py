"""Questions: query files with a title in three languages, parameters and a sentence, in `#+` lines at their head."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from moonpact.queries.files import folder
from moonpact.queries.projection import projected_variables
from moonpact.queries.sentence import InvalidSentenceError, Sentence, parse_sentence

LANGUAGES = ("en", "zh", "ru")
Kind = Literal["string", "iri", "date", "integer"]
KINDS: dict[str, Kind] = {"string": "string", "iri": "iri", "date": "date", "integer": "integer"}

_MARK = "#+"
_TEXT_KEYS = [f"{key}@{language}" for key in ("title", "summary", "answer") for language in LANGUAGES]
_PARAMETER_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Parameter:
    """A value that the asker may choose; an empty default leaves it open."""

    name: str
    kind: Kind
    default: str
    description: str


@dataclass(frozen=True)
class Question:
    """A query with its title, its summary and the sentence that sums up its answer by language, and its parameters."""

    name: str
    titles: dict[str, str]
    summaries: dict[str, str]
    parameters: tuple[Parameter, ...]
    text: str
    sentences: dict[str, Sentence] = field(default_factory=dict[str, Sentence])


class UnknownQuestionError(LookupError):
    """There is no question of this name."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no question '{name}'{hint}")
        self.name = name
        self.nearest = nearest


class InvalidQuestionError(ValueError):
    """The head of a question file is not as it must be."""

    def __init__(self, file: Path, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


def list_questions(questions: Path | None = None) -> list[Question]:
    """Return all questions, by name.

    Raises:
        InvalidQuestionError: The head of a file is not as it must be.
    """
    return [_read(path) for path in _files(questions).values()]


def load_question(name: str, questions: Path | None = None) -> Question:
    """Return the question of this name.

    Raises:
        UnknownQuestionError: There is no question of this name.
        InvalidQuestionError: The head of its file is not as it must be.
    """
    files = _files(questions)
    if name not in files:
        raise UnknownQuestionError(name, tuple(get_close_matches(name, files, n=3, cutoff=0.4)))
    return _read(files[name])


def _files(questions: Path | None) -> dict[str, Path]:
    return {path.stem: path for path in sorted((questions or folder() / "questions").glob("*.rq"), key=_stem)}


def _stem(path: Path) -> str:
    return path.stem


def _read(path: Path) -> Question:
    return parse_question(path, path.read_text(encoding="utf-8"))


def parse_question(file: Path, text: str) -> Question:
    """Return the question that stands in the text of a file.

    Raises:
        InvalidQuestionError: The head of the file is not as it must be.
    """
    lines = list(_header(file, text))
    texts = _once(line for line in lines if line.key != "parameter")
    sentences = {line.key[-2:]: _sentence(line, text) for line in lines if line.key.startswith("answer@")}
    titles = _by_language(texts, "title")
    if missing := [f"title@{language}" for language in LANGUAGES if language not in titles]:
        raise InvalidQuestionError(file, 1, f"missing: {', '.join(missing)}")
    parameters = _parameters((line for line in lines if line.key == "parameter"), projected_variables(text))
    return Question(file.stem, titles, _by_language(texts, "summary"), parameters, text, sentences)


@dataclass(frozen=True)
class _Line:
    file: Path
    number: int
    key: str
    value: str

    def fault(self, message: str) -> InvalidQuestionError:
        return InvalidQuestionError(self.file, self.number, message)


def _header(file: Path, text: str) -> Iterator[_Line]:
    for number, written in enumerate(text.split("\n"), start=1):
        if written.startswith(_MARK):
            key, _, value = (part.strip() for part in written.removeprefix(_MARK).partition(":"))
            line = _Line(file, number, key, value)
            if not value:
                raise line.fault(f"expected '{_MARK} key: value', found '{written.rstrip()}'")
            yield line


def _once(lines: Iterable[_Line]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for line in lines:
        if line.key not in _TEXT_KEYS:
            raise line.fault(f"unknown key '{line.key}'; allowed: {', '.join(_TEXT_KEYS)}, parameter")
        if line.key in texts:
            raise line.fault(f"'{line.key}' is given twice")
        texts[line.key] = line.value
    return texts


def _sentence(line: _Line, text: str) -> Sentence:
    try:
        return parse_sentence(line.value, line.key[-2:], text)
    except InvalidSentenceError as error:
        raise line.fault(str(error)) from error


def _by_language(texts: dict[str, str], name: str) -> dict[str, str]:
    keys = {language: f"{name}@{language}" for language in LANGUAGES}
    return {language: texts[key] for language, key in keys.items() if key in texts}


def _parameters(lines: Iterable[_Line], variables: frozenset[str]) -> tuple[Parameter, ...]:
    parameters: dict[str, Parameter] = {}
    for line in lines:
        parameter = _parameter(line)
        if parameter.name in parameters:
            raise line.fault(f"parameter '{parameter.name}' is given twice")
        if parameter.name not in variables:
            raise line.fault(f"parameter '{parameter.name}' is not projected: write ?{parameter.name} after SELECT")
        parameters[parameter.name] = parameter
    return tuple(parameters.values())


def _parameter(line: _Line) -> Parameter:
    parts = [part.strip() for part in line.value.split("|")]
    if len(parts) != 4:
        raise line.fault("expected 'parameter: name | kind | default | description'")
    name, kind, default, description = parts
    if not _PARAMETER_NAME.fullmatch(name):
        raise line.fault(f"'{name}' is no name for a parameter: a small letter, then small letters, digits and _")
    if kind not in KINDS:
        raise line.fault(f"parameter '{name}' is of unknown kind '{kind}'; allowed: {', '.join(KINDS)}")
    if not description:
        raise line.fault(f"parameter '{name}' has no description")
    return Parameter(name, KINDS[kind], default, description)
