"""The topics name every question once, in order."""

from pathlib import Path

import pytest

from moonpact.queries.question import LANGUAGES, list_questions, parse_question
from moonpact.queries.topic import InvalidTopicsError, Topic, list_topics, read_topics

HEAD = "#+ title@en: Who?\n#+ title@zh: 谁？\n#+ title@ru: Кто?\n"
WHO, WHAT, WHEN = (parse_question(Path(f"{name}.rq"), f"{HEAD}ASK {{}}\n") for name in ("who", "what", "when"))
TITLES = '{ en = "People", zh = "人", ru = "Люди" }'


def written(*names: str, titles: str = TITLES) -> str:
    """Return the text of a topic with these questions."""
    return f"[[topic]]\ntitles = {titles}\nquestions = {list(names)}\n"


def test_topics_and_questions_come_in_the_order_of_the_file() -> None:
    titles = {"en": "People", "zh": "人", "ru": "Люди"}
    text = written("who", "when") + written("what")
    assert read_topics(text, [WHAT, WHEN, WHO]) == [Topic(titles, (WHO, WHEN)), Topic(titles, (WHAT,))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (written("who", "what"), "not named once, or no question: when"),
        (written("who", "what", "when", "why"), "not named once, or no question: why"),
        (written("who", "what") + written("when", "who"), "not named once, or no question: who"),
        (written("who", "what", "when", titles='{ en = "People" }'), "a topic has no title in zh, ru"),
    ],
)
def test_what_is_left_out_or_misspelt_is_told(text: str, message: str) -> None:
    with pytest.raises(InvalidTopicsError) as caught:
        read_topics(text, [WHO, WHAT, WHEN])
    assert str(caught.value) == message


def test_the_project_s_topics_have_all_its_questions() -> None:
    topics = list_topics()
    named = [question.name for topic in topics for question in topic.questions]
    assert sorted(named) == [question.name for question in list_questions()]
    assert all(topic.titles.keys() == set(LANGUAGES) for topic in topics)
