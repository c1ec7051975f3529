"""The pages in each language: that their catalogs are whole, and that no English is left where it is not marked."""

import re
from collections import Counter

import pytest

from tests.catalogs import TRANSLATED, messages, read_catalog

# What a translation has as the message has it: placeholders, elements with their addresses, and words of a protocol.
FIXED = re.compile(r"%\(\w+\)s|</?\w[^>]*>|'[^']+'")
FORMS = {"zh": 1, "ru": 3}


def forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """The forms of a message or of its translation: one, or those that go with counts."""
    return [text] if isinstance(text, str) else list(text or ("",))


def fixed(text: str) -> Counter[str]:
    """What is to be the same in each language."""
    return Counter(FIXED.findall(text))


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalog_has_the_messages_of_the_pages_and_no_other(language: str) -> None:
    """`python -m tests.catalogs` brings it up to date."""
    there = [message.id for message in read_catalog(language) if message.id]
    assert there == list(messages())


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_message_is_translated_in_all_its_forms(language: str) -> None:
    """None is empty, none is marked as doubtful, and each count has its form."""
    catalog = [message for message in read_catalog(language) if message.id]
    assert [message.id for message in catalog if message.fuzzy or not all(forms(message.string))] == []
    plurals = [message for message in catalog if message.pluralizable]
    assert {message.id: len(forms(message.string)) for message in plurals} == {
        each.id: FORMS[language] for each in plurals
    }


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_placeholders_and_elements(language: str) -> None:
    """A page breaks without them."""
    broken = [
        (form, translation)
        for message in read_catalog(language)
        if message.id
        for form in forms(message.id)[-1:]
        for translation in forms(message.string)
        if fixed(translation) != fixed(form)
    ]
    assert broken == []
