"""Topics: the questions grouped and put in order, as `topics.toml` has them."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from moonpact.queries.files import folder
from moonpact.queries.question import LANGUAGES, Question, list_questions


@dataclass(frozen=True)
class Topic:
    """A topic with its title by language, and its questions."""

    titles: dict[str, str]
    questions: tuple[Question, ...]


class InvalidTopicsError(ValueError):
    """The file of the topics does not name every question once, or a title is missing."""


def list_topics() -> list[Topic]:
    """Return the topics in their order, each with its questions in theirs.

    Raises:
        InvalidTopicsError: The file does not name every question once, or a title is missing.
        InvalidQuestionError: The head of a question's file is not as it must be.
    """
    return read_topics((folder() / "topics.toml").read_text(encoding="utf-8"), list_questions())


def read_topics(text: str, questions: Sequence[Question]) -> list[Topic]:
    """Return the topics of these questions that stand in the text of a file.

    Raises:
        InvalidTopicsError: The text does not name every question once, or a title is missing.
    """
    tables, by_name = tomllib.loads(text)["topic"], {question.name: question for question in questions}
    named = Counter(name for table in tables for name in table["questions"])
    if wrong := sorted(name for name in {*named, *by_name} if named[name] != 1 or name not in by_name):
        raise InvalidTopicsError(f"not named once, or no question: {', '.join(wrong)}")
    for table in tables:
        if missing := [language for language in LANGUAGES if language not in table["titles"]]:
            raise InvalidTopicsError(f"a topic has no title in {', '.join(missing)}")
    return [Topic(table["titles"], tuple(by_name[name] for name in table["questions"])) for table in tables]
